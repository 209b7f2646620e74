/** The numbers that are kept of a sample beside its picture: its category's number, how much each head counts, what the heads shall say. */
import type { FoldSample } from "../fold-training/task.js";
import { BINS, HEADS } from "./bins.js";
import type { PoseTarget } from "./pose-target.js";

/** Chances of all heads together. */
export const ANGLES = HEADS.length * BINS;
export const SAMPLE_NUMBERS = 1 + HEADS.length + ANGLES;

export function packNumbers(category: number, { counts, chances }: PoseTarget): Float32Array {
  return Float32Array.of(category, ...counts, ...chances);
}

export function unpackNumbers({ numbers }: Pick<FoldSample, "numbers">): PoseTarget & { category: number } {
  return { category: numbers[0]!, counts: numbers.subarray(1, 1 + HEADS.length), chances: numbers.subarray(1 + HEADS.length, SAMPLE_NUMBERS) };
}
