/** Opens a run folder for a recipe: new, to be continued, to be extended, to be updated, or refused. */
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { canonicalJson } from "../dataset/canonical-json.js";
import type { DatasetReader } from "../dataset/dataset.js";
import { openDatasetReader } from "../dataset/open-dataset.js";
import { readRecipeText, readRun, RECIPE_FILE, RUN_FORMAT_VERSION, writeRecipeText, writeRun, type RunAsset, type RunFile } from "../dataset/run-file.js";
import { findDamagedSamples } from "../dataset/verify-sample.js";
import { parseRecipeYaml } from "../recipe/read.js";
import { moveRecipe, resolvedYaml } from "../recipe/resolved.js";
import type { Recipe } from "../recipe/schema.js";
import { sha256Hex } from "../storage/sha256.js";
import { VERSION } from "../core/version.js";
import type { Plan } from "./plan.js";
import { recipeChanges, type RecipeChange } from "./recipe-changes.js";
import { hashAssets, STAGE_NAMES, STAGE_VERSIONS, staleStages, stageHashes, type AssetHashes } from "./stage-hashes.js";

/** A run folder that is ready for work. */
export interface OpenRun {
  root: string;
  plan: Plan;
  assets: AssetHashes;
  reader: DatasetReader;
  /** Samples in the finished dataset. */
  total: number;
  /** Says whether a sample must be made (again). */
  todo(index: number): boolean;
  /** How many samples are there and current. */
  done: number;
  /** Things to tell the user. */
  notes: string[];
  /** To be called when everything is done. */
  finish(): Promise<void>;
}

/** What to do with a run that was made from another recipe. */
export interface OpenRunOptions {
  /** Allow changes that make samples stale. */
  update: boolean;
  /** An earlier command on this folder was killed. */
  uncleanStop: boolean;
  /** True when only a part of the run is worked on, so that "all is current" cannot be said at the end. */
  partial: boolean;
}

/**
 * Compares a run folder with a plan and prepares it. The caller holds the run's lock.
 * @throws E_RUN_MISMATCH when the folder holds another dataset, E_RUN_CHANGED when the recipe changed and `update`
 * is not set; nothing is touched in either case
 */
export async function openRun(root: string, plan: Plan, options: OpenRunOptions): Promise<OpenRun> {
  const { recipe } = plan;
  const assets = await hashAssets(plan);
  const existing = await readRun(root);
  const moved = moveRecipe(recipe, plan.folder, root);
  const planHash = identityHash(plan, assets);
  const notes: string[] = [];
  const changes = existing === null ? [] : await changesSince(root, existing, moved, planHash);
  const stale = changes.filter((change) => change.effect !== "none");
  const environmentsChanged = existing !== null && canonicalJson(existing.environments) !== canonicalJson(sortedById(environmentAssets(plan, assets)));
  if (existing !== null && (stale.length > 0 || environmentsChanged) && !options.update) throw changedError(root, stale, environmentsChanged);

  const total = Math.max(recipe.count, existing?.count ?? 0);
  if (existing !== null && recipe.count < existing.count) notes.push(`the run has ${existing.count} samples; a smaller count deletes nothing`);
  const mustCheck = stale.length > 0 || environmentsChanged || existing?.stages.updating === true;
  const run: RunFile = {
    formatVersion: RUN_FORMAT_VERSION,
    dst3dVersion: VERSION,
    name: recipe.name,
    seed: recipe.seed,
    planHash,
    count: total,
    storage: recipe.storage,
    shardSize: recipe.shardSize,
    shapes: sortedById(plan.shapes.map((shape) => asset(shape.id, plan.catalogues[shape.catalogue]!.label, shape.licence, shape.author, assets.shapes[`${shape.catalogue}/${shape.id}`]!))),
    environments: sortedById(environmentAssets(plan, assets)),
    weights: [],
    stages: { versions: STAGE_VERSIONS, updating: mustCheck },
  };
  if (existing === null || canonicalJson(existing) !== canonicalJson(run)) await writeRun(root, run);
  const text = resolvedYaml({ ...moved, count: total });
  if ((await readRecipeText(root)) !== text) await writeRecipeText(root, text);

  const reader = openDatasetReader(root, recipe.storage, { shardSize: recipe.shardSize });
  const committed = await reader.committed();
  const redo = new Set<number>();
  if (options.uncleanStop) {
    for (const { index, reason } of await findDamagedSamples(reader)) {
      redo.add(index);
      notes.push(`sample ${index} is damaged and is made again: ${reason}`);
    }
  }
  if (mustCheck) for (const index of committed) if (index < total && !redo.has(index) && (await isStale(reader, plan, assets, index))) redo.add(index);
  let done = 0;
  for (const index of committed) if (index < total && !redo.has(index)) done++;
  return {
    root,
    plan,
    assets,
    reader,
    total,
    todo: (index) => !committed.has(index) || redo.has(index),
    done,
    notes,
    finish: async () => {
      if (mustCheck && !options.partial) await writeRun(root, { ...run, stages: { ...run.stages, updating: false } });
    },
  };
}

async function isStale(reader: DatasetReader, plan: Plan, assets: AssetHashes, index: number): Promise<boolean> {
  try {
    const record = await reader.readRecord(index);
    return staleStages(record.stages, stageHashes(plan, plan.sample(index), assets)).length > 0;
  } catch (error) {
    if (DatasetError.isInstance(error) && (error.code === "E_RECORD" || error.code === "E_NOT_FOUND")) return true;
    throw error;
  }
}

/** What makes two plans the same dataset: seed, shapes with their content, and how scenes are composed. */
function identityHash(plan: Plan, assets: AssetHashes): string {
  const { seed, scene } = plan.recipe;
  return sha256Hex(canonicalJson({ seed, scene, shapes: plan.shapes.map(({ catalogue, id, category }) => ({ id, category, sha256: assets.shapes[`${catalogue}/${id}`]! })) }));
}

function asset(id: string, label: string, licence: string | null, author: string | null, sha256: string): RunAsset {
  return { id, kind: label.split(" ")[0]!, source: id, licence, author, sha256 };
}

function environmentAssets(plan: Plan, assets: AssetHashes): RunAsset[] {
  return plan.environments.map(({ catalogue, id }) => asset(id, plan.environmentCatalogues[catalogue]!.label, null, null, assets.environments[`${catalogue}/${id}`]!));
}

function sortedById(list: RunAsset[]): RunAsset[] {
  return list.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** @throws E_RUN_MISMATCH when it would be another dataset */
async function changesSince(root: string, existing: RunFile, recipe: Recipe, planHash: string): Promise<RecipeChange[]> {
  const text = await readRecipeText(root);
  if (text === null) {
    throw new DatasetError("E_RUN_MISMATCH", `${root} has a run.json but no ${RECIPE_FILE}`, { hint: "Choose another folder with --out.", subject: root });
  }
  const changes = recipeChanges(parseRecipeYaml(text, join(root, RECIPE_FILE)), recipe);
  const other = changes.filter((change) => change.effect === "dataset");
  if (other.length > 0) {
    throw new DatasetError("E_RUN_MISMATCH", `${root} holds another dataset:\n${other.map(describe).join("\n")}`, { hint: "Choose another folder with --out, or another name.", subject: root });
  }
  if (existing.planHash !== planHash) {
    throw new DatasetError("E_RUN_MISMATCH", `${root} was made from other shapes: files or the list of shapes changed since`, {
      hint: "Put the shapes back as they were (run.json lists their sha256), or choose another folder with --out.",
      subject: root,
    });
  }
  return changes;
}

function describe(change: RecipeChange): string {
  return `  ${change.path}: ${change.before} → ${change.after}`;
}

function changedError(root: string, changes: readonly RecipeChange[], environmentsChanged: boolean): DatasetError {
  const lines = changes.map(describe);
  if (environmentsChanged) lines.push("  files of the environments changed");
  const first = environmentsChanged ? 0 : Math.min(...changes.map((change) => STAGE_NAMES.findIndex((name) => name === change.effect)));
  return new DatasetError("E_RUN_CHANGED", `the recipe of ${root} changed:\n${lines.join("\n")}\nThis would run again: ${STAGE_NAMES.slice(first).join(", ")}`, {
    hint: "Add --update to make the affected samples again, or choose another folder with --out.",
    subject: root,
  });
}
