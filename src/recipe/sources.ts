/** Rules between the things that a dataset can be made of: 3D shapes, real images for the arm `image-edges`, or the renders of another run. */
import type { Problem } from "./problem.js";
import { recipeSchema, type Recipe } from "./schema.js";

/** Outputs that can be made without a render. */
export const PHOTO_OUTPUTS = ["image", "canny"] as const;

/** What else a dataset can be made of. */
type OtherSource = "images" | "renders";

/** Groups of options that say something about a scene in 3D. */
const OF_SHAPES = ["viewpoints", "camera", "scene", "environments", "light", "variation", "render", "plant"] as const satisfies readonly (keyof Recipe)[];

/** Why such options have no meaning. */
const WITHOUT_SCENE: Readonly<Record<OtherSource, string>> = {
  images: "with images: they have no scene in 3D",
  renders: "with renders: their scenes are what they are",
};

/** Whether samples are scenes of shapes, which can be rendered again. */
export function hasScenes({ images, renders }: Pick<Recipe, OtherSource>): boolean {
  return images === null && renders === null;
}

/** A recipe as written; one that is made of images and does not say what to keep gets the outputs that these have. */
export function withSourceDefaults(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("images" in value) || value.images == null || "outputs" in value) return value;
  return { ...value, outputs: [...PHOTO_OUTPUTS] };
}

/** What contradicts the recipe's choice between shapes, images and renders. */
export function sourceProblems(recipe: Recipe): Problem[] {
  const { images, renders, shapes } = recipe;
  const given = [...(shapes.length > 0 ? ["shapes"] : []), ...(images === null ? [] : ["images"]), ...(renders === null ? [] : ["renders"])];
  if (given.length === 0) {
    return [{ path: ["shapes"], message: "shapes needs at least 1 entry, got 0: no shapes", hint: "Name 3D shapes; or real images as `images`, for the arm image-edges; or a run as `renders`, to paint what it has rendered." }];
  }
  if (given.length > 1) {
    return [{ path: [given.at(-1)!], message: `${given.join(" and ")} are both given: a dataset is made of 3D shapes, of the edges of real images, or of another run's renders`, hint: "Leave one of them out, and write a second recipe for it." }];
  }
  return images !== null ? photoProblems(recipe) : renders !== null ? renderProblems(recipe) : [];
}

function photoProblems(recipe: Recipe): Problem[] {
  const { images, outputs, controls, generator } = recipe;
  const problems: Problem[] = [];
  for (const [position, name] of outputs.entries()) {
    if (PHOTO_OUTPUTS.some((possible) => possible === name)) continue;
    problems.push({ path: ["outputs", position], message: `outputs: ${name} is made of a render, and images have none`, hint: `Use ${PHOTO_OUTPUTS.join(" and ")}.` });
  }
  for (const name of ["backgroundEdges", "softMask"] as const) {
    if (controls.canny[name] !== null) problems.push(meaningless(["controls", "canny", name], "images"));
  }
  const usual = recipeSchema.parse({ name: "usual", count: 1, images, camera: { width: recipe.camera.width, height: recipe.camera.height }, scene: { imagesPerView: recipe.scene.imagesPerView } });
  for (const key of OF_SHAPES) problems.push(...differences([key], usual[key], recipe[key], "images"));
  if (generator.type === "render") problems.push(...differences(["generator"], usual.generator, generator, "images"));
  return problems;
}

function renderProblems(recipe: Recipe): Problem[] {
  const { renders, controls, generator, scene } = recipe;
  const problems: Problem[] = [];
  for (const name of ["canny", "geometric-edges"] as const) {
    if (controls[name].backgroundEdges !== null) problems.push({ path: ["controls", name, "backgroundEdges"], message: `controls.${name}.backgroundEdges are edges of an environment, and renders of another run have none`, hint: "Leave it out." });
  }
  const usual = recipeSchema.parse({ name: "usual", count: 1, renders, scene: { imagesPerView: scene.imagesPerView } });
  for (const key of OF_SHAPES) problems.push(...differences([key], usual[key], recipe[key], "renders"));
  if (generator.type === "render" && (generator.arm !== "bg2d" || generator.photos === null)) {
    problems.push({ path: ["generator"], message: "generator: renders of another run have no environment to be set into", hint: "Choose a painter, such as `type: diffusion` or `type: imitation`; or lay them over photographs, with `type: render`, `arm: bg2d` and `photos`." });
  }
  return problems;
}

/** Options that are set to something else than usual. */
function differences(path: readonly (string | number)[], usual: unknown, given: unknown, source: OtherSource): Problem[] {
  if (JSON.stringify(usual) === JSON.stringify(given)) return [];
  if (!isGroup(usual) || !isGroup(given)) return [meaningless(path, source)];
  return [...new Set([...Object.keys(usual), ...Object.keys(given)])].flatMap((key) => differences([...path, key], usual[key], given[key], source));
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function meaningless(path: readonly (string | number)[], source: OtherSource): Problem {
  return { path, message: `${path.join(".")} has no meaning ${WITHOUT_SCENE[source]}`, hint: "Leave it out." };
}
