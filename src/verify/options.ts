/** A recipe's `verify`: how its images are compared with their labels. */
import * as z from "zod";
import { calibrationOptions } from "./calibration/fit-calibration.js";
import { SIGNAL_NAMES, signalsOptions } from "./signals/options.js";
import { verdictOptions } from "./verdict.js";

export const verifyOptions = z
  .strictObject({
    signals: z
      .array(z.enum(SIGNAL_NAMES))
      .min(1, "no signals")
      .refine((names) => new Set(names).size === names.length, "one signal is named twice")
      .default([...SIGNAL_NAMES])
      .describe("what is measured; those that cannot work on a dataset are left out and named"),
    ...verdictOptions.shape,
    badShare: calibrationOptions.shape.badShare,
    calibration: z.string().nullable().default(null).describe("calibration.json of an earlier verification; null = images with known mistakes are made beside the dataset, and calibrated on"),
    learnFrom: z
      .enum(["all", "planted"])
      .default("all")
      .describe("what networks learn from: the dataset and those planted images that are right, each judged by a network that has not seen it; or these planted images alone"),
    planted: z
      .strictObject({
        run: z.string().nullable().default(null).describe("folder of a run with `plant` that is there already; null = one is made"),
        count: z.int().min(80).max(100_000).default(400).describe("images to be made for the calibration"),
        share: z.number().min(0.1).max(0.9).default(0.4).describe("share of them that is wrong"),
      })
      .prefault({})
      .describe("images with known mistakes, made from the dataset's own recipe"),
    seed: z.int().default(0).describe("of folds and weights"),
    ...signalsOptions.shape,
  })
  .describe("how images are compared with their labels by `dst3d verify`");

/** See {@link verifyOptions}. */
export type VerifyOptions = z.infer<typeof verifyOptions>;
