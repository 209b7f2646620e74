/** Opens a run folder for a recipe: new, to be continued, to be extended, to be updated, or refused. */
import { join, resolve } from "node:path";
import { DatasetError } from "../core/errors.js";
import { few } from "../core/quantities.js";
import { VERSION } from "../core/version.js";
import { canonicalJson } from "../dataset/canonical-json.js";
import type { DatasetReader } from "../dataset/dataset.js";
import type { IndexSet } from "../dataset/index-set.js";
import { openDatasetReader, openDatasetWriter } from "../dataset/open-dataset.js";
import { PROMPTS_FILE, readRecipeText, readRun, RECIPE_FILE, RUN_FORMAT_VERSION, writeRecipeText, writeRun, type RunFile } from "../dataset/run-file.js";
import { findDamagedSamples, NEWEST_SAMPLES_CHECKED } from "../dataset/verify-sample.js";
import { sharingImage } from "../dataset/shared-view.js";
import { generatorOf } from "../generate/registry.js";
import { withPoolAt } from "../prompts/registry.js";
import { parseRecipeYaml } from "../recipe/read.js";
import { moveRecipe, resolvedYaml } from "../recipe/resolved.js";
import type { Recipe } from "../recipe/schema.js";
import { localFileSystem } from "../storage/file-system.js";
import { replaceFile } from "../storage/replace-file.js";
import { sha256Hex } from "../storage/sha256.js";
import { shapesBehind } from "./plan-plant.js";
import type { Plan } from "./plan.js";
import { plantNotes } from "./plant-sample.js";
import { recipeChanges, type RecipeChange } from "./recipe-changes.js";
import { assetChanges, environmentAssets, planIdentity, shapeAssets, weightAssets } from "./run-assets.js";
import { partHas, type RunDivision } from "./run-part.js";
import { hashAssets, STAGE_NAMES, STAGE_VERSIONS, sampleStages, staleStages, type AssetHashes, type StageName } from "./stage-hashes.js";
import { viewLayout } from "./view-layout.js";

/** A run folder that is ready for work. */
export interface OpenRun {
  root: string;
  plan: Plan;
  /** The plan's recipe, with prompts from the run's own copy of their list, which nobody edits. */
  recipe: Recipe;
  assets: AssetHashes;
  reader: DatasetReader;
  /** Samples in the finished dataset. */
  total: number;
  /** Says whether a sample must be made (again). */
  todo(index: number): boolean;
  /** Things to tell the user. */
  notes: string[];
  /** To be called when everything is done. */
  finish(): Promise<void>;
}

/** What to do with a run that was made from another recipe. */
export interface OpenRunOptions {
  /** Allow changes that make samples stale. */
  update: boolean;
  /** An earlier command on this part was killed. */
  uncleanStop: boolean;
  /** The part of the run that is worked on. */
  division: RunDivision;
}

/**
 * Compares a run folder with a plan and prepares it. The caller holds the run's lock.
 * @throws E_RUN_MISMATCH when the folder holds another dataset, E_RUN_CHANGED when the recipe changed and `update`
 * is not set, what the generator's `probe` throws, such as E_NOT_FOUND; no finished sample is touched in any of these cases
 */
export async function openRun(root: string, plan: Plan, { update, uncleanStop, division }: OpenRunOptions): Promise<OpenRun> {
  const { recipe } = plan;
  const { storage, shardSize } = recipe;
  const existing = await readRun(root);
  const assets = withKnownWeights(await hashAssets(plan), existing);
  const inRun = moveRecipe(recipe, plan.folder, root);
  const moved: Recipe = { ...inRun, prompts: withPoolAt(inRun.prompts, PROMPTS_FILE) };
  const reader = openDatasetReader(root, storage, { shardSize });
  const notes: string[] = [...plantNotes(recipe.plant), ...(await missingShapes(plan))];
  const changes = existing === null ? [] : await changesSince(root, existing, moved);
  // Before anything else may stop this command: the next one would not know that a check is due.
  if (uncleanStop) notes.push(...(await removeDamaged(reader, plan, division)));
  const committed = await reader.committed();
  if (existing !== null) refuseOtherShapes(root, existing, plan, assets, committed);
  const stale = changes.filter((change) => change.effect !== "none");
  if (existing !== null) stale.push(...environmentChanges(existing, plan, assets, committed), ...codeChanges(existing));
  // Another model has other files anyway.
  if (existing !== null && !stale.some(({ path }) => path.startsWith("generator"))) stale.push(...weightChanges(existing, assets));
  if (stale.length > 0 && !update) throw changedError(root, stale);
  if (existing === null || stale.length > 0) await checkGenerator(recipe, plan.folder);

  const total = Math.max(recipe.count, existing?.count ?? 0);
  if (existing !== null && recipe.count < existing.count) notes.push(`the run has ${existing.count} samples; a smaller count deletes nothing`);
  const mustCheck = stale.length > 0 || existing?.stages.updating === true;
  const run: RunFile = {
    formatVersion: RUN_FORMAT_VERSION,
    dst3dVersion: VERSION,
    name: recipe.name,
    seed: recipe.seed,
    planHash: planIdentity(plan, total),
    count: total,
    storage,
    shardSize,
    shapes: shapeAssets(plan, assets),
    environments: environmentAssets(plan, assets),
    weights: weightAssets(assets),
    ...(plan.prompts.pool === null ? {} : { prompts: { file: PROMPTS_FILE, sha256: plan.prompts.pool.sha256 } }),
    ...(plan.renders === null ? {} : { renders: { run: plan.renders.name, planHash: plan.renders.run.planHash, sha256: plan.renders.identity(total) } }),
    stages: { versions: STAGE_VERSIONS, updating: mustCheck },
  };
  const text = resolvedYaml({ ...moved, count: total });
  const writeText = async () => {
    await keepPrompts(root, plan);
    if ((await readRecipeText(root)) !== text) await writeRecipeText(root, text);
  };
  // A run.json says that there is a run: in a new folder it comes last. In an old one it comes first, because it says
  // that samples may be stale: whoever stops between the two must not leave a recipe that looks fulfilled.
  if (existing === null) await writeText();
  if (existing === null || canonicalJson(existing) !== canonicalJson(run)) await writeRun(root, run);
  if (existing !== null) await writeText();

  const redo = new Set<number>();
  const findStale = async (isWanted: (index: number) => boolean, found: (index: number) => boolean): Promise<void> => {
    for (const index of await reader.committed()) if (index < total && isWanted(index) && (await isStale(reader, plan, assets, index)) && !found(index)) return;
  };
  const isOwn = (index: number) => partHas(recipe, division, index);
  const views = viewLayout(recipe);
  const isDue = (index: number): boolean => !committed.has(index) || redo.has(index);
  if (mustCheck) await findStale(isOwn, (index) => redo.add(index) !== undefined);
  return {
    root,
    plan,
    recipe: { ...recipe, prompts: withPoolAt(recipe.prompts, resolve(root, PROMPTS_FILE)) },
    assets,
    reader,
    total,
    // With the first image of a view go the files that the others share.
    todo: (index) => isDue(index) || isDue(sharingImage(views, index) ?? index),
    notes,
    finish: async () => {
      if (!mustCheck) return;
      // The other parts' samples may still be stale; whichever part ends last finds none.
      let current = true;
      if (division.count > 1) await findStale((index) => !isOwn(index), () => (current = false));
      if (current) await writeRun(root, { ...run, stages: { ...run.stages, updating: false } });
    },
  };
}

/** A finished run needs no model to say that it is finished: where there is none, the one that it was made with counts. */
function withKnownWeights(assets: AssetHashes, existing: RunFile | null): AssetHashes {
  if (assets.weights !== null || existing === null) return assets;
  return { ...assets, weights: existing.weights.map(({ id, source, licence, sha256 }) => ({ id, source, licence, sha256: sha256! })) };
}

/** The run keeps the list that its prompts are drawn from: the user's own may be edited for the next one. */
async function keepPrompts(root: string, { prompts: { pool } }: Plan): Promise<void> {
  if (pool === null) return;
  const path = join(root, PROMPTS_FILE);
  const kept = await localFileSystem.read(path).catch(() => null);
  if (kept === null || sha256Hex(kept) !== pool.sha256) await replaceFile(path, pool.bytes);
}

/** Before anything is written: a run folder that names a mistyped model or folder would refuse the right one as a change. */
async function checkGenerator({ generator: options }: Recipe, folder: string): Promise<void> {
  const generator = generatorOf(options, folder);
  await generator.probe(new AbortController().signal);
  await generator.close();
}

/** What the sources of shapes list but do not have; the samples are made from the others. */
async function missingShapes(plan: Plan): Promise<string[]> {
  const notes: string[] = [];
  for (const catalogue of plan.catalogues) {
    const problems = ((await catalogue.problems?.()) ?? []).filter(({ isPlanned }) => isPlanned !== true);
    if (problems.length > 0) notes.push(`${catalogue.label}: ${problems.length} listed ${problems.length === 1 ? "shape is" : "shapes are"} left out, ${few(problems.map(({ id }) => id))}; \`dst3d shapes list\` says why`);
  }
  return notes;
}

/** Removes samples that a power cut has damaged; they are then missing like any other. */
async function removeDamaged(reader: DatasetReader, plan: Plan, division: RunDivision): Promise<string[]> {
  const { recipe } = plan;
  const isOwn = (index: number) => partHas(recipe, division, index);
  const damaged = await findDamagedSamples(reader, NEWEST_SAMPLES_CHECKED * division.count, isOwn, viewLayout(recipe));
  if (damaged.length === 0) return [];
  const { shardSize } = recipe;
  const ownsShard = (shard: number) => isOwn(shard * shardSize);
  const writer = openDatasetWriter(reader.root, reader.storage, { shardSize, ownsShard, views: viewLayout(recipe) });
  for (const { index } of damaged) await writer.remove(index);
  await writer.close();
  return damaged.map(({ index, reason }) => `sample ${index} was damaged and is made again: ${reason}`);
}

async function isStale(reader: DatasetReader, plan: Plan, assets: AssetHashes, index: number): Promise<boolean> {
  try {
    const record = await reader.readRecord(index);
    return staleStages(record.stages, sampleStages(plan, index, assets)).length > 0;
  } catch (error) {
    if (DatasetError.isInstance(error) && (error.code === "E_RECORD" || error.code === "E_NOT_FOUND")) return true;
    throw error;
  }
}

/** @throws E_RUN_MISMATCH when the recipe alone says that it would be another dataset */
async function changesSince(root: string, existing: RunFile, recipe: Recipe): Promise<RecipeChange[]> {
  const text = await readRecipeText(root);
  if (text === null) {
    throw new DatasetError("E_RUN_MISMATCH", `${root} has a run.json but no ${RECIPE_FILE}`, { hint: "Choose another folder with --out.", subject: root });
  }
  const changes = recipeChanges(parseRecipeYaml(text, join(root, RECIPE_FILE)), recipe);
  const other = changes.filter((change) => change.effect === "dataset");
  if (other.length > 0) throw mismatch(root, `holds another dataset:\n${other.map(describe).join("\n")}`, "Choose another folder with --out, or another name.");
  return changes;
}

/**
 * A shape whose file changed is another shape, unless no finished sample shows it: then it was repaired.
 * @throws E_RUN_MISMATCH naming the shapes that differ
 */
function refuseOtherShapes(root: string, existing: RunFile, plan: Plan, assets: AssetHashes, committed: IndexSet): void {
  const { listed, changed } = assetChanges(existing.shapes, shapeAssets(plan, assets));
  if (listed.length > 0) throw mismatch(root, `was made from other shapes: ${few(listed)}`, "Put the shapes back as they were, or choose another folder with --out.");
  if (existing.planHash !== planIdentity(plan, existing.count)) {
    if (plan.renders !== null) throw mismatch(root, `was made from other renders: samples of the run ${plan.renders.name} have changed since`, "Put that run back as it was, or choose another folder with --out.");
    if (plan.photos !== null) throw mismatch(root, "was made from other images: some were added, removed or renamed, or other categories chosen", "Put the folder back as it was, or choose another one with --out.");
    throw mismatch(root, "was made with other facts about its shapes: category, front, up, size or viewpoint offset changed in a manifest.json", "Put the manifest back as it was, or choose another folder with --out.");
  }
  const shown = usedIn(plan, committed, changed, (index) => shapesBehind(plan, plan.sample(index)).map(({ id }) => id));
  if (shown.length > 0) {
    throw mismatch(root, `was made from other shapes: the files of ${few(shown)} changed since`, "Put the shapes back as they were (run.json lists their sha256), or choose another folder with --out.");
  }
}

function weightChanges(existing: RunFile, assets: AssetHashes): RecipeChange[] {
  const { listed, changed } = assetChanges(existing.weights, weightAssets(assets));
  const differences = [...listed, ...changed.map((id) => `${id} is another file`)];
  return differences.map((difference) => ({ path: "generator weights", before: "as the run has them", after: difference, effect: "generate" }));
}

function environmentChanges(existing: RunFile, plan: Plan, assets: AssetHashes, committed: IndexSet): RecipeChange[] {
  const { listed, changed } = assetChanges(existing.environments, environmentAssets(plan, assets));
  const seen = usedIn(plan, committed, changed, (index) => [plan.sample(index).surroundings?.id ?? ""]);
  const change = (what: string): RecipeChange => ({ path: "environments", before: "as the run has them", after: what, effect: "render" });
  return [...(listed.length > 0 ? [change(few(listed))] : []), ...(seen.length > 0 ? [change(`the files of ${few(seen)} changed`)] : [])];
}

/** Stages whose code gives other results than when the run was made. */
function codeChanges(existing: RunFile): RecipeChange[] {
  const before = new Map(Object.entries(existing.stages.versions));
  const effects: Readonly<Record<keyof typeof STAGE_VERSIONS, StageName>> = { render: "render", controls: "controls", generate: "generate", record: "outputs" };
  return (Object.keys(STAGE_VERSIONS) as (keyof typeof STAGE_VERSIONS)[])
    .filter((name) => before.get(name) !== STAGE_VERSIONS[name])
    .map((name) => ({ path: `dst3d's ${name}`, before: `version ${before.get(name) ?? 0}`, after: `version ${STAGE_VERSIONS[name]}`, effect: effects[name] }));
}

/** Those of the ids that a finished sample uses. Samples are only walked when there is something to look for. */
function usedIn(plan: Plan, committed: IndexSet, ids: readonly string[], idsOf: (index: number) => readonly string[]): string[] {
  if (ids.length === 0) return [];
  const wanted = new Set(ids);
  const used = new Set<string>();
  for (const index of committed) for (const id of idsOf(index)) if (wanted.has(id)) used.add(id);
  return [...used].sort();
}

function describe(change: RecipeChange): string {
  return `  ${change.path}: ${change.before} → ${change.after}`;
}

function mismatch(root: string, what: string, hint: string): DatasetError {
  return new DatasetError("E_RUN_MISMATCH", `${root} ${what}`, { hint, subject: root });
}

function changedError(root: string, changes: readonly RecipeChange[]): DatasetError {
  const first = Math.min(...changes.map((change) => STAGE_NAMES.findIndex((name) => name === change.effect)));
  return new DatasetError("E_RUN_CHANGED", `the recipe of ${root} changed:\n${changes.map(describe).join("\n")}\nThis would run again: ${STAGE_NAMES.slice(first).join(", ")}`, {
    hint: "Add --update to make the affected samples again, or choose another folder with --out.",
    subject: root,
  });
}
