/**
 * The five viewpoint presets of the original 3D-DST code (`blender_render.py`): polar angles θ (about z, from +x) and
 * φ (from +z), in degrees there. The object's front lies at θ = −90°, so azimuth = θ + 90° and elevation = 90° − φ.
 */
import * as z from "zod";
import { radians, wrapTurn } from "../core/math.js";
import type { Random } from "../core/random.js";
import { drawDistance, drawInPlaneRadians, placementOptions, wrapPolar } from "./placement.js";
import type { ViewpointSampler } from "./sampler.js";

const PI = 3.141592653589793;

/** Options of the presets. */
export const presetOptions = z.strictObject({
  preset: z
    .int()
    .min(1)
    .max(5)
    .describe("1 all around, level (aircraft); 2 front only, level; 3 all around, from above (cars); 4 front only, from above; 5 uniform angles"),
  distance: placementOptions.distance,
  randomDistance: z.boolean().default(false).describe("spread the distance around its value (a number then) as the original does: normal, deviation 0.5, from −0.5 to +1.5"),
  inPlaneDegrees: placementOptions.inPlaneDegrees,
}).refine(({ randomDistance, distance }) => !randomDistance || typeof distance === "number", "randomDistance spreads a distance that is a number");

/** Options of the presets, defaults filled in. */
export type PresetOptions = z.infer<typeof presetOptions>;

/** θ is uniform; φ is a truncated normal (the original's "var" is used as the standard deviation), or uniform. */
interface Preset {
  thetaDegrees: readonly [number, number];
  phiDegrees: { mean: number; deviation: number; minimum: number; maximum: number } | "uniform";
}

const LEVEL = { mean: 90, deviation: 30, minimum: 0, maximum: 180 } as const;
const FROM_ABOVE = { mean: 60, deviation: 20, minimum: 0, maximum: 195 } as const;
const AROUND = [0, 360] as const;
const FRONT = [-195, 15] as const;

const PRESETS: readonly Preset[] = [
  { thetaDegrees: AROUND, phiDegrees: LEVEL },
  { thetaDegrees: FRONT, phiDegrees: LEVEL },
  { thetaDegrees: AROUND, phiDegrees: FROM_ABOVE },
  { thetaDegrees: FRONT, phiDegrees: FROM_ABOVE },
  { thetaDegrees: AROUND, phiDegrees: "uniform" },
];

/**
 * Draws viewpoints of a preset.
 *
 * A model's offsets move the *camera*: θ += azimuth, φ −= elevation, before wrapping. `camera` (and `raw`) is where
 * it ends up relative to the mesh as it lies; `canonical` is what was drawn before the offsets. The original saved
 * only the former and trained on it as if it were the latter (its labels are off by the offsets).
 *
 * What `canonical` says: moving the camera about z by the azimuth offset is the same as turning the mesh about z, so
 * with an azimuth offset alone the label is the exact pose of the aligned model, in every view. Raising the camera by
 * an elevation offset is a turn about an axis that depends on the azimuth, hence no rigid turn of the mesh: a model
 * that needs it is tilted, and its canonical elevation is true where the tilt lies in the viewing plane and off by up
 * to twice the offset on the far side. Geometry (pose, boxes, keypoints) always follows `camera` and stays exact.
 *
 * @param options of {@link presetOptions}
 */
export function presetSampler(options: PresetOptions): ViewpointSampler {
  return (random, offset) => {
    const preset = PRESETS[(offset.preset ?? options.preset) - 1];
    if (preset === undefined) throw new RangeError(`preset ${offset.preset ?? options.preset} is not one of 1 to ${PRESETS.length}`);
    const theta = radians(random.uniform(preset.thetaDegrees[0], preset.thetaDegrees[1]));
    const phi = radians(drawPhiDegrees(random, preset.phiDegrees));
    const wanted = options.distance;
    const distance = options.randomDistance && typeof wanted === "number" ? drawSpread(random, offset.distance ?? wanted) : drawDistance(random, wanted, offset.distance);
    const inPlaneRadians = drawInPlaneRadians(random, options.inPlaneDegrees);
    const view = (polar: { theta: number; phi: number }) => ({ azimuthRadians: wrapTurn(polar.theta + PI / 2), elevationRadians: PI / 2 - polar.phi, inPlaneRadians, distance });
    const canonical = view(wrapPolar(theta, phi));
    if (offset.azimuthRadians === 0 && offset.elevationRadians === 0) return { canonical, raw: null, camera: canonical };
    const camera = view(wrapPolar(theta + offset.azimuthRadians, phi - offset.elevationRadians));
    const { azimuthRadians, elevationRadians } = camera;
    return { canonical, raw: { azimuthRadians, elevationRadians, distance }, camera };
  };
}

function drawPhiDegrees(random: Random, phi: Preset["phiDegrees"]): number {
  return phi === "uniform" ? random.uniform(0, 180) : random.truncatedNormal(phi.mean, phi.deviation, phi.minimum, phi.maximum);
}

/** The original's spread. */
function drawSpread(random: Random, mean: number): number {
  // Below 1 the original's lower end would come too near to the object's centre, or behind it.
  return random.truncatedNormal(mean, 0.5, Math.max(mean - 0.5, mean / 2), mean + 1.5);
}
