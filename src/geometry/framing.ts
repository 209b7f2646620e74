/**
 * Framing: moves a camera (without turning it) so that a 3D box gets a wanted size and place in the image. The rotation
 * stays, so the viewpoint's angles (which are those of the rotation) stay, too.
 */
import type { Camera } from "./camera.js";
import type { LensDistortion } from "./distortion.js";
import { placeDistorted, type Placement } from "./framing-distorted.js";
import { transform3, type Matrix3, type Vector3 } from "./vector.js";

/** A side of the image. */
export type FrameSide = "left" | "right" | "top" | "bottom";

/** Where a view's object is to lie in the image. */
export interface Framing {
  /** Longer side of the projected box / shorter side of the image. */
  fill: number;
  /** Place between the image's borders in x and y: −1 touches the left (top) one, 0 is centred, 1 touches the right (bottom) one. */
  place: readonly [number, number];
  /** Cut off at a side of the image; null = not. The place along that axis counts for nothing then. */
  truncation: { side: FrameSide; share: number } | null;
  adjust: "distance" | "focalLength";
}

/** A camera that reaches its framing, and how well. */
export interface FramedCamera {
  camera: Camera;
  /** What {@link Framing.fill} came out as: less than asked where the camera would have to enter the box, more where the lens would have to be too wide. */
  fill: number;
}

/** The camera stays at least this far (world units) in front of the box's nearest corner. */
const NEAREST = 0.05;
const FARTHEST = 1e5;
/** Shortest focal length that framing gives, in shorter sides of the image: beyond it pictures are all distortion. */
const WIDEST = 0.2;
const STEPS = 64;
/** Through a lens with distortion: to 1e-7 of the depth's range. */
const DISTORTED_STEPS = 36;

/**
 * Places a camera.
 * @param camera gives rotation, intrinsics and size; the distance along its axis counts only for `adjust: "focalLength"`
 * @param corners of the box, in the world; the box's place is measured from the world's origin
 * @param framing size and place; of `truncation` only the side is used here
 * @param outside share of the box's extent beyond the truncated side, 0..1
 * @returns null when the box reaches behind the camera (`adjust: "focalLength"` only)
 */
export function frameBox(camera: Camera, corners: readonly Vector3[], framing: Framing, outside = 0): FramedCamera | null {
  const { width, height } = camera;
  const turned = corners.map((corner) => transform3(camera.rotationWorldToCamera, corner));
  const nearest = -Math.min(...turned.map((corner) => corner[2]));
  const side = framing.truncation?.side ?? null;
  const horizontal = placement(width, framing.place[0], side === "left" ? -1 : side === "right" ? 1 : 0, outside);
  const vertical = placement(height, framing.place[1], side === "top" ? -1 : side === "bottom" ? 1 : 0, outside);
  const tryDistorted = (lens: LensDistortion, z: number, focal: number): FramedCamera => {
    const K: Matrix3 = [focal, 0, camera.K[2], 0, focal, camera.K[5], 0, 0, 1];
    const { x, y, extent } = placeDistorted(turned, K, lens, z, horizontal, vertical);
    return { camera: { ...camera, K, translationWorldToCamera: [x, y, z] }, fill: extent / Math.min(width, height) };
  };
  const tryWith = (z: number, focal: number): FramedCamera => {
    if (camera.distortion != null) return tryDistorted(camera.distortion, z, focal);
    const x = shiftTo(turned, 0, z, focal, camera.K[2], horizontal);
    const y = shiftTo(turned, 1, z, focal, camera.K[5], vertical);
    const extent = Math.max(extentOf(turned, 0, x, z, focal), extentOf(turned, 1, y, z, focal));
    const K: Matrix3 = [focal, 0, camera.K[2], 0, focal, camera.K[5], 0, 0, 1];
    return { camera: { ...camera, K, translationWorldToCamera: [x, y, z] }, fill: extent / Math.min(width, height) };
  };
  const steps = camera.distortion == null ? STEPS : DISTORTED_STEPS;
  if (framing.adjust === "distance") {
    const focal = camera.K[0];
    // Larger gaps make it smaller.
    return bisect(NEAREST, FARTHEST, (gap) => tryWith(nearest + gap, focal), (reached) => reached.fill > framing.fill, steps);
  }
  const z = camera.translationWorldToCamera[2];
  if (z < nearest + NEAREST) return null;
  return bisect(WIDEST * Math.min(width, height), FARTHEST * Math.min(width, height), (focal) => tryWith(z, focal), (reached) => reached.fill < framing.fill, steps);
}

/** Between two positive ends by geometric halving; `goUp` says that the answer lies above. */
function bisect(from: number, to: number, at: (value: number) => FramedCamera, goUp: (reached: FramedCamera) => boolean, steps: number): FramedCamera {
  let low = from;
  let high = to;
  let reached = at(low);
  for (let step = 0; step < steps; step++) {
    const middle = Math.sqrt(low * high);
    reached = at(middle);
    if (goUp(reached)) low = middle;
    else high = middle;
  }
  return reached;
}

function placement(size: number, place: number, cutSide: -1 | 0 | 1, outside: number): Placement {
  // The share beyond a border: start = −outside · extent on the left, end = size + outside · extent on the right.
  if (cutSide < 0) return { low: 1 - outside, high: outside, at: 0 };
  if (cutSide > 0) return { low: outside, high: 1 - outside, at: size };
  return { low: (1 - place) / 2, high: (1 + place) / 2, at: (size * (1 + place)) / 2 };
}

/**
 * The sideways translation that fulfils a placement. Every corner's image position grows with it, so do both ends of
 * the box and their weighted mean: bisection always finds it.
 */
function shiftTo(corners: readonly Vector3[], axis: 0 | 1, z: number, focal: number, centre: number, { low, high, at }: Placement): number {
  const mean = (shift: number): number => {
    const [start, end] = endsOf(corners, axis, shift, z, focal);
    return low * start + high * end + centre - at;
  };
  // At these shifts every corner lies on one side of the wanted position.
  const rays = corners.map((corner) => ((at - centre) / focal) * (corner[2] + z) - corner[axis]);
  let from = Math.min(...rays);
  let to = Math.max(...rays);
  for (let step = 0; step < STEPS; step++) {
    const middle = (from + to) / 2;
    if (mean(middle) < 0) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

function endsOf(corners: readonly Vector3[], axis: 0 | 1, shift: number, z: number, focal: number): [number, number] {
  let start = Infinity;
  let end = -Infinity;
  for (const corner of corners) {
    const position = (focal * (corner[axis] + shift)) / (corner[2] + z);
    if (position < start) start = position;
    if (position > end) end = position;
  }
  return [start, end];
}

function extentOf(corners: readonly Vector3[], axis: 0 | 1, shift: number, z: number, focal: number): number {
  const [start, end] = endsOf(corners, axis, shift, z, focal);
  return end - start;
}
