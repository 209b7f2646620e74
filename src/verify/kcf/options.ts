/** Options of the k-fold consistency filter. */
import * as z from "zod";

/** The schema of the filter's options. */
export const kcfOptions = z
  .strictObject({
    variant: z.enum(["faithful", "corrected"]).default("corrected").describe("faithful = the original's targets, statistics and score, one network per category; corrected = canonical poses, symmetry, averages of training, flip test, one network for all categories"),
    folds: z.int().min(2).max(50).default(5).describe("parts; each is judged by a network trained on the others"),
    unit: z.enum(["image", "shape"]).default("image").describe("what stays in one fold: an image alone catches bad images better, all images of a shape a shape whose front is wrong"),
    network: z.enum(["residual", "resnet50", "dinov2"]).default("residual").describe("residual = small, trained from scratch; the others need `weights`"),
    weights: z.string().nullable().default(null).describe("resnet50: a .safetensors file with torchvision's or timm's names (ResNet-101 and -152 fit, too); dinov2: a folder with config.json and model.safetensors, as transformers writes it"),
    frozen: z.boolean().default(false).describe("resnet50: learn only what reads its features; dinov2 is always frozen"),
    widths: z.array(z.int().min(1).max(4096)).min(1).max(8).default([32, 64, 128, 256]).describe("residual: channels of its stages, each of which halves the picture"),
    size: z.int().min(16).max(518).nullable().default(null).describe("side of the pictures that the network reads, in pixels; null = 64 for residual, 224 for the others"),
    epochs: z.int().min(1).max(1000).nullable().default(null).describe("passes over the training folds; null = 150 for faithful, as the original, and 30 for corrected"),
    batch: z.int().min(2).max(512).default(32).describe("pictures per step"),
    learningRate: z.number().positive().nullable().default(null).describe("null = 0.01 for faithful, as the original, and 0.003 for corrected (0.0003 where a resnet50 learns)"),
    categories: z.boolean().default(true).describe("corrected: the network also says which category it sees"),
  })
  .refine(({ network, weights }) => network === "residual" || weights !== null, { path: ["weights"], message: "resnet50 and dinov2 need the path of their weights" });
/** See {@link kcfOptions}. */
export type KcfOptions = z.infer<typeof kcfOptions>;

/** Options with everything decided that depends on others. */
export interface KcfSettings extends KcfOptions {
  size: number;
  epochs: number;
  learningRate: number;
  /** Whether features of a network that is not trained are read. */
  frozen: boolean;
}

export function settingsOf(options: KcfOptions): KcfSettings {
  const { variant, network } = options;
  const faithful = variant === "faithful";
  const frozen = network === "dinov2" || (network === "resnet50" && options.frozen);
  const rate = faithful ? 0.01 : network === "resnet50" && !frozen ? 0.0003 : 0.003;
  return { ...options, frozen, size: options.size ?? (network === "residual" ? 64 : 224), epochs: options.epochs ?? (faithful ? 150 : 30), learningRate: options.learningRate ?? rate };
}
