/** Options of the signal `silhouette`. */
import * as z from "zod";

export const silhouetteOptions = z.strictObject({
  folds: z.int().min(2).max(20).default(3).describe("networks, each of which judges the samples that it has not seen"),
  unit: z.enum(["image", "shape"]).default("image").describe("what stays together in a fold"),
  epochs: z.int().min(1).max(1000).default(12).describe("passes over the samples"),
  steps: z.int().min(0).max(1_000_000).default(1000).describe("least number of steps: where there are few samples, they are passed more often"),
  size: z.literal([32, 64, 96]).default(64).describe("side of what the network sees, in pixels"),
  batch: z.int().min(4).max(256).default(32).describe("scenes per step"),
  learningRate: z.number().positive().default(0.003).describe("at its highest"),
});
/** See {@link silhouetteOptions}. */
export type SilhouetteOptions = z.infer<typeof silhouetteOptions>;
