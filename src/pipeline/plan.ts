/**
 * The plan: every sample as a pure function of the recipe and its index. Nothing is loaded to know it and nothing is
 * stored; a million samples cost nothing until they are asked for.
 */
import { DatasetError } from "../core/errors.js";
import { random, type Random } from "../core/random.js";
import { cos, sin } from "../core/math.js";
import { sampleId } from "../dataset/sample-id.js";
import type { EnvironmentCatalogue } from "../environments/catalogue.js";
import type { Camera } from "../geometry/camera.js";
import { IDENTITY_POSE, type Pose } from "../geometry/pose.js";
import { poseFromViewpoint } from "../geometry/viewpoint.js";
import { pinnedGenerator } from "../generate/recipe-files.js";
import { openPrompts, type OpenPrompts } from "../prompts/registry.js";
import type { Recipe } from "../recipe/schema.js";
import type { PlannedObject, PlannedSample, PlannedSurroundings } from "../sample/sample.js";
import type { Catalogue, CatalogueEntry } from "../shapes/catalogue.js";
import { drawLight } from "../variation/light.js";
import { openViewpoints } from "../viewpoints/registry.js";
import type { ViewpointSampler } from "../viewpoints/sampler.js";
import { balancedOrder } from "./balanced-order.js";
import { openEnvironmentCatalogues, openShapeCatalogues } from "./catalogues.js";
import { drawFraming, drawIntrinsics } from "./draw-camera.js";
import { checkDistortion, drawDistortion } from "./draw-distortion.js";
import { checkPairs, pairPlace } from "./pair.js";
import { makePhotoPlan, type PhotoPlan } from "./photo-plan.js";
import { makeRendersPlan, type RendersPlan } from "./renders-plan.js";
import { checkClutter, plannedClutter } from "./plan-clutter.js";

/** A shape that the plan may choose. */
export interface PlannedShape extends CatalogueEntry {
  catalogue: number;
}

/** An environment that the plan may choose. */
export interface PlannedEnvironment {
  catalogue: number;
  id: string;
  licence: string | null;
  author: string | null;
}

/** Every sample of a dataset, by index. */
export interface Plan {
  /** As given, with the sha256 of the files that viewpoints, workflows and prompts come from. */
  recipe: Recipe;
  /** Folder that the recipe's relative paths start from. */
  folder: string;
  count: number;
  catalogues: readonly Catalogue[];
  environmentCatalogues: readonly EnvironmentCatalogue[];
  shapes: readonly PlannedShape[];
  environments: readonly PlannedEnvironment[];
  /** The plan of the arm image-edges, which has no shapes, no environments and no `sample` below; else null. */
  photos: PhotoPlan | null;
  /** The plan of a recipe that paints another run's renders; of shapes, environments and `sample` it has none either. Else null. */
  renders: RendersPlan | null;
  /** Where prompts come from; while a list is still to be made, samples have none. */
  prompts: OpenPrompts;
  /** The sample of an index, which may lie beyond `count`. */
  sample(index: number): PlannedSample;
}

/**
 * Lists what the recipe names and returns the plan.
 * @param options.folder where the recipe's relative paths start
 * @throws DatasetError E_NOT_FOUND when a source holds nothing; errors of the sources themselves
 */
export async function makePlan(asked: Recipe, options: { folder: string }): Promise<Plan> {
  const given: Recipe = { ...asked, generator: await pinnedGenerator(asked.generator, options.folder) };
  if (given.images !== null) return planWithoutScenes(given, { photos: await makePhotoPlan(given, given.images, options.folder), renders: null }, options.folder);
  if (given.renders !== null) return planWithoutScenes(given, { photos: null, renders: await makeRendersPlan(given, given.renders, options.folder) }, options.folder);
  checkPairs(given);
  checkDistortion(given.camera);
  const viewpoints = await openViewpoints(given.viewpoints, options.folder);
  const catalogues = await openShapeCatalogues(given, options.folder);
  const environmentCatalogues = await openEnvironmentCatalogues(given, options.folder);
  const shapes = (
    await Promise.all(catalogues.map(async (source, catalogue) => (await source.entries()).map((entry) => ({ ...entry, catalogue }))))
  ).flat();
  if (shapes.length === 0) {
    throw new DatasetError("E_NOT_FOUND", `no shape to render in ${catalogues.map((source) => source.label).join(", ")}`, {
      hint: "Check `shapes` in the recipe: the folder, and the categories or ids asked for.",
    });
  }
  checkClutter(given, shapes);
  const prompts = await openPrompts(given.prompts, [...new Set(shapes.map(({ category }) => category))], options.folder);
  const recipe: Recipe = { ...given, viewpoints: viewpoints.options, prompts: prompts.options };
  const environments = (
    await Promise.all(environmentCatalogues.map(async (source, catalogue) => Promise.all((await source.ids()).map(async (id) => ({ catalogue, id, ...(await source.credits(id)) })))))
  ).flat();
  return { recipe, folder: options.folder, count: recipe.count, catalogues, environmentCatalogues, shapes, environments, photos: null, renders: null, prompts, sample: sampleFunction(recipe, shapes, environments, viewpoints.sample, prompts) };
}

function planWithoutScenes(given: Recipe, made: { photos: PhotoPlan; renders: null } | { photos: null; renders: RendersPlan }, folder: string): Plan {
  const { prompts } = made.photos ?? made.renders;
  const recipe: Recipe = { ...given, prompts: prompts.options };
  const sample = () => {
    throw new DatasetError("E_INTERNAL", "a plan of photographs or renders has no samples of scenes");
  };
  return { recipe, folder, count: recipe.count, catalogues: [], environmentCatalogues: [], shapes: [], environments: [], ...made, prompts, sample };
}

function sampleFunction(recipe: Recipe, shapes: readonly PlannedShape[], environments: Plan["environments"], sampleViewpoint: ViewpointSampler, { prompter }: OpenPrompts): Plan["sample"] {
  const { seed, scene: sceneOptions, camera: cameraOptions, variation } = recipe;
  const byCategory = new Map<string, PlannedShape[]>();
  for (const shape of shapes) {
    const sameCategory = byCategory.get(shape.category);
    if (sameCategory === undefined) byCategory.set(shape.category, [shape]);
    else sameCategory.push(shape);
  }
  const categories = [...byCategory.keys()].sort();
  const categoryAt = balancedOrder(seed, "categories", categories);
  const shapeAt = new Map(categories.map((category) => [category, balancedOrder(seed, `category/${category}`, byCategory.get(category)!)]));
  const environmentAt = environments.length > 0 ? balancedOrder(seed, "environments", environments) : null;

  return (index) => {
    const pair = pairPlace(sceneOptions.pairs, index);
    const image = pair.base % sceneOptions.imagesPerView;
    const viewIndex = Math.floor(pair.base / sceneOptions.imagesPerView);
    const view = viewIndex % sceneOptions.viewsPerScene;
    const scene = Math.floor(viewIndex / sceneOptions.viewsPerScene);
    const scenePath = `scene/${scene}`;
    const viewPath = `${scenePath}/view/${view}`;
    const imagePath = `${viewPath}/image/${image}`;

    const category = categoryAt(scene);
    const main = shapeAt.get(category)!(Math.floor(scene / categories.length));
    const placed = [plannedObject(main, 1, `${scenePath}/object/1`, IDENTITY_POSE), ...companions(seed, scenePath, sceneOptions.objects, shapes)];
    const cameraPath = pair.path(viewPath, "viewpoint");
    const viewpoint = sampleViewpoint(random(seed, cameraPath, "camera"), main.viewpointOffset, pair.number(viewIndex, "viewpoint"));
    const pose = poseFromViewpoint(viewpoint.camera);
    const K = drawIntrinsics(cameraOptions, () => random(seed, viewPath, "lens"));
    const camera: Camera = { K, rotationWorldToCamera: pose.rotation, translationWorldToCamera: pose.translation, width: cameraOptions.width, height: cameraOptions.height, ...drawDistortion(cameraOptions.distortion, () => random(seed, viewPath, "distortion")) };
    let surroundings: PlannedSurroundings | null = null;
    if (environmentAt !== null) {
      const { catalogue, id } = environmentAt(pair.number(scene, "environment"));
      const environmentPath = pair.path(scenePath, "environment");
      surroundings = { catalogue, id, variationPath: `${environmentPath}/environment`, rotationRadians: random(seed, environmentPath, "environment-rotation").uniform(0, 2 * Math.PI) };
    }
    let objects = placed;
    if (variation.clutter !== null) {
      const path = pair.path(scenePath, "clutter");
      // All views of a scene have the same clutter: it stands before the camera of the first one.
      const firstView = sampleViewpoint(random(seed, `${scenePath}/view/0`, "camera"), main.viewpointOffset, pair.first(scene * sceneOptions.viewsPerScene, "viewpoint"));
      objects = [...placed, ...plannedClutter(variation.clutter, random(seed, path, "clutter"), shapes, placed, firstView.camera, path)];
    }
    if (variation.materials !== null) objects = objects.map((object) => ({ ...object, materialsPath: `${pair.path(scenePath, "materials")}/object/${object.instanceId}` }));
    return {
      index,
      id: sampleId(index),
      scene,
      view,
      image,
      group: pair.group ?? (sceneOptions.viewsPerScene > 1 ? { id: `scene-${sampleId(scene)}`, kind: "multiview", position: view } : null),
      objects,
      clutter: variation.clutter === null ? null : { labelled: variation.clutter.labelled },
      surroundings,
      light: variation.light === null ? null : drawLight(variation.light, random(seed, pair.path(scenePath, "light"), "light")),
      viewpoint: { canonical: viewpoint.canonical, raw: viewpoint.raw },
      camera,
      framing: drawFraming(cameraOptions.framing, () => random(seed, viewPath, "framing")),
      prompt: prompter === null ? null : prompter({ category, keywords: main.keywords ?? [], seenFrom: main.frontKnown === true ? viewpoint.canonical : null }, random(seed, imagePath, "prompt")),
      seed: random(seed, imagePath, "painter").integer(4294967296),
    };
  };
}

function plannedObject(shape: PlannedShape, instanceId: number, variationPath: string, objectToWorld: Pose): PlannedObject {
  return { instanceId, shape: { catalogue: shape.catalogue, id: shape.id, category: shape.category }, variationPath, objectToWorld, scale: 1, articulation: null };
}

/** Spacing between object centres that keeps two unit-length footprints apart in most cases. */
const SPACING = 0.95;
const REACH = 1.6;

/** Further objects around the main one: turned at random about the vertical axis, centres at least SPACING apart. */
function companions(seed: number, scenePath: string, range: { minimum: number; maximum: number }, shapes: readonly PlannedShape[]): PlannedObject[] {
  if (range.maximum <= 1) return [];
  const stream = random(seed, scenePath, "companions");
  const wanted = range.minimum + stream.integer(range.maximum - range.minimum + 1);
  const placed: (readonly [number, number])[] = [[0, 0]];
  const objects: PlannedObject[] = [];
  while (objects.length + 1 < wanted) {
    const place = freePlace(stream, placed);
    if (place === null) break;
    placed.push(place);
    const yaw = stream.uniform(0, 2 * Math.PI);
    const instanceId = objects.length + 2;
    objects.push(
      plannedObject(stream.pick(shapes), instanceId, `${scenePath}/object/${instanceId}`, {
        rotation: [cos(yaw), -sin(yaw), 0, sin(yaw), cos(yaw), 0, 0, 0, 1],
        translation: [place[0], place[1], 0],
      }),
    );
  }
  return objects;
}

function freePlace(stream: Random, placed: readonly (readonly [number, number])[]): readonly [number, number] | null {
  for (let attempt = 0; attempt < 64; attempt++) {
    const candidate = [stream.uniform(-REACH, REACH), stream.uniform(-REACH, REACH)] as const;
    const free = placed.every(([x, y]) => (x - candidate[0]) * (x - candidate[0]) + (y - candidate[1]) * (y - candidate[1]) >= SPACING * SPACING);
    if (free) return candidate;
  }
  return null;
}
