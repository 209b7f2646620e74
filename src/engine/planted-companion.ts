/** Images with known mistakes, made from a dataset's own recipe, that its verification is calibrated on. */
import { join } from "node:path";
import type { EventSink } from "../core/events.js";
import { recipeSchema, type Recipe } from "../recipe/schema.js";
import type { VerifyOptions } from "../verify/options.js";
import { generate } from "./generate.js";

/** Folder of the planted images below the run's own. */
export const COMPANION_FOLDER = join("verify", "planted");

/** Generators that paint without weights or servers can paint mistakes at once. */
const PAINTS_AT_ONCE: readonly Recipe["generator"]["type"][] = ["render", "imitation"];

/** A recipe like the dataset's, with other views and with mistakes; a slow painter is imitated. */
export function companionRecipe(recipe: Recipe, { planted }: Pick<VerifyOptions, "planted">): Recipe {
  return recipeSchema.parse({
    ...recipe,
    name: `${recipe.name.slice(0, 80)}-planted`,
    seed: recipe.seed + 1,
    count: planted.count,
    scene: { ...recipe.scene, imagesPerView: 1 },
    prompts: {},
    generator: PAINTS_AT_ONCE.includes(recipe.generator.type) ? recipe.generator : { type: "imitation" },
    plant: { ...recipe.plant, share: planted.share },
    outputs: ["image", "depth"],
    storage: "folder",
  });
}

/** Makes what is missing of them. @param root the run's folder @throws as `generate` */
export async function makeCompanion(root: string, recipe: Recipe, { workers, signal, onEvent }: { workers: number; signal: AbortSignal; onEvent: EventSink }): Promise<string> {
  const out = join(root, COMPANION_FOLDER);
  await generate({ recipe, recipeFolder: root, out, workers, update: true, signal, onEvent });
  signal.throwIfAborted();
  return out;
}
