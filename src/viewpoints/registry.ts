/** Every way to draw viewpoints, by the recipe's options: the key that is present says which. */
import * as z from "zod";
import { histogramOptions, histogramSampler } from "./histogram.js";
import { importanceSampler } from "./importance.js";
import { listOptions, listSampler } from "./list.js";
import { normalOptions, normalSampler } from "./normal.js";
import { presetOptions, presetSampler } from "./preset.js";
import type { ViewpointSampler } from "./sampler.js";
import { sphereOptions, sphereSampler } from "./sphere.js";
import { readWeightTable, weightFileOptions, type WeightFileOptions } from "./weight-table.js";

const plainKinds = [presetOptions, sphereOptions, normalOptions, listOptions, histogramOptions] as const;

/** Options of `importance`: weights multiplied on another kind. */
const importanceOptions = z.strictObject({
  importance: weightFileOptions.describe("a file of weights: views of `of` become as many times more frequent"),
  of: z.union(plainKinds).prefault({ preset: 3 }).describe("the viewpoints that are weighted; a list is drawn from at random"),
});

/** The schema of a recipe's `viewpoints`. */
export const viewpointOptions = z.union([...plainKinds, importanceOptions]);

/** A recipe's `viewpoints`, defaults filled in. */
export type ViewpointOptions = z.infer<typeof viewpointOptions>;

/** Viewpoints ready to be drawn. */
export interface Viewpoints {
  sample: ViewpointSampler;
  /** The options with the sha256 of every file that was read. */
  options: ViewpointOptions;
}

/**
 * Opens the viewpoints that a recipe asks for; files are read now.
 * @param folder where relative paths start
 * @throws DatasetError E_NOT_FOUND and E_OPTION for missing and unsuitable files
 */
export async function openViewpoints(options: ViewpointOptions, folder: string): Promise<Viewpoints> {
  if ("preset" in options) return { options, sample: presetSampler(options) };
  if ("sphere" in options) return { options, sample: sphereSampler(options) };
  if ("normal" in options) return { options, sample: normalSampler(options) };
  if ("list" in options) return { options, sample: listSampler(options) };
  if ("histogram" in options) {
    const { table, sha256 } = await readWeightTable(options.histogram, folder);
    return { options: { ...options, histogram: { ...options.histogram, sha256 } }, sample: histogramSampler(options, table) };
  }
  const base = await openViewpoints("list" in options.of ? { ...options.of, order: "random" } : options.of, folder);
  const { table, sha256 } = await readWeightTable(options.importance, folder);
  return {
    options: { importance: { ...options.importance, sha256 }, of: "histogram" in options.of ? (base.options as typeof options.of) : options.of },
    sample: importanceSampler(base.sample, table, options.importance.file),
  };
}

/** The files that viewpoints name, as parts of `options`: changing them changes it. */
export function viewpointFiles(options: ViewpointOptions): WeightFileOptions[] {
  if ("histogram" in options) return [options.histogram];
  return "importance" in options ? [options.importance, ...viewpointFiles(options.of)] : [];
}
