/** Which split a sample belongs to: known from its own name alone, so that it stays where it is when others are added. */
import { random } from "../core/random.js";
import type { SampleRecord } from "../sample/record.js";
import { SPLIT_NAMES, type ExportOptions } from "./options.js";

/**
 * The sample's split: train, val or test. A shape is what its file holds (parametric shapes: what was drawn); a sample
 * belongs to its main object's. Samples without object are divided by image.
 */
export function splitOf(record: Pick<SampleRecord, "id" | "objects">, { split, splitBy, seed }: Pick<ExportOptions, "split" | "splitBy" | "seed">): string {
  const shape = record.objects[0]?.shape.sha256;
  const key = splitBy === "shape" && shape !== undefined ? `shape/${shape}` : `image/${record.id}`;
  const place = random(seed, key, "export-split").next();
  let end = 0;
  for (const [index, share] of split.entries()) {
    end += share;
    if (place < end) return SPLIT_NAMES[index]!;
  }
  return SPLIT_NAMES[split.length - 1]!;
}
