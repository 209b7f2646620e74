/**
 * Projection for proofs, from what a file says alone. Written apart from the code that labels and writers use, so that a
 * mistake there does not hide here.
 */

type Rows = readonly (readonly number[])[];

/** What a file says of camera and object: image = K · lens(R · point + t). */
export interface ReadPose {
  K: Rows;
  R: Rows;
  t: readonly number[];
  /** OpenCV's [k1, k2, p1, p2, k3, k4, k5, k6]; null = pinhole. */
  distortion?: readonly number[] | null;
}

/** Image position in the file's own pixel coordinates. */
export function project({ K, R, t, distortion }: ReadPose, [px, py, pz]: readonly [number, number, number]): [number, number] {
  const camera = R.map((row, axis) => row[0]! * px + row[1]! * py + row[2]! * pz + t[axis]!);
  let u = camera[0]! / camera[2]!;
  let v = camera[1]! / camera[2]!;
  if (distortion != null) [u, v] = throughLens(distortion, u, v);
  return [K[0]![0]! * u + K[0]![1]! * v + K[0]![2]!, K[1]![1]! * v + K[1]![2]!];
}

/** OpenCV's projectPoints, as its documentation writes it. */
function throughLens([k1, k2, p1, p2, k3, k4, k5, k6]: readonly number[], x: number, y: number): [number, number] {
  const r2 = x * x + y * y;
  const r4 = r2 * r2;
  const r6 = r4 * r2;
  const radial = (1 + k1! * r2 + k2! * r4 + k3! * r6) / (1 + k4! * r2 + k5! * r4 + k6! * r6);
  return [x * radial + 2 * p1! * x * y + p2! * (r2 + 2 * x * x), y * radial + p1! * (r2 + 2 * y * y) + 2 * p2! * x * y];
}

/** Distance of two image positions in pixels. */
export function apart(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
}
