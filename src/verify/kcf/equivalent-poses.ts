/** Poses that look alike: what a symmetric object's picture cannot tell apart. */
import { cos, sin } from "../../core/math.js";
import { multiply3, type Matrix3, type Vector3 } from "../../geometry/vector.js";
import type { ObjectRecord } from "../../sample/record.js";

/** How finely a turn about a lying axis of revolution is taken apart. */
const TURNS = 36;
/** Axes as near to the vertical as this count as vertical. */
const UPRIGHT = 0.9995;
/** More products of symmetries than this are not looked at: a record may claim any number. */
const MOST = 512;

/** The poses of one label. */
export interface EquivalentPoses {
  /** Object → camera; the claimed one is the first. */
  rotations: Matrix3[];
  /** False where every azimuth looks alike, or nobody knows where the front is. */
  azimuthCounts: boolean;
}

/**
 * Every rotation that shows what `rotation` shows: it times each symmetry. A vertical axis of revolution is not taken
 * apart: the azimuth does not count then.
 * @param rotation object → camera
 */
export function equivalentPoses(rotation: Matrix3, { symmetry, frontKnown }: Pick<ObjectRecord, "symmetry" | "frontKnown">): EquivalentPoses {
  const discrete = symmetry.discrete.map((matrix) => [0, 1, 2, 4, 5, 6, 8, 9, 10].map((at) => matrix[at]!) as unknown as Matrix3);
  const axes = symmetry.continuous.map(({ axis }) => axis).filter((axis) => axis.some((value) => value !== 0));
  const isUpright = axes.some(([x, y, z]) => Math.abs(z) >= UPRIGHT * Math.sqrt(x * x + y * y + z * z));
  const lying = axes.filter(([x, y, z]) => Math.abs(z) < UPRIGHT * Math.sqrt(x * x + y * y + z * z));
  let rotations: Matrix3[] = [rotation, ...discrete.map((turn) => multiply3(rotation, turn))];
  for (const axis of lying) {
    const turns = Array.from({ length: TURNS }, (_, turn) => turnAbout(axis, (turn * 2 * Math.PI) / TURNS));
    rotations = rotations.flatMap((each) => turns.map((turn) => multiply3(each, turn))).slice(0, MOST);
  }
  return { rotations: rotations.slice(0, MOST), azimuthCounts: frontKnown && !isUpright };
}

/** Rotation about an axis (Rodrigues). @param axis of any length but 0 */
export function turnAbout(axis: Vector3, radians: number): Matrix3 {
  const length = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
  const [x, y, z] = axis.map((value) => value / length) as [number, number, number];
  const c = cos(radians);
  const s = sin(radians);
  const t = 1 - c;
  return [t * x * x + c, t * x * y - s * z, t * x * z + s * y, t * x * y + s * z, t * y * y + c, t * y * z - s * x, t * x * z - s * y, t * y * z + s * x, t * z * z + c];
}
