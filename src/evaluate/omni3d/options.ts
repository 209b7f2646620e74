/** What Omni3D leaves out; defaults are those that its published numbers are measured with. */
import * as z from "zod";
import { readOptions } from "../input/read-options.js";

const options = z.strictObject({
  categoryNames: z.array(z.string()).nullable().default(null).describe("categories that count; null: all of the file"),
  ignoreNames: z.array(z.string()).default([]).describe("categories whose objects are ignored"),
  truncationThreshold: z.number().default(0.5).describe("objects truncated as much are ignored"),
  visibilityThreshold: z.number().default(0.5).describe("objects visible as little are ignored"),
  leastHeight: z.number().default(0.0625).describe("objects as low, as a share of the image's height, are ignored"),
  mostHeight: z.number().default(1.5).describe("objects as high, as a share of the image's height, are ignored"),
  mostDepth: z.number().default(1e8).describe("objects farther away, in metres, are ignored"),
  preferTightBoxes: z.boolean().default(false).describe("compare annotated boxes in the image where there are some"),
  preferTruncatedBoxes: z.boolean().default(true).describe("compare projected boxes limited to the image where there are some"),
  proximity: z.boolean().default(false).describe("ignore detections away from all objects: for sets where not everything is annotated, as Objectron and SUN RGB-D"),
});

/** Options of evaluateOmni3d. */
export type Omni3dOptions = z.input<typeof options>;
/** The same with all defaults. */
export type Omni3dSettings = z.infer<typeof options>;

/** Fills in defaults. @throws DatasetError E_OPTION */
export function readOmni3dOptions(given: Omni3dOptions): Omni3dSettings {
  return readOptions(options, given, "evaluateOmni3d");
}
