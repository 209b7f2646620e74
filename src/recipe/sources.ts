/** Rules between the two things that a dataset can be made of: 3D shapes, or real images for the arm `image-edges`. */
import type { Problem } from "./issues.js";
import { recipeSchema, type Recipe } from "./schema.js";

/** Outputs that can be made without a render. */
export const PHOTO_OUTPUTS = ["image", "canny"] as const;

/** Groups of options that say something about a scene in 3D. */
const OF_SHAPES = ["viewpoints", "camera", "scene", "environments", "light", "variation", "render", "plant"] as const satisfies readonly (keyof Recipe)[];

/** A recipe as written; one that is made of images and does not say what to keep gets the outputs that these have. */
export function withSourceDefaults(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("images" in value) || value.images == null || "outputs" in value) return value;
  return { ...value, outputs: [...PHOTO_OUTPUTS] };
}

/** What contradicts the recipe's choice between shapes and images. */
export function sourceProblems(recipe: Recipe): Problem[] {
  const { images, shapes, outputs, controls, generator } = recipe;
  if (images === null) {
    if (shapes.length > 0) return [];
    return [{ path: ["shapes"], message: "shapes needs at least 1 entry, got 0: no shapes", hint: "Name 3D shapes; or real images as `images`, for the arm image-edges." }];
  }
  if (shapes.length > 0) {
    return [{ path: ["images"], message: "shapes and images are both given: a dataset is made of 3D shapes or of the edges of real images", hint: "Leave one of them out, and write a second recipe for it." }];
  }
  const problems: Problem[] = [];
  for (const [position, name] of outputs.entries()) {
    if (PHOTO_OUTPUTS.some((possible) => possible === name)) continue;
    problems.push({ path: ["outputs", position], message: `outputs: ${name} is made of a render, and images have none`, hint: `Use ${PHOTO_OUTPUTS.join(" and ")}.` });
  }
  for (const name of ["backgroundEdges", "softMask"] as const) {
    if (controls.canny[name] !== null) problems.push(meaningless(["controls", "canny", name]));
  }
  const usual = recipeSchema.parse({ name: "usual", count: 1, images, camera: { width: recipe.camera.width, height: recipe.camera.height }, scene: { imagesPerView: recipe.scene.imagesPerView } });
  for (const key of OF_SHAPES) problems.push(...differences([key], usual[key], recipe[key]));
  if (generator.type === "render") problems.push(...differences(["generator"], usual.generator, generator));
  return problems;
}

/** Options that are set to something else than usual. */
function differences(path: readonly (string | number)[], usual: unknown, given: unknown): Problem[] {
  if (JSON.stringify(usual) === JSON.stringify(given)) return [];
  if (!isGroup(usual) || !isGroup(given)) return [meaningless(path)];
  return [...new Set([...Object.keys(usual), ...Object.keys(given)])].flatMap((key) => differences([...path, key], usual[key], given[key]));
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function meaningless(path: readonly (string | number)[]): Problem {
  return { path, message: `${path.join(".")} has no meaning with images: they have no scene in 3D`, hint: "Leave it out." };
}
