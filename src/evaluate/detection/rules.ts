/** What a benchmark of detections fixes: thresholds, ranges of sizes, how many detections count, how overlap is measured. */

/** An object that is there. */
export interface Truth {
  id: number;
  /** What ranges are of: an area or a depth. */
  size: number;
  /** Neither found nor missed: nobody is asked about it. */
  isIgnored: boolean;
  /** Any number of detections may lie on it. */
  isCrowd: boolean;
}

/** An object that is said to be there. */
export interface Detection {
  score: number;
  size: number;
}

/** All of one category in one image. */
export interface ImageItems<T extends Truth, D extends Detection> {
  truths: readonly T[];
  detections: readonly D[];
}

/** Objects whose size is outside are ignored; both ends belong to it. */
export interface SizeRange {
  name: string;
  low: number;
  high: number;
}

/** The rules of a benchmark. */
export interface DetectionRules<T extends Truth, D extends Detection> {
  /** Overlap from which a detection finds an object, below 1; 16 at most. */
  thresholds: Float64Array;
  /** The first holds everything. */
  ranges: readonly SizeRange[];
  /** How many detections of one category in one image count, ascending. */
  limits: readonly number[];
  /** Writes overlaps 0 … 1, one row per detection. */
  overlaps(detections: readonly D[], truths: readonly T[], out: Float64Array): void;
  /** Writes 1 where a detection is near enough to an object to be compared, where a benchmark has such a rule. */
  near?(detections: readonly D[], truths: readonly T[], out: Uint8Array): void;
}

/** Numbers at equal steps, rounded as numpy.linspace rounds them. */
export function spaced(low: number, high: number, count: number): Float64Array {
  const step = (high - low) / (count - 1);
  return Float64Array.from({ length: count }, (_, at) => (at === count - 1 ? high : at * step + low));
}

/** Recalls at which precision is read: 0, 0.01 … 1. */
export const RECALLS = spaced(0, 1, 101);
