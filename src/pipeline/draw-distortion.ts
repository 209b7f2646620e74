/** The distortion of a view's lens, and its check before anything is rendered. */
import type { Random } from "../core/random.js";
import { checkLens } from "../geometry/check-lens.js";
import { intrinsics } from "../geometry/camera.js";
import type { LensDistortion } from "../geometry/distortion.js";
import type { CameraOptions } from "../recipe/camera.js";
import type { DistortionOptions } from "../recipe/distortion.js";

const COEFFICIENTS = ["k1", "k2", "p1", "p2", "k3", "k4", "k5", "k6"] as const;

type Range = number | readonly [number, number];
const low = (range: Range): number => (typeof range === "number" ? range : range[0]);
const high = (range: Range): number => (typeof range === "number" ? range : range[1]);

function lensOf(options: DistortionOptions, value: (range: Range, index: number) => number): LensDistortion {
  const [k1, k2, p1, p2, k3, k4, k5, k6] = COEFFICIENTS.map((name, index) => value(options[name], index));
  return { model: "brown-conrady", k1: k1!, k2: k2!, p1: p1!, p2: p2!, k3: k3!, k4: k4!, k5: k5!, k6: k6! };
}

const fixed = new WeakMap<DistortionOptions, LensDistortion>();

/**
 * What a view's camera has beside K; nothing for a pinhole, so that cameras without distortion are what they always were.
 * @param stream of this view's distortion; drawn from only where the recipe gives ranges
 */
export function drawDistortion(options: DistortionOptions | null, stream: () => Random): { distortion?: LensDistortion } {
  if (options === null) return {};
  if (COEFFICIENTS.every((name) => typeof options[name] === "number")) {
    let lens = fixed.get(options);
    if (lens === undefined) fixed.set(options, (lens = lensOf(options, low)));
    return { distortion: lens };
  }
  const random = stream();
  // Every coefficient takes a number, so that one range does not change what another gives.
  return {
    distortion: lensOf(options, (range) => {
      const share = random.next();
      return typeof range === "number" ? range : range[0] + (range[1] - range[0]) * share;
    }),
  };
}

/**
 * Makes sure, as far as that can be known before shapes are framed, that no view's lens folds within the image: all ends of the
 * ranges together, with the shortest focal length.
 * @throws DatasetError E_CAMERA
 */
export function checkDistortion({ width, height, focalLengthPixels, principalPoint, principalPointSpread, distortion }: CameraOptions): void {
  if (distortion === null) return;
  const focal = low(focalLengthPixels ?? (560 * width) / 512);
  const [x, y] = principalPoint ?? [width / 2, height / 2];
  const varied = COEFFICIENTS.filter((name) => typeof distortion[name] !== "number");
  for (let ends = 0; ends < 1 << varied.length; ends++) {
    const lens = lensOf(distortion, (range, index) => ((ends >> varied.indexOf(COEFFICIENTS[index]!)) & 1 ? high(range) : low(range)));
    for (const sideX of principalPointSpread[0] === 0 ? [0] : [-1, 1]) {
      for (const sideY of principalPointSpread[1] === 0 ? [0] : [-1, 1]) {
        const K = intrinsics(width, height, focal, [x + sideX * principalPointSpread[0], y + sideY * principalPointSpread[1]]);
        checkLens({ K, width, height, distortion: lens });
      }
    }
  }
}
