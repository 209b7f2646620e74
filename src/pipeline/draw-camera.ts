/** What the plan draws for each view beside its viewpoint: the lens, and where the object is to lie in the picture. */
import type { Random } from "../core/random.js";
import { intrinsics } from "../geometry/camera.js";
import type { Framing } from "../geometry/framing.js";
import type { Matrix3 } from "../geometry/vector.js";
import type { CameraOptions } from "../recipe/camera.js";

/** The intrinsic matrix of a view. @param stream of this view's lens; drawn from only where the recipe gives ranges */
export function drawIntrinsics(options: CameraOptions, stream: () => Random): Matrix3 {
  const { width, height, focalLengthPixels, principalPoint, principalPointSpread } = options;
  const [x, y] = principalPoint ?? [width / 2, height / 2];
  const [spreadX, spreadY] = principalPointSpread;
  if (!Array.isArray(focalLengthPixels) && spreadX === 0 && spreadY === 0) return intrinsics(width, height, focalLengthPixels ?? (560 * width) / 512, [x, y]);
  const random = stream();
  // Every number is drawn in any case, so that one range does not change what another gives.
  const [focalShare, shareX, shareY] = [random.next(), random.uniform(-1, 1), random.uniform(-1, 1)];
  const [from, to] = Array.isArray(focalLengthPixels) ? focalLengthPixels : [focalLengthPixels ?? (560 * width) / 512, focalLengthPixels ?? (560 * width) / 512];
  return intrinsics(width, height, from + (to - from) * focalShare, [x + spreadX * shareX, y + spreadY * shareY]);
}

/** Measured truncation differs a little from the one aimed at; aims keep this far from the ends of the range asked for. */
const TRUNCATION_MARGIN = 0.01;

/** Where a view's object is to lie; null where the recipe leaves it to the viewpoint. */
export function drawFraming(options: CameraOptions["framing"], stream: () => Random): Framing | null {
  if (options === null) return null;
  const { fill, offCentre, truncated, adjust } = options;
  const random = stream();
  const drawn = { fill: random.uniform(fill[0], fill[1]), place: [offCentre * random.uniform(-1, 1), offCentre * random.uniform(-1, 1)] as const, adjust };
  if (truncated === null || random.next() >= truncated.chance) return { ...drawn, truncation: null };
  const [from, to] = truncated.share;
  const margin = Math.min(TRUNCATION_MARGIN, (to - from) / 4);
  return { ...drawn, truncation: { side: random.pick(truncated.sides), share: random.uniform(from + margin, to - margin) } };
}
