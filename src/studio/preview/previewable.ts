/** The recipe that a preview is made of: no model, no server, smaller pictures. */
import { wantedControlOutputs } from "../../pipeline/wanted-controls.js";
import { OUTPUT_NAMES, type OutputName, type Recipe } from "../../recipe/schema.js";
import { PHOTO_OUTPUTS } from "../../recipe/sources.js";

/** Generators that need neither weights nor a server. */
const EXACT: readonly string[] = ["render", "imitation"] satisfies Recipe["generator"]["type"][];
/** The least that a recipe takes. */
const LEAST_SIDE = 16;

/** Whether the image of a preview is the one that the run would have. */
export function isImageExact({ generator }: Recipe): boolean {
  return EXACT.includes(generator.type);
}

/** The same recipe with the render in place of what a model or a server would paint. */
export function withoutPainter(recipe: Recipe): Recipe {
  return isImageExact(recipe) ? recipe : { ...recipe, generator: { type: "render", arm: "bg3d", photos: null } };
}

/** Outputs that can be shown, the likely ones first. */
export function shownOutputs(recipe: Recipe): OutputName[] {
  if (recipe.images !== null) return [...PHOTO_OUTPUTS];
  return [...new Set<OutputName>(["image", ...wantedControlOutputs(recipe), "render", ...recipe.outputs, ...OUTPUT_NAMES])];
}

/**
 * The same recipe with pictures of another size: what is given in pixels of the lens goes with them.
 * @param side longest side in pixels; pictures are never enlarged
 */
export function atMostSide(recipe: Recipe, side: number): Recipe {
  const { width, height, focalLengthPixels, principalPoint, principalPointSpread } = recipe.camera;
  const longest = Math.max(width, height);
  if (longest <= side) return recipe;
  const smaller = (length: number): number => Math.max(LEAST_SIDE, Math.round((length * side) / longest));
  const across = smaller(width) / width;
  const down = smaller(height) / height;
  const point = ([x, y]: readonly [number, number]): [number, number] => [x * across, y * down];
  return {
    ...recipe,
    camera: {
      ...recipe.camera,
      width: smaller(width),
      height: smaller(height),
      focalLengthPixels: focalLengthPixels === null ? null : Array.isArray(focalLengthPixels) ? [focalLengthPixels[0] * across, focalLengthPixels[1] * across] : focalLengthPixels * across,
      principalPoint: principalPoint === null ? null : point(principalPoint),
      principalPointSpread: point(principalPointSpread),
    },
  };
}
