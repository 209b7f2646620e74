/** Masks as runs of pixels, column by column, and what two of them share. */
import { polygonRuns } from "../../codecs/polygon-runs.js";
import { textToCounts } from "../../codecs/rle.js";
import { badInput, fieldsOf, listOf, numbersOf } from "../input/checks.js";

/** A mask: lengths of runs, outside and inside in turn, beginning outside. */
export interface MaskRuns {
  counts: ArrayLike<number>;
  /** Pixels inside. */
  area: number;
}

/** Outlines are walked along: a point far outside any image would take for ever. */
const FARTHEST = 100_000;

/**
 * Reads a mask of COCO: polygons, or runs.
 * @throws DatasetError E_EVALUATION for a mask of another size than its image, and runs that do not fill it
 */
export function readMask(value: unknown, width: number, height: number, where: string): MaskRuns {
  if (Array.isArray(value)) return fromPolygons(value, width, height, where);
  const { size, counts } = fieldsOf(value, where);
  const [rows, columns] = numbersOf(size, 2, `${where}.size`);
  if (rows !== height || columns !== width) throw badInput(`${where}.size`, `[${rows}, ${columns}] is not [height, width] of its image, [${height}, ${width}]`, "Give masks the size of their image.");
  const runs = typeof counts === "string" ? fromText(counts, where) : numbersOf(counts, listOf(counts, `${where}.counts`).length, `${where}.counts`);
  let sum = 0;
  let area = 0;
  runs.forEach((count, at) => {
    if (!Number.isSafeInteger(count) || count < 0) throw badInput(`${where}.counts`, `run ${at} has length ${count}`, "Runs are lengths in pixels.");
    sum += count;
    if (at % 2 === 1) area += count;
  });
  if (sum !== width * height) throw badInput(`${where}.counts`, `the runs cover ${sum} of ${width * height} pixels`, "Runs go through the whole image, column by column.");
  return { counts: runs, area };
}

function fromText(counts: string, where: string): number[] {
  try {
    return textToCounts(counts);
  } catch (error) {
    throw badInput(`${where}.counts`, (error as Error).message, "Give the text that COCO's encoder makes.");
  }
}

function fromPolygons(polygons: readonly unknown[], width: number, height: number, where: string): MaskRuns {
  if (polygons.length === 0) throw badInput(where, "there is no polygon", "Leave out objects without a mask.");
  const parts = polygons.map((value, at) => {
    const list = listOf(value, `${where}[${at}]`);
    if (list.length < 6 || list.length % 2 === 1) throw badInput(`${where}[${at}]`, `${list.length} numbers are no polygon`, "A polygon has three points [x, y] or more.");
    const points = numbersOf(list, list.length, `${where}[${at}]`);
    const far = points.find((value) => Math.abs(value) > FARTHEST);
    if (far !== undefined) throw badInput(`${where}[${at}]`, `${far} is no place in an image`, `Points of polygons are pixels, at most ${FARTHEST}.`);
    return polygonRuns(points, width, height);
  });
  const counts = parts.reduce((all, part) => union(all, part));
  return { counts, area: counts.reduce((sum, count, at) => sum + (at % 2 === 1 ? count : 0), 0) };
}

/** Runs of what is inside either. */
function union(a: readonly number[], b: readonly number[]): number[] {
  const counts: number[] = [];
  let run = 0;
  let wasInside = false;
  eachStretch(a, b, (length, isInA, isInB) => {
    const isInside = isInA || isInB;
    if (isInside !== wasInside) {
      counts.push(run);
      run = 0;
      wasInside = isInside;
    }
    run += length;
  });
  counts.push(run);
  return counts;
}

/** Pixels inside both. */
export function sharedArea(a: MaskRuns, b: MaskRuns): number {
  let shared = 0;
  eachStretch(a.counts, b.counts, (length, isInA, isInB) => {
    if (isInA && isInB) shared += length;
  });
  return shared;
}

function eachStretch(a: ArrayLike<number>, b: ArrayLike<number>, see: (length: number, isInA: boolean, isInB: boolean) => void): void {
  let atA = 0;
  let atB = 0;
  let leftA = a.length > 0 ? a[0]! : 0;
  let leftB = b.length > 0 ? b[0]! : 0;
  while (atA < a.length && atB < b.length) {
    const length = Math.min(leftA, leftB);
    if (length > 0) see(length, (atA & 1) === 1, (atB & 1) === 1);
    leftA -= length;
    leftB -= length;
    if (leftA === 0) leftA = ++atA < a.length ? a[atA]! : 0;
    if (leftB === 0) leftB = ++atB < b.length ? b[atB]! : 0;
  }
}
