/**
 * Generator `diffusion`: Stable Diffusion on this machine, steered by ControlNets. The label is what was asked for
 * (`intended`); without control, the paper's text-to-image baseline, there is none.
 */
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import type { Image } from "../core/image.js";
import type { PaintRequest } from "../diffusion/paint-request.js";
import type { DiffusionPipeline } from "../diffusion/pipeline.js";
import { graphCacheFolder } from "../diffusion/graph-cache-folder.js";
import { controlSpan, GUESS_MODES } from "../diffusion/guidance.js";
import { NOISE_GENERATORS } from "../diffusion/noise.js";
import { SCHEDULER_CLASSES } from "../diffusion/schedulers/registry.js";
import { DEVICES } from "../nn/session/onnx-runtime.js";
import { objectImage } from "../render/display-transform.js";
import type { ControlledPhoto, ControlledSample, Painting } from "../sample/sample.js";
import { findDiffusionModel, steeringControls, type DiffusionModel } from "./diffusion-model.js";
import type { Generator } from "./generator.js";

/** Controls that a ControlNet can be fed with. */
export const STEERING = ["canny", "geometric-edges", "depth", "normal", "segmentation", "coarse-box"] as const;

const controlnetOptions = z.strictObject({
  model: z.string().describe("the ControlNet: OWNER/NAME, or a folder, relative to the recipe and beginning with ./ or ../"),
  control: z.enum(STEERING).describe("the control that it was trained for"),
});

const PRESETS = {
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
  device: z.enum(DEVICES).default("cpu").describe("what computes"),
});
/** See {@link diffusionGeneratorOptions}. */
export type DiffusionGeneratorOptions = z.infer<typeof diffusionGeneratorOptions>;

/** Smaller models open at once without a copy of their optimised graphs. */
const WORTH_KEEPING_BYTES = 100_000_000;

/** What a run needs from its options and the preset together. */
interface Settings {
  scheduler: string;
  steps: number;
  guidance: number;
  eta: number | null;
}

/**
 * The generator that paints with Stable Diffusion.
 * @param folder where the recipe's relative paths start
 */
export function diffusionGenerator(options: DiffusionGeneratorOptions, folder: string): Generator {
  const controls = options.arm === "text2image" ? [] : steeringControls(options);
  let opening: Promise<{ model: DiffusionModel; pipeline: DiffusionPipeline; settings: Settings }> | null = null;
  const open = () => (opening ??= openPipeline(options, folder));

  async function paint(sample: ControlledSample | ControlledPhoto, { signal }: { signal: AbortSignal }): Promise<Painting> {
    const { model, pipeline, settings } = await open();
    if (sample.prompt === null) throw new DatasetError("E_OPTION", "diffusion needs a prompt, and this sample has none.", { hint: "Choose a prompter in `prompts`.", subject: "prompts" });
    const { width, height } = sizeOf(sample);
    const request: PaintRequest = {
      prompt: sample.prompt.text,
      negativePrompt: sample.prompt.negative,
      controls: controls.map((name) => ({ image: sample.controls[name]!.image, mask: sample.controls[name]!.softMask, weight: options.weight, ...options.span })),
      seed: sample.seed,
      steps: settings.steps,
      guidance: settings.guidance,
      guidanceRescale: options.guidanceRescale,
      guessMode: options.guessMode,
      ...(settings.eta === null ? {} : { eta: settings.eta }),
      ...(options.strength === null ? {} : { start: { image: startImage(sample), strength: options.strength } }),
      noise: options.noise,
      width,
      height,
      signal,
    };
    const { image, seed } = await paintOrTryAgain(pipeline, request);
    // What names a model may be a path of this machine; `parts` says what each is.
    const { preset: _preset, model: _model, device: _device, controlnets: _controlnets, loras: _loras, vae: _vae, ...rest } = options;
    return {
      output: image,
      arm: "source" in sample ? "image-edges" : options.arm,
      labelStatus: "source" in sample || options.arm === "text2image" ? "none" : "intended",
      generation: { generator: "diffusion", model: model.name, hashes: await model.hashes(), seed, settings: { ...rest, ...settings, controls: [...controls], parts: model.parts } },
    };
  }

  return {
    name: "diffusion",
    controls,
    probe: async () => void (await open()),
    generate: async (sample, context) => ({ ...sample, ...(await paint(sample, context)) }),
    close: async () => {
      const opened = await opening?.catch(() => null);
      opening = null;
      await opened?.pipeline.release();
    },
  };
}

async function openPipeline(options: DiffusionGeneratorOptions, folder: string) {
  const model = await findDiffusionModel(options, folder);
  const preset = PRESETS[options.preset ?? (model.isDistilled ? "fast" : "paper")];
  const settings: Settings = {
    scheduler: options.scheduler ?? preset.scheduler,
    steps: options.steps ?? preset.steps,
    guidance: options.guidance ?? preset.guidance,
    eta: options.eta ?? (options.scheduler === null || options.scheduler === "DDIMScheduler" ? preset.eta : null),
  };
  // Loaded here: most runs need neither networks nor schedulers.
  const { DiffusionPipeline } = await import("../diffusion/pipeline.js");
  const pipeline = await DiffusionPipeline.fromFolder(model.folder, {
    controlnets: options.arm === "text2image" ? [] : model.controlnets,
    loras: model.loras,
    ...(model.vae === null ? {} : { autoencoder: model.vae }),
    scheduler: { _class_name: settings.scheduler },
    clipSkip: options.clipSkip,
    ...(model.bytes < WORTH_KEEPING_BYTES ? {} : { cacheFolder: graphCacheFolder(process.env) }),
    device: options.device,
  });
  return { model, pipeline, settings };
}

/** A picture that a safety filter blackened, or that went wrong in numbers, is painted once more with the next seed. */
async function paintOrTryAgain(pipeline: DiffusionPipeline, request: PaintRequest): Promise<{ image: Image; seed: number }> {
  let problem: unknown;
  for (const seed of [request.seed, request.seed + 1]) {
    try {
      const { image } = await pipeline.generate({ ...request, seed });
      if (!isOneColor(image)) return { image, seed };
      problem = new DatasetError("E_IMAGE", "The painted picture is of one colour.", { hint: "Another seed, prompt or model may do better; a black one can come from weights in half precision." });
    } catch (error) {
      if (!DatasetError.isInstance(error) || error.code !== "E_IMAGE" || !/NaN/.test(error.message)) throw error;
      problem = error;
    }
  }
  throw problem;
}

function isOneColor({ data, channels }: Image): boolean {
  for (let index = channels; index < data.length; index++) if (data[index] !== data[index - channels]) return false;
  return true;
}

function sizeOf(sample: ControlledSample | ControlledPhoto): { width: number; height: number } {
  return "source" in sample ? sample.source.image : sample.content.camera;
}

/** What strength starts from: the object as rendered, over mid-gray; or the photograph. */
function startImage(sample: ControlledSample | ControlledPhoto): Image {
  if ("source" in sample) return sample.source.image;
  const { width, height, data } = objectImage(sample.passes, sample.content.lighting.exposure);
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const alpha = data[pixel * 4 + 3]! / 255;
    for (let channel = 0; channel < 3; channel++) rgb[pixel * 3 + channel] = Math.round(data[pixel * 4 + channel]! * alpha + 127 * (1 - alpha));
  }
  return { width, height, channels: 3, data: rgb };
}
