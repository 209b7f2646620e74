/** The mask of an annotation: runs, compressed or not, or rings. */
import { polygonRuns } from "../../../codecs/polygon-runs.js";
import { decodeMask } from "../../../codecs/rle.js";
import { importError, numbersIn, objectIn } from "../../import-error.js";

/** Outlines are walked along, pixel by pixel: one from far outside the image would take for ever. */
const LONGEST_OUTLINE = 1_000_000;

/**
 * Row-major, 0 or 1; null where there is none.
 * @param value an annotation's `segmentation`
 * @throws DatasetError E_IMPORT for a mask of another size, and for what is none
 */
export function readCocoMask(value: unknown, { width, height }: { width: number; height: number }, subject: string): Uint8Array | null {
  if (value == null || (Array.isArray(value) && value.length === 0)) return null;
  if (Array.isArray(value)) return maskOfRings(value, width, height, subject);
  const { size, counts } = objectIn(value, `segmentation of ${subject}`);
  const [rows, columns] = numbersIn(size, 2, subject, "size of segmentation");
  if (rows !== height || columns !== width) throw importError(subject, `has a mask of ${columns!} × ${rows!} pixels, its image ${width} × ${height}`);
  try {
    if (typeof counts === "string") return decodeMask({ size: [height, width], counts });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw importError(subject, `has a segmentation that cannot be: ${error.message}`);
  }
  const runs = numbersIn(counts, Array.isArray(counts) ? counts.length : 0, subject, "counts of segmentation");
  if (!runs.every((run) => Number.isInteger(run) && run >= 0) || runs.reduce((sum, run) => sum + run, 0) !== width * height) throw importError(subject, "has a segmentation whose runs do not fill the image");
  const mask = new Uint8Array(width * height);
  fillRuns(mask, runs, width, height);
  return mask;
}

/** Pixels as pycocotools fills rings. */
function maskOfRings(rings: readonly unknown[], width: number, height: number, subject: string): Uint8Array {
  const mask = new Uint8Array(width * height);
  let left = LONGEST_OUTLINE;
  for (const ring of rings) {
    const points = numbersIn(ring, Array.isArray(ring) ? ring.length - (ring.length % 2) : 0, subject, "a ring of segmentation");
    if (points.length < 6) throw importError(subject, "has a ring of fewer than three points");
    for (const [at, place] of points.entries()) left -= 2 + Math.abs(place - points[(at + 2) % points.length]!);
    if (left < 0) throw importError(subject, `has an outline of more than ${LONGEST_OUTLINE} pixels`);
    fillRuns(mask, polygonRuns(points, width, height), width, height);
  }
  return mask;
}

/** Column by column, outside and inside in turn, beginning outside. */
function fillRuns(mask: Uint8Array, runs: readonly number[], width: number, height: number): void {
  let position = 0;
  for (const [index, run] of runs.entries()) {
    if (index % 2 === 1) for (let pixel = position; pixel < position + run; pixel++) mask[(pixel % height) * width + Math.floor(pixel / height)] = 1;
    position += run;
  }
}
