/** The shapes and environments that a run is made from, as run.json lists them, and what has become of them since. */
import { canonicalJson } from "../dataset/canonical-json.js";
import type { RunAsset } from "../dataset/run-file.js";
import { sha256Hex } from "../storage/sha256.js";
import type { Plan } from "./plan.js";
import type { AssetHashes } from "./stage-hashes.js";

/** The plan's shapes, sorted by id; of renders those of the run that they are from. */
export function shapeAssets(plan: Plan, assets: AssetHashes): RunAsset[] {
  if (plan.renders !== null) return [...plan.renders.run.shapes];
  return sortedById(
    plan.shapes.map(({ catalogue, id, source, licence, author }) => ({
      id,
      kind: kindOf(plan.catalogues[catalogue]!.label),
      source: source ?? id,
      licence,
      author,
      sha256: assets.shapes[`${catalogue}/${id}`] ?? null,
    })),
  );
}

/** The plan's environments, sorted by id; of renders those of the run that they are from. */
export function environmentAssets(plan: Plan, assets: AssetHashes): RunAsset[] {
  if (plan.renders !== null) return [...plan.renders.run.environments];
  return sortedById(
    plan.environments.map(({ catalogue, id, licence, author }) => ({
      id,
      kind: kindOf(plan.environmentCatalogues[catalogue]!.label),
      source: id,
      licence,
      author,
      sha256: assets.environments[`${catalogue}/${id}`] ?? null,
    })),
  );
}

/** The generator's weights. */
export function weightAssets({ weights }: AssetHashes): RunAsset[] {
  return sortedById((weights ?? []).map((file) => ({ ...file, kind: "weights", author: null })));
}

/**
 * What makes two plans the same dataset, beside the content of the shapes' files: the seed, how scenes are composed,
 * which shapes (or photographs, or renders) there are in which order, and what is said about them.
 * @param count of samples: more renders than they show make no other dataset
 */
export function planIdentity(plan: Plan, count: number): string {
  const { seed, scene } = plan.recipe;
  if (plan.renders !== null) return sha256Hex(canonicalJson({ seed, scene, renders: plan.renders.identity(count) }));
  const shapes = plan.shapes.map(({ id, category, viewpointOffset, facts }) => ({ id, category, viewpointOffset, facts: facts ?? null }));
  return sha256Hex(canonicalJson({ seed, scene, shapes, ...(plan.photos === null ? {} : { photos: plan.photos.entries }) }));
}

/** Differences between two lists of assets, as texts for the user; `changed` are ids whose content is another. */
export interface AssetChanges {
  listed: string[];
  changed: string[];
}

/** Compares what a run was made from with what there is now. */
export function assetChanges(before: readonly RunAsset[], now: readonly RunAsset[]): AssetChanges {
  const old = keyed(before);
  const current = keyed(now);
  const listed: string[] = [];
  const changed: string[] = [];
  for (const [key, { id }] of old) if (!current.has(key)) listed.push(`${id} is gone`);
  for (const [key, { id, sha256 }] of current) {
    const earlier = old.get(key);
    if (earlier === undefined) listed.push(`${id} is new`);
    else if (earlier.sha256 !== sha256) changed.push(id);
  }
  return { listed, changed };
}

/** Two sources may hold the same id: the nth of one is compared with the nth of the other. */
function keyed(list: readonly RunAsset[]): Map<string, RunAsset> {
  const map = new Map<string, RunAsset>();
  for (const asset of list) {
    let key = asset.id;
    while (map.has(key)) key += "\n";
    map.set(key, asset);
  }
  return map;
}

function kindOf(label: string): string {
  return label.split(" ")[0]!;
}

function sortedById(list: RunAsset[]): RunAsset[] {
  return list.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
