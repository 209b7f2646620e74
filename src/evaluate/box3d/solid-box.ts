/** A box in space made ready to be intersected: its six planes, its volume and the sphere around it. */
import { DatasetError } from "../../core/errors.js";

/**
 * Corners of a box in Omni3D's order (that of PyTorch3D): 0 … 3 go around one face, 4 … 7 around the opposite one, and
 * corner 4 is joined to corner 0. As signs of the box's own x, y, z:
 * −−−, +−−, ++−, −+−, −−+, +−+, +++, −++. Mirrored boxes are boxes, too.
 */
export type BoxCorners = ArrayLike<ArrayLike<number>>;

/** All numbers are relative to the centre, so that boxes far from the origin keep their digits. */
export interface SolidBox {
  /** Mean of the corners. */
  center: Float64Array;
  /** 8 × xyz. */
  corners: Float64Array;
  /** 6 × (unit normal xyz, distance): inside is normal · x ≤ distance. */
  planes: Float64Array;
  /** Of the farthest corner. */
  radius: number;
  volume: number;
}

/** Corners of the faces, counter-clockwise from outside (of a box that is not mirrored). */
export const FACES: readonly (readonly [number, number, number, number])[] = [
  [0, 3, 2, 1],
  [4, 5, 6, 7],
  [0, 1, 5, 4],
  [3, 7, 6, 2],
  [0, 4, 7, 3],
  [1, 2, 6, 5],
];

/** How far corners may lie beside their face's plane, and how thin a box may be, as shares of its radius. */
const UNEVEN = 2e-3;
const THIN = 1e-9;

/** An empty place for {@link fillSolidBox}. */
export function emptySolidBox(): SolidBox {
  return { center: new Float64Array(3), corners: new Float64Array(24), planes: new Float64Array(24), radius: 0, volume: 0 };
}

/**
 * Checks corners and fills `box` with them. Six flat faces are asked for, not right angles: a frustum will do.
 * @param corners 8 × 3, see {@link BoxCorners}
 * @param name what to call the box in an error
 * @throws DatasetError E_BOX when the corners are no 8 × 3 finite numbers, enclose no volume, or are in another order
 */
export function fillSolidBox(box: SolidBox, corners: BoxCorners, name: string): SolidBox {
  const problem = tryFillSolidBox(box, corners);
  if (problem === null) return box;
  throw new DatasetError("E_BOX", `${name} is no box: ${problem}`, { hint: "Give eight corners [x, y, z] in Omni3D's order: 0 to 3 around one face, 4 to 7 around the opposite one, 4 joined to 0.", subject: name });
}

/** As {@link fillSolidBox}; says what is wrong instead of throwing, or null. */
export function tryFillSolidBox(box: SolidBox, corners: BoxCorners): string | null {
  const list: unknown = corners;
  if (typeof list !== "object" || list === null || corners.length !== 8) return "it needs 8 corners";
  const { center, corners: out } = box;
  let cx = 0, cy = 0, cz = 0;
  for (let at = 0; at < 8; at++) {
    const corner = corners[at] as ArrayLike<number> | null | undefined;
    if (typeof corner !== "object" || corner === null || corner.length !== 3) return `corner ${at} has no three numbers`;
    const x = corner[0]!, y = corner[1]!, z = corner[2]!;
    if (!Number.isFinite(x) || !Number.isFinite(y) || !Number.isFinite(z)) return `corner ${at} is [${x}, ${y}, ${z}]`;
    out[at * 3] = x;
    out[at * 3 + 1] = y;
    out[at * 3 + 2] = z;
    cx += x / 8;
    cy += y / 8;
    cz += z / 8;
  }
  center[0] = cx;
  center[1] = cy;
  center[2] = cz;
  let squared = 0;
  for (let at = 0; at < 24; at += 3) {
    const x = (out[at]! -= cx), y = (out[at + 1]! -= cy), z = (out[at + 2]! -= cz);
    squared = Math.max(squared, x * x + y * y + z * z);
  }
  box.radius = Math.sqrt(squared);
  if (!(box.radius > 0)) return "all corners are the same point";
  if (!Number.isFinite(box.radius * box.radius * box.radius)) return "it is too large to have a volume";
  let volume = 0;
  for (let face = 0; face < 6; face++) {
    const problem = fillPlane(box, face);
    if (problem !== null) return problem;
    volume += signedVolume(out, FACES[face]!);
  }
  box.volume = Math.abs(volume);
  return box.volume > 0 ? null : "it has no volume";
}

/** The plane of a face from its diagonals; all other corners must lie behind it. */
function fillPlane({ corners, planes, radius }: SolidBox, face: number): string | null {
  const quad = FACES[face]!;
  const a = quad[0] * 3, b = quad[1] * 3, c = quad[2] * 3, d = quad[3] * 3;
  const ux = corners[c]! - corners[a]!, uy = corners[c + 1]! - corners[a + 1]!, uz = corners[c + 2]! - corners[a + 2]!;
  const vx = corners[d]! - corners[b]!, vy = corners[d + 1]! - corners[b + 1]!, vz = corners[d + 2]! - corners[b + 2]!;
  let nx = uy * vz - uz * vy, ny = uz * vx - ux * vz, nz = ux * vy - uy * vx;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
  if (!(length > THIN * THIN * radius * radius)) return `face ${quad.join(" ")} has no area`;
  nx /= length;
  ny /= length;
  nz /= length;
  let distance = (nx * (corners[a]! + corners[b]! + corners[c]! + corners[d]!) + ny * (corners[a + 1]! + corners[b + 1]! + corners[c + 1]! + corners[d + 1]!) + nz * (corners[a + 2]! + corners[b + 2]! + corners[c + 2]! + corners[d + 2]!)) / 4;
  if (distance < 0) {
    // The centre is inside, whichever way the corners go around.
    nx = -nx;
    ny = -ny;
    nz = -nz;
    distance = -distance;
  }
  for (let at = 0; at < 24; at += 3) {
    const beyond = nx * corners[at]! + ny * corners[at + 1]! + nz * corners[at + 2]! - distance;
    if (at === a || at === b || at === c || at === d) {
      if (Math.abs(beyond) > UNEVEN * radius) return `face ${quad.join(" ")} is not flat`;
    } else if (beyond > -THIN * radius) {
      return `corner ${at / 3} is not behind face ${quad.join(" ")}`;
    }
  }
  planes[face * 4] = nx;
  planes[face * 4 + 1] = ny;
  planes[face * 4 + 2] = nz;
  planes[face * 4 + 3] = distance;
  return null;
}

/** Volume of the pyramid over a face with its tip in the centre. */
function signedVolume(p: Float64Array, [a, b, c, d]: readonly [number, number, number, number]): number {
  return (determinant(p, a * 3, b * 3, c * 3) + determinant(p, a * 3, c * 3, d * 3)) / 6;
}

function determinant(p: Float64Array, a: number, b: number, c: number): number {
  return (
    p[a]! * (p[b + 1]! * p[c + 2]! - p[b + 2]! * p[c + 1]!) +
    p[a + 1]! * (p[b + 2]! * p[c]! - p[b]! * p[c + 2]!) +
    p[a + 2]! * (p[b]! * p[c + 1]! - p[b + 1]! * p[c]!)
  );
}
