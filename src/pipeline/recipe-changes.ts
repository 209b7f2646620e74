/** What differs between the recipe a run was made from and the one it is asked to continue with. */
import { canonicalJson } from "../dataset/canonical-json.js";
import type { Recipe } from "../recipe/schema.js";
import type { StageName } from "./stage-hashes.js";

/** One difference, by the recipe's path. */
export interface RecipeChange {
  path: string;
  before: string;
  after: string;
  /** `dataset`: it would be another dataset; `none`: nothing is made again; else the first stage that runs again. */
  effect: "dataset" | "none" | StageName;
}

const EFFECTS: Readonly<Record<keyof Recipe, RecipeChange["effect"]>> = {
  name: "none",
  count: "none",
  seed: "dataset",
  shapes: "dataset",
  storage: "dataset",
  shardSize: "dataset",
  scene: "dataset",
  viewpoints: "render",
  camera: "render",
  environments: "render",
  light: "render",
  render: "render",
  controls: "controls",
  prompts: "prompt",
  generator: "generate",
  outputs: "outputs",
};

/** Differences by path, in the recipe's order. */
export function recipeChanges(before: Recipe, after: Recipe): RecipeChange[] {
  const changes: RecipeChange[] = [];
  for (const key of Object.keys(EFFECTS) as (keyof Recipe)[]) {
    compare(key, before[key], after[key], (path, old, now) => changes.push({ path, before: old, after: now, effect: EFFECTS[key] }));
  }
  return changes;
}

function compare(path: string, before: unknown, after: unknown, report: (path: string, before: string, after: string) => void): void {
  if (isPlainObject(before) && isPlainObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) compare(`${path}.${key}`, before[key], after[key], report);
    return;
  }
  const old = before === undefined ? "nothing" : canonicalJson(before);
  const now = after === undefined ? "nothing" : canonicalJson(after);
  if (old !== now) report(path, old, now);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
