/** What differs between the recipe a run was made from and the one it is asked to continue with. */
import { canonicalJson } from "../dataset/canonical-json.js";
import { comparableGenerator } from "../generate/recipe-files.js";
import { comparablePrompts } from "../prompts/registry.js";
import type { Recipe } from "../recipe/schema.js";
import { comparableSource } from "../shapes/registry.js";
import { viewpointFiles } from "../viewpoints/registry.js";
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
  images: "dataset",
  renders: "dataset",
  storage: "dataset",
  shardSize: "dataset",
  scene: "dataset",
  viewpoints: "render",
  camera: "render",
  environments: "render",
  light: "render",
  variation: "render",
  render: "render",
  controls: "controls",
  prompts: "prompt",
  generator: "generate",
  plant: "generate",
  verify: "none",
  outputs: "outputs",
};

/** Differences by path, in the recipe's order. */
export function recipeChanges(before: Recipe, after: Recipe): RecipeChange[] {
  const changes: RecipeChange[] = [];
  for (const key of Object.keys(EFFECTS) as (keyof Recipe)[]) {
    compare(key, comparable(key, before), comparable(key, after), (path, old, now) => changes.push({ path, before: old, after: now, effect: EFFECTS[key] }));
  }
  return changes;
}

/**
 * A recipe's value without what makes no difference by itself: how a folder's models are chosen and where files lie
 * (run.json's lists of shapes and environments are compared instead, with their content), and the order of outputs.
 */
function comparable(key: keyof Recipe, recipe: Recipe): unknown {
  switch (key) {
    case "shapes":
      return recipe.shapes.map(comparableSource);
    case "images":
      // run.json's hash of the plan covers which images there are
      return recipe.images === null ? null : { licence: recipe.images.licence };
    case "renders":
      // run.json's hash of the plan covers which renders there are
      return recipe.renders === null ? null : {};
    case "environments":
      return recipe.environments.map((source) => ("folder" in source ? { folder: "" } : source));
    case "viewpoints":
      return comparableViewpoints(recipe.viewpoints);
    case "generator":
      return comparableGenerator(recipe.generator);
    case "prompts":
      return comparablePrompts(recipe.prompts);
    case "outputs":
      return [...recipe.outputs].sort();
    default:
      return recipe[key];
  }
}

/** Tables of viewpoints are told apart by their sha256, wherever they lie. */
function comparableViewpoints(viewpoints: Recipe["viewpoints"]): Recipe["viewpoints"] {
  const copy = structuredClone(viewpoints);
  for (const table of viewpointFiles(copy)) table.file = "";
  return copy;
}

function compare(path: string, before: unknown, after: unknown, report: (path: string, before: string, after: string) => void): void {
  if (isPlainObject(before) && isPlainObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) compare(`${path}.${key}`, before[key], after[key], report);
    return;
  }
  const old = before === undefined ? "nothing" : canonicalJson(before).trimEnd();
  const now = after === undefined ? "nothing" : canonicalJson(after).trimEnd();
  if (old !== now) report(path, old, now);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
