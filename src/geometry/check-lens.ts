/** Refuses lenses whose distortion makes no picture. */
import { DatasetError } from "../core/errors.js";
import { atan2 } from "../core/math.js";
import { fieldRadius, undistort, type LensDistortion } from "./distortion.js";

/** A camera as far as its lens is concerned. */
export interface LensCamera {
  /** Intrinsic matrix in pixels, row-major. */
  K: readonly number[];
  width: number;
  height: number;
  distortion?: LensDistortion | null;
}

/** Pixels between the places of the image's border that {@link checkLens} looks at, at most. */
const BORDER_STEPS = 64;
/** No ideal position may lie farther out (pixels): where it is drawn, positions have limits. */
const FARTHEST_PIXELS = 24576;

/**
 * Makes sure that a lens shows something at every place of the image.
 * @throws DatasetError E_CAMERA when the map folds within the image, or a coefficient is not a number
 */
export function checkLens({ K, width, height, distortion }: LensCamera): void {
  if (distortion == null) return;
  const lens = distortion;
  const named = (["k1", "k2", "p1", "p2", "k3", "k4", "k5", "k6"] as const).filter((name) => lens[name] !== 0).map((name) => `${name} ${lens[name]}`);
  const text = `camera.distortion (${named.join(", ")})`;
  if (!named.every((part) => Number.isFinite(Number(part.slice(3))))) throw new DatasetError("E_CAMERA", `${text} has a coefficient that is not a finite number`, { hint: "Give every coefficient as a number; 0 switches it off." });
  const found = new Float64Array(2);
  for (let step = 0; step <= 4 * BORDER_STEPS; step++) {
    const along = (step % BORDER_STEPS) / BORDER_STEPS;
    const side = Math.floor(step / BORDER_STEPS) % 4;
    const x = side === 0 ? along * width : side === 1 ? width : side === 2 ? (1 - along) * width : 0;
    const y = side === 0 ? 0 : side === 1 ? along * height : side === 2 ? height : (1 - along) * height;
    const placeY = (y - K[5]!) / K[4]!;
    const placeX = (x - K[2]! - K[1]! * placeY) / K[0]!;
    found.fill(0);
    const isShown = undistort(lens, placeX, placeY, found);
    if (isShown && Math.abs(found[0]! * K[0]!) < FARTHEST_PIXELS && Math.abs(found[1]! * K[4]!) < FARTHEST_PIXELS) continue;
    const degrees = (atan2(fieldRadius(lens), 1) * 180) / Math.PI;
    throw new DatasetError("E_CAMERA", `${text} folds the picture within the image: it is one-to-one only up to ${degrees.toFixed(1)}° from the optical axis, and pixel (${Math.round(x)}, ${Math.round(y)}) lies beyond that`, {
      hint: "Use coefficients nearer to 0, a longer camera.focalLengthPixels or a smaller image; coefficients calibrated at another image size need that size's focal length scaled with it.",
    });
  }
}
