/** The plan's clutter: which shapes stand around a scene's objects, and where. */
import { DatasetError } from "../core/errors.js";
import { cos, sin } from "../core/math.js";
import type { Random } from "../core/random.js";
import { cameraPosition, poseFromViewpoint, type Viewpoint } from "../geometry/viewpoint.js";
import type { Recipe } from "../recipe/schema.js";
import type { PlannedObject } from "../sample/sample.js";
import { BODY_RADIUS, placeClutter, type ClutterVariation } from "../variation/clutter.js";
import type { PlannedShape } from "./plan.js";

/**
 * Clutter of a scene, its ids after those of the objects.
 * @param viewpoint of the scene's first camera
 * @param path key of the random streams of the shapes' own variation
 */
export function plannedClutter(
  options: ClutterVariation,
  stream: Random,
  shapes: readonly PlannedShape[],
  objects: readonly PlannedObject[],
  viewpoint: Viewpoint,
  path: string,
): PlannedObject[] {
  const labelled = new Set(objects.map((object) => object.shape.category));
  // What has no label must not be an example of what has one.
  const candidates = options.labelled ? shapes : shapes.filter((shape) => !labelled.has(shape.category));
  if (candidates.length === 0) return [];
  const taken = objects.map((object) => ({ x: object.objectToWorld.translation[0], y: object.objectToWorld.translation[1], radius: BODY_RADIUS * object.scale }));
  return placeClutter(options, stream, cameraPosition(poseFromViewpoint(viewpoint)), taken).map(({ x, y, z, yawRadians, scale }, index) => {
    const shape = stream.pick(candidates);
    const instanceId = objects.length + 1 + index;
    const c = cos(yawRadians);
    const s = sin(yawRadians);
    return {
      instanceId,
      shape: { catalogue: shape.catalogue, id: shape.id, category: shape.category },
      variationPath: `${path}/object/${instanceId}`,
      objectToWorld: { rotation: [c, -s, 0, s, c, 0, 0, 0, 1], translation: [x, y, z ?? 0] },
      scale,
      articulation: null,
      clutter: { labelled: options.labelled, floats: z !== null },
    };
  });
}

/** Refuses clutter that could never be placed. @throws DatasetError E_RECIPE */
export function checkClutter(recipe: Recipe, shapes: readonly PlannedShape[]): void {
  const { clutter } = recipe.variation;
  if (clutter === null || clutter.labelled || new Set(shapes.map((shape) => shape.category)).size > 1) return;
  throw new DatasetError("E_RECIPE", `variation.clutter is unlabelled, but all shapes are of one category (${shapes[0]!.category}): there is nothing to clutter with`, {
    hint: "Add shapes of another category, or set variation.clutter.labelled: true.",
  });
}
