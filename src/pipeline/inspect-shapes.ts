/** Looks at the shapes of a recipe before anything is made of them: what there is, whether it loads, how it looks. */
import { DatasetError, serializeError, type SerializedError } from "../core/errors.js";
import { radians } from "../core/math.js";
import { random } from "../core/random.js";
import { builtinEnvironments } from "../environments/builtin.js";
import { boxCorners } from "../geometry/box.js";
import { intrinsics, projectPoints, type Camera } from "../geometry/camera.js";
import type { Vector3 } from "../geometry/vector.js";
import { poseFromViewpoint } from "../geometry/viewpoint.js";
import { automaticExposure } from "../render/exposure.js";
import { objectImage } from "../render/display-transform.js";
import { renderPasses } from "../render/passes.js";
import { RenderWorkspace } from "../render/workspace.js";
import type { Recipe } from "../recipe/schema.js";
import type { Environment } from "../sample/environment.js";
import type { Image } from "../sample/passes.js";
import type { Shape } from "../sample/shape.js";
import type { Catalogue, CatalogueEntry, CatalogueProblem } from "../shapes/catalogue.js";
import { openShapeCatalogues } from "./catalogues.js";

/** A shape in a recipe's sources. */
export interface FoundShape extends CatalogueEntry {
  /** What the source is called. */
  catalogue: string;
}

/** What loading a shape shows. */
export interface ShapeReport {
  id: string;
  category: string;
  triangles: number;
  parts: number;
  materials: number;
  textures: number;
  frontKnown: boolean;
  licence: string | null;
  /** Why it cannot be used; null where it can, and then the numbers above count. */
  error: SerializedError | null;
  /** What the loader left out or replaced. */
  warnings: string[];
}

/** A shape seen from the front's left and above. */
export interface ShapePortrait {
  /** RGBA. */
  image: Image;
  camera: Camera;
  dimensions: Vector3;
  frontKnown: boolean;
}

/** All shapes of a recipe, ready to be looked at. */
export interface ShapeInspection {
  shapes: readonly FoundShape[];
  /** Listed, but not to be had. */
  problems: readonly (CatalogueProblem & { catalogue: string })[];
  report(index: number): Promise<ShapeReport>;
  /** The shape itself; of a parametric one always the same. @throws DatasetError when it does not load */
  load(index: number, warn?: (message: string) => void): Promise<Shape>;
  /** @throws DatasetError when the shape does not load */
  portrait(index: number, sizePixels: number): Promise<ShapePortrait>;
}

/**
 * Lists the shapes of a recipe; none is loaded until it is asked for.
 * @param folder where the recipe's relative paths start
 * @throws DatasetError of the sources: a wrong folder, an unknown category …
 */
export async function inspectShapes(recipe: Recipe, folder: string): Promise<ShapeInspection> {
  if (recipe.renders !== null) throw new DatasetError("E_NOT_FOUND", "the recipe has no shapes: it paints the renders of another run", { hint: "`dst3d plan` says what it is made of." });
  if (recipe.images !== null) throw new DatasetError("E_NOT_FOUND", "the recipe has no shapes: it takes its edges from images", { hint: "`dst3d plan` says what it is made of." });
  return inspectCatalogues(await openShapeCatalogues(recipe, folder), recipe.seed);
}

/** As {@link inspectShapes}, for catalogues that are open. @param seed of what parametric shapes draw */
export async function inspectCatalogues(catalogues: readonly Catalogue[], seed: number): Promise<ShapeInspection> {
  const found: { catalogue: Catalogue; entry: CatalogueEntry }[] = [];
  const problems: (CatalogueProblem & { catalogue: string })[] = [];
  for (const catalogue of catalogues) {
    for (const entry of await catalogue.entries()) found.push({ catalogue, entry });
    for (const problem of (await catalogue.problems?.()) ?? []) problems.push({ ...problem, catalogue: catalogue.label });
  }
  const load = (index: number, warn: (message: string) => void = () => undefined): Promise<Shape> => {
    const { catalogue, entry } = found[index]!;
    return catalogue.load(entry.id, random(seed, `shape/${entry.id}`, "portrait"), warn);
  };
  const workspace = new RenderWorkspace();
  let studio: Promise<Environment> | null = null;
  return {
    shapes: found.map(({ catalogue, entry }) => ({ ...entry, catalogue: catalogue.label })),
    problems,
    load,
    report: async (index) => reportOf(found[index]!.entry, (warn) => load(index, warn)),
    async portrait(index, sizePixels) {
      const shape = await load(index);
      studio ??= builtinEnvironments({ builtin: "studio" }).load("studio", random(0, "portrait", "environment"));
      return portraitOf(shape, await studio, sizePixels, workspace);
    },
  };
}

async function reportOf(entry: CatalogueEntry, load: (warn: (message: string) => void) => Promise<Shape>): Promise<ShapeReport> {
  const warnings: string[] = [];
  const report: ShapeReport = { id: entry.id, category: entry.category, triangles: 0, parts: 0, materials: 0, textures: 0, frontKnown: false, licence: entry.licence, error: null, warnings };
  try {
    const shape = await load((message) => warnings.push(message));
    const slots = shape.materials.flatMap((material) => [material.baseColorTexture, material.metallicRoughnessTexture, material.normalTexture, material.occlusionTexture, material.emissiveTexture]);
    return {
      ...report,
      triangles: shape.meshes.reduce((sum, mesh) => sum + mesh.indices.length / 3, 0),
      parts: shape.parts.length,
      materials: shape.materials.length,
      textures: new Set(slots.flatMap((slot) => (slot === null ? [] : [slot.texture]))).size,
      frontKnown: shape.frontKnown,
    };
  } catch (error) {
    return { ...report, error: serializeError(error) };
  }
}

const AZIMUTH = radians(40);
const ELEVATION = radians(22);
const DISTANCE = 3;
/** How far beyond the box the arrows of the sheet reach. */
export const ARROW_LENGTH = 0.28;

function portraitOf(shape: Shape, environment: Environment, size: number, workspace: RenderWorkspace): ShapePortrait {
  const pose = poseFromViewpoint({ azimuthRadians: AZIMUTH, elevationRadians: ELEVATION, inPlaneRadians: 0, distance: DISTANCE });
  const [, depth, height] = shape.dimensions;
  const reach: Vector3[] = [...boxCorners({ center: [0, 0, 0], dimensions: shape.dimensions }), [0, 0, height / 2 + ARROW_LENGTH], [0, -depth / 2 - ARROW_LENGTH, 0]];
  // focal length 1, then zoomed and shifted until everything is in the picture
  const seen = projectPoints(reach, pose, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  const [x0, x1, y0, y1] = [Math.min(...seen.map((p) => p.x)), Math.max(...seen.map((p) => p.x)), Math.min(...seen.map((p) => p.y)), Math.max(...seen.map((p) => p.y))];
  const focal = (0.9 * size) / Math.max(x1 - x0, y1 - y0);
  const camera: Camera = {
    K: intrinsics(size, size, focal, [size / 2 - (focal * (x0 + x1)) / 2, size / 2 - (focal * (y0 + y1)) / 2]),
    rotationWorldToCamera: pose.rotation,
    translationWorldToCamera: pose.translation,
    width: size,
    height: size,
  };
  const lighting = { areaRadiance: 0, environmentStrength: 1, environmentRotationRadians: 0, exposure: automaticExposure(environment, { areaRadiance: 0, environmentStrength: 1 }) };
  const instance = { instanceId: 1, shape, objectToWorld: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] }, scale: 1 } as const;
  const passes = renderPasses({ camera, instances: [instance], environment, lighting, groundHeight: null }, { supersampling: 2, workspace });
  return { image: objectImage(passes, lighting.exposure), camera, dimensions: shape.dimensions, frontKnown: shape.frontKnown };
}
