/** Clutter: further shapes around the main object and between it and the camera, which hide parts of it. */
import * as z from "zod";
import { sinCosTurn } from "../core/math.js";
import type { Random } from "../core/random.js";
import { add, cross, norm, normalize, scale as scaled, type Vector3 } from "../geometry/vector.js";
import { numberRange } from "./range.js";

/** The schema of a recipe's `variation.clutter`. */
export const clutterVariationOptions = z.strictObject({
  minimum: z.int().min(0).max(32).default(1).describe("fewest shapes of clutter in a scene"),
  maximum: z.int().min(1).max(32).default(4).describe("most shapes of clutter in a scene; fewer where there is no room"),
  labelled: z
    .boolean()
    .default(false)
    .describe("true: clutter is among the record's objects; false: it is seen and hides others but has no labels, and is of other categories than the scene's labelled objects"),
  floatingChance: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe("share of the clutter that floats between the main object and the (first) camera and hides a part of it; the rest stands around on the ground"),
  scale: numberRange(0.05, 2).default([0.25, 0.6]).describe("size relative to the main object, [from, to]"),
});
/** See {@link clutterVariationOptions}. */
export type ClutterVariation = z.infer<typeof clutterVariationOptions>;

/** Where a shape of clutter is; world units. */
export interface ClutterPlace {
  x: number;
  y: number;
  /** Height of its centre above the main object's; null = it stands on the ground. */
  z: number | null;
  yawRadians: number;
  scale: number;
}

/** Half of the longest side, per unit of scale: bodies keep that far from each other. */
export const BODY_RADIUS = 0.5;
const REACH = 1.5;
const NEAREST = 0.6;
const FARTHEST = 1.6;
/** Floating clutter keeps to the object's half of the way to the camera. */
const CAMERA_SHARE = 0.5;
/** How far off the line of sight to the main object's centre a floating shape is. */
const ASIDE = [0.1, 0.4] as const;
const ATTEMPTS = 32;

/**
 * Draws places for clutter that keep bodies apart.
 * @param camera where the camera is, relative to the main object's centre
 * @param taken places of what is there already, the main object among them, with their radius
 */
export function placeClutter(options: ClutterVariation, stream: Random, camera: Vector3, taken: readonly { x: number; y: number; radius: number }[]): ClutterPlace[] {
  const wanted = options.minimum + stream.integer(options.maximum - options.minimum + 1);
  const bodies = taken.map((body) => ({ ...body, z: 0 }));
  const places: ClutterPlace[] = [];
  for (let count = 0; count < wanted; count++) {
    const floats = stream.next() < options.floatingChance;
    const scale = stream.uniform(options.scale[0], options.scale[1]);
    const yawRadians = stream.uniform(0, 2 * Math.PI);
    const radius = BODY_RADIUS * scale;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [x, y, z] = floats ? beforeObject(stream, camera) : ([stream.uniform(-REACH, REACH), stream.uniform(-REACH, REACH), 0] as const);
      if (!bodies.every((other) => norm([other.x - x, other.y - y, other.z - z]) >= other.radius + radius)) continue;
      bodies.push({ x, y, z, radius });
      places.push({ x, y, z: floats ? z : null, yawRadians, scale });
      break;
    }
  }
  return places;
}

/** A place between object and camera, off the line of sight by {@link ASIDE} in any direction. */
function beforeObject(stream: Random, camera: Vector3): Vector3 {
  const distance = norm(camera);
  const towards = distance > 1e-6 ? scaled(camera, 1 / distance) : ([0, -1, 0] as const);
  const right = normalize(Math.abs(towards[2]) < 0.999 ? [-towards[1], towards[0], 0] : [1, 0, 0]);
  const up = cross(towards, right);
  const along = stream.uniform(NEAREST, Math.max(NEAREST, Math.min(FARTHEST, distance * CAMERA_SHARE)));
  const aside = stream.uniform(ASIDE[0], ASIDE[1]);
  const turn = sinCosTurn(stream.next());
  return add(scaled(towards, along), add(scaled(right, aside * turn.cos), scaled(up, aside * turn.sin)));
}
