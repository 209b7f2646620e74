/** Options of the generator `diffusion`: what is painted, and with what. */
import * as z from "zod";
import { controlSpan, GUESS_MODES } from "../diffusion/guidance.js";
import { NOISE_GENERATORS } from "../diffusion/noise.js";
import { SCHEDULER_CLASSES } from "../diffusion/schedulers/registry.js";
import { DEVICES } from "../nn/session/onnx-runtime.js";

/** Controls that a ControlNet can be fed with. */
export const STEERING = ["canny", "geometric-edges", "depth", "normal", "segmentation", "coarse-box"] as const;

const controlnetOptions = z.strictObject({
  model: z.string().describe("the ControlNet: OWNER/NAME, or a folder, relative to the recipe and beginning with ./ or ../"),
  control: z.enum(STEERING).describe("the control that it was trained for"),
});

/** Settings that belong together. */
export const PRESETS = {
  paper: { scheduler: "DDIMScheduler", steps: 20, guidance: 9, eta: 1 },
  fast: { scheduler: "LCMScheduler", steps: 4, guidance: 1, eta: null },
} as const;

const share = z.number().min(0).max(1);

/** Options of the generator `diffusion`. */
export const diffusionGeneratorOptions = z.strictObject({
  model: z.string().describe("an alias such as sd15-canny (dst3d models list), OWNER/NAME, or a folder of diffusers, relative to the recipe and beginning with ./ or ../"),
  arm: z.enum(["diffusion", "text2image"]).default("diffusion").describe("diffusion: painted over controls, labelled by intention; text2image: from the prompt alone, without label"),
  controlnets: z.array(controlnetOptions).default([]).describe("instead of the alias's: several may act together"),
  loras: z
    .array(z.strictObject({ model: z.string().describe("OWNER/NAME, or a folder"), scale: z.number().default(1).describe("how strongly it acts") }))
    .default([])
    .describe("small additions to the model, beside the alias's"),
  vae: z.string().nullable().default(null).describe("another autoencoder, such as taesd; null = the model's"),
  preset: z.enum(["paper", "fast"]).nullable().default(null).describe("paper: DDIM 20 steps, eta 1, guidance 9; fast: LCM 4 steps, for models with an LCM adapter; null = fast for such aliases, else paper"),
  steps: z.int().min(1).max(1000).nullable().default(null).describe("steps from noise to picture; null = the preset's"),
  guidance: z.number().min(0).nullable().default(null).describe("classifier-free guidance; 1 and less = without; null = the preset's"),
  guidanceRescale: share.default(0).describe("against over-exposed pictures (0.7 for v-prediction models)"),
  scheduler: z.enum(SCHEDULER_CLASSES as [string, ...string[]]).nullable().default(null).describe("null = the preset's"),
  eta: share.nullable().default(null).describe("DDIM only: 0 is deterministic; null = the preset's"),
  weight: z.number().min(0).max(2).default(1).describe("how strongly the controls act"),
  span: controlSpan.prefault({}).describe("share of the steps in which the controls act"),
  guessMode: z.enum(GUESS_MODES).nullable().default(null).describe("the control steers without the prompt's help; which ladder of weights"),
  strength: share.nullable().default(null).describe("start from the render instead of noise: share of the steps that are taken; null = from noise"),
  clipSkip: z.int().min(0).max(12).default(0).describe("last layers of the text encoder that are left out"),
  noise: z.enum(NOISE_GENERATORS).default("dst3d").describe("whose numbers a seed gives; torch for comparisons with diffusers"),
  precision: z.enum(["float32", "float16"]).nullable().default(null).describe("numbers that UNet and ControlNets compute with; null = float16 on cuda and dml, float32 elsewhere"),
  optimize: z.boolean().default(true).describe("false: graphs run as they are written: they open at once, and large models fit, with weights left in their files and widened at each step"),
  tile: z.int().min(64).nullable().default(null).describe("side in pixels of the tiles in which the autoencoder works on larger images: less memory, slightly other images; null = as a whole"),
  device: z.enum(["auto", ...DEVICES]).default("cpu").describe("what computes; auto = cuda, dml or coreml where one works, else cpu"),
  batchSize: z.int().min(1).max(64).nullable().default(null).describe("images painted together at most; fewer where the measured memory of one says so; null = 1 on the CPU, where batches gain nothing, 8 on cuda, 1 where memory cannot be measured"),
  keepLoaded: z.boolean().nullable().default(null).describe("false: encoder, UNet and autoencoder are in memory only while each works; null = false where they do not fit together"),
  memoryGB: z.number().positive().nullable().default(null).describe("memory that painting may take, in 10⁹ bytes; null = what is free"),
});
/** See {@link diffusionGeneratorOptions}. */
export type DiffusionGeneratorOptions = z.infer<typeof diffusionGeneratorOptions>;

/**
 * Options that say how this machine does the work. They change no picture (another device computes with other
 * roundings, which run.json is the place for), so they make no sample stale and stand in no record.
 */
export const MACHINE_OPTIONS = ["device", "batchSize", "keepLoaded", "memoryGB"] as const satisfies (keyof DiffusionGeneratorOptions)[];
