/** Options of exports, declared once: types, defaults and the texts of the command line come from here. */
import * as z from "zod";

const share = z.number().min(0).max(1);

/** The schema of all export options. */
export const exportOptions = z.strictObject({
  split: z
    .array(share)
    .min(1)
    .max(3)
    .refine((shares) => Math.abs(shares.reduce((sum, each) => sum + each, 0) - 1) < 1e-9, "shares must add up to 1")
    .default([1])
    .describe("shares of train, val and test"),
  splitBy: z.enum(["shape", "image"]).default("shape").describe("what is never in two splits: a shape with all its images, or an image alone"),
  seed: z.int().default(0).describe("another division into splits, other questions"),
  sizes: z.record(z.string(), z.number().positive().max(1e6)).default({}).describe("longest side in metres by category"),
  segmentation: z.enum(["rle", "polygon"]).default("rle").describe("coco: how masks are written"),
  keypoints: z.enum(["shape", "box"]).default("shape").describe("coco, yolo pose: the shapes' named points, or the 3D box' corners and centre"),
  task: z.enum(["detect", "segment", "pose"]).default("detect").describe("yolo: what is written of each object"),
  samplesPerShard: z.int().min(1).default(1000).describe("webdataset: samples in one file"),
  shardMegabytes: z.number().positive().max(1e5).default(500).describe("parquet: most megabytes in one file"),
});

/** Options with all defaults filled in. */
export type ExportOptions = z.infer<typeof exportOptions>;

/** Names of the splits, in order of the shares. */
export const SPLIT_NAMES = ["train", "val", "test"] as const;
