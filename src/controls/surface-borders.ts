/** Where the surface changes between two neighbouring pixels: outlines, steps in depth, creases, borders of parts. */
import { cos, radians } from "../core/math.js";
import { rayThroughPixel } from "../geometry/camera.js";
import type { Matrix3, Vector3 } from "../geometry/vector.js";
import { LENS_UNITS, type LensSamples } from "../render/lens-samples.js";
import type { Passes } from "../sample/passes.js";

/** Which borders are looked for; null = not this kind. */
export interface BorderKinds {
  silhouette: boolean;
  /** Angle in degrees between the normals of neighbouring pixels. */
  creaseDegrees: number | null;
  /** Jump in depth, relative to the nearer side, beyond what the surfaces' slopes explain. */
  depthStep: number | null;
  partBorder: boolean;
}

/** Values of {@link surfaceBorders}. */
export const INNER_LINE = 1;
/** As {@link INNER_LINE}, but one pixel thin by construction: silhouettes and depth steps. */
export const OUTER_LINE = 2;

/**
 * Marks one pixel of each pair of neighbours with a border between them: the nearer one, which owns the outline; of a
 * crease the one that faces the camera more, of a part border the one with the lower part id, so that a line keeps to one side.
 * @param lens where the pixels' rays go when the lens distorts
 * @returns width × height: 0, {@link INNER_LINE} or {@link OUTER_LINE}
 */
export function surfaceBorders(passes: Passes, K: Matrix3, kinds: BorderKinds, lens: LensSamples | null = null): Uint8Array {
  const { width, height, depth, normal, instanceId, partId } = passes;
  const marks = new Uint8Array(width * height);
  const creaseCosine = kinds.creaseDegrees === null ? -2 : cos(radians(kinds.creaseDegrees));
  const stepShare = kinds.depthStep ?? 0.01;
  const mark = (pixel: number, line: number) => {
    if (marks[pixel] < line) marks[pixel] = line;
  };

  const ray = (pixel: number): Vector3 => {
    if (lens !== null) return rayThroughPixel(K, lens.x[pixel] / LENS_UNITS, lens.y[pixel] / LENS_UNITS);
    const row = Math.floor(pixel / width);
    return rayThroughPixel(K, pixel - row * width + 0.5, row + 0.5);
  };
  const along = (pixel: number, direction: Vector3): number => normal[pixel * 3] * direction[0] + normal[pixel * 3 + 1] * direction[1] + normal[pixel * 3 + 2] * direction[2];

  const isStep = (p: number, q: number): boolean => {
    const tolerance = stepShare * Math.min(depth[p], depth[q]);
    if (Math.abs(depth[p] - depth[q]) <= tolerance) return false;
    const rayP = ray(p);
    const rayQ = ray(q);
    // On one flat surface, however steep, the plane through one point leads to the other.
    const leadsTo = (from: number, rayFrom: Vector3, to: number, rayTo: Vector3): boolean => {
      const there = along(from, rayTo);
      return there < 0 && Math.abs((depth[from] * along(from, rayFrom)) / there - depth[to]) <= tolerance;
    };
    if (leadsTo(p, rayP, q, rayQ) || leadsTo(q, rayQ, p, rayP)) return false;
    // On one round surface, the chord between two points is square to the mean of their normals, at the rim, too.
    const chord: Vector3 = [depth[q] * rayQ[0] - depth[p] * rayP[0], depth[q] * rayQ[1] - depth[p] * rayP[1], depth[q] - depth[p]];
    const meanLength = Math.sqrt(Math.max(0, 2 + 2 * dotOfNormals(p, q)));
    return Math.abs(along(p, chord) + along(q, chord)) > tolerance * meanLength;
  };

  const dotOfNormals = (p: number, q: number): number => along(p, [normal[q * 3], normal[q * 3 + 1], normal[q * 3 + 2]]);

  const visit = (p: number, q: number): void => {
    if (instanceId[p] !== instanceId[q]) {
      if (!kinds.silhouette) return;
      const isNearer = instanceId[q] === 0 || (instanceId[p] !== 0 && depth[p] <= depth[q]);
      mark(isNearer ? p : q, OUTER_LINE);
      return;
    }
    const nearer = depth[p] <= depth[q] ? p : q;
    const step = isStep(p, q);
    if (step && kinds.depthStep !== null) mark(nearer, OUTER_LINE);
    if (!step && dotOfNormals(p, q) < creaseCosine) mark(normal[p * 3 + 2] <= normal[q * 3 + 2] ? p : q, INNER_LINE);
    if (kinds.partBorder && partId[p] !== partId[q]) mark(step ? nearer : partId[p] < partId[q] ? p : q, INNER_LINE);
  };

  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (x + 1 < width && (instanceId[p] !== 0 || instanceId[p + 1] !== 0)) visit(p, p + 1);
      if (y + 1 < height && (instanceId[p] !== 0 || instanceId[p + width] !== 0)) visit(p, p + width);
    }
  }
  return marks;
}
