/** Every way to draw viewpoints, by the recipe's options. */
import { presetOptions, presetSampler } from "./preset.js";
import type { ViewpointSampler } from "./sampler.js";
import type * as z from "zod";

/** The schema of a recipe's `viewpoints`. */
export const viewpointOptions = presetOptions;

/** The sampler that a recipe asks for. */
export function viewpointSampler(options: z.infer<typeof viewpointOptions>): ViewpointSampler {
  return presetSampler(options);
}
