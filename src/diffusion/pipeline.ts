/** Stable Diffusion with ControlNets from a folder of diffusers: prompts and control pictures in, pictures out. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import type { Image } from "../core/image.js";
import { exp } from "../core/math.js";
import { AutoencoderKL } from "./autoencoder-kl.js";
import { AutoencoderTiny } from "./autoencoder-tiny.js";
import { readConfigFile } from "./config.js";
import { stackedResiduals, type ControlNetPart, type ControlTask } from "./control-stack.js";
import { checkControlFits } from "./controlnet.js";
import { denoise, type ModelQuestion } from "./denoise.js";
import { firstTimestepIndex, guidanceEmbedding, type GuessMode } from "./guidance.js";
import { loadControlNet, loadUnet, type FloatTensor, type LoadOptions, type Part, type UnetFeeds } from "./load.js";
import { readLora, type Lora } from "./lora.js";
import { createNoiseSource, drawBatch, NOISE_GENERATORS, type NoiseSource } from "./noise.js";
import { fromSignedPlanes, toMask, toPlanes, toSignedPlanes } from "./pixels.js";
import { PromptEncoder, type EncodedPrompt } from "./prompt-encoder.js";
import { createScheduler, type SchedulerConfig } from "./schedulers/registry.js";
import { readSchedulerConfig } from "./schedulers/scheduler-file.js";
import type { Scheduler } from "./schedulers/scheduler.js";
import { repeatBatch, sliceBatch, stackBatches } from "./tensor-batch.js";
import type { UnetConfig } from "./unet.js";

/** How a model is put together. */
export interface DiffusionPipelineOptions extends Omit<LoadOptions, "loras"> {
  /** Folders of ControlNets, in the order of `controls`. */
  controlnets?: readonly string[];
  loras?: readonly { path: string; scale: number }[];
  /** Another autoencoder, of either kind; default: the model's `vae`. */
  autoencoder?: string;
  /** Replaces or adds to the model's scheduler_config.json. */
  scheduler?: SchedulerConfig;
  /** How many of the text encoder's last layers are left out. */
  clipSkip?: number;
}

/** What one ControlNet follows. */
export interface PipelineControl {
  /** As large as the picture to be made. */
  image: Image;
  weight?: number;
  /** Shares of the run in which it acts. */
  start?: number;
  end?: number;
  /** 255 where the control holds; null = everywhere. */
  mask?: Image | null;
}

/** One picture to be painted. */
export interface PaintRequest {
  prompt: string;
  negativePrompt?: string | null;
  /** One per ControlNet, in their order; a bare image acts fully. */
  controls?: readonly (Image | PipelineControl)[];
  seed: number;
  steps?: number;
  guidance?: number;
  guidanceRescale?: number;
  guessMode?: GuessMode;
  /** DDIM only: 0 is deterministic, 1 as noisy as DDPM. */
  eta?: number;
  width?: number;
  height?: number;
  /** Starts from this noise instead of the seed's: [1, channels, height / 8, width / 8], standard normal. */
  latents?: Float32Array;
  /** Starts from a picture; `strength` is the share of the steps that are taken. */
  start?: { image: Image; strength: number };
  /** Whose numbers the seed gives. */
  noise?: (typeof NOISE_GENERATORS)[number];
  signal?: AbortSignal;
  onStep?(done: number, count: number): void;
}

/** A painted picture. */
export interface Painted {
  image: Image;
  /** Before the autoencoder, with the scaling factor in them. */
  latents: FloatTensor;
}

type Unet = Part<UnetConfig, UnetFeeds, FloatTensor>;

/** A model in memory; its parts are loaded when they are first used. */
export class DiffusionPipeline {
  readonly #folder: string;
  readonly #options: DiffusionPipelineOptions;
  readonly #loading: LoadOptions;
  readonly #loras: readonly (Lora & { scale: number })[];
  readonly #encoder: PromptEncoder;
  readonly #autoencoder: AutoencoderKL | AutoencoderTiny;
  readonly #schedulerConfig: SchedulerConfig;
  #unet: Promise<Unet> | null = null;
  #controlnets: Promise<ControlNetPart[]> | null = null;

  private constructor(folder: string, options: DiffusionPipelineOptions, loras: readonly (Lora & { scale: number })[], autoencoder: AutoencoderKL | AutoencoderTiny, scheduler: SchedulerConfig) {
    this.#folder = folder;
    this.#options = options;
    this.#loras = loras;
    this.#loading = loadingOptions(options);
    this.#encoder = new PromptEncoder(folder, options.clipSkip ?? 0, { ...this.#loading, loras });
    this.#autoencoder = autoencoder;
    this.#schedulerConfig = scheduler;
  }

  /**
   * Opens a model as diffusers stores it. Only configurations are read; weights are when a picture is made.
   * @throws DatasetError E_NOT_FOUND, E_MODEL or E_OPTION naming what is missing or not supported
   */
  static async fromFolder(folder: string, options: DiffusionPipelineOptions = {}): Promise<DiffusionPipeline> {
    for (const part of ["unet", "text_encoder", "tokenizer"]) {
      if (!existsSync(join(folder, part))) {
        throw new DatasetError("E_NOT_FOUND", `${folder} has no ${part}/.`, { hint: "Give the folder of a model as diffusers stores it, with unet, vae, text_encoder, tokenizer and scheduler in it.", subject: folder });
      }
    }
    const scheduler = { ...(await readSchedulerConfig(join(folder, "scheduler"))), ...options.scheduler };
    createScheduler(scheduler);
    const loras = await Promise.all((options.loras ?? []).map(async ({ path, scale }) => ({ ...(await readLora(loraFile(path))), scale })));
    return new DiffusionPipeline(folder, options, loras, await openAutoencoder(options.autoencoder ?? join(folder, "vae"), options), scheduler);
  }

  /** Paints one picture. @throws DatasetError E_OPTION, E_IMAGE, E_MODEL */
  async generate(request: PaintRequest): Promise<Painted> {
    const { steps = 20, guidance = 7.5, guessMode = null, noise = "dst3d" } = request;
    const unet = await (this.#unet ??= loadUnet(join(this.#folder, "unet"), { ...this.#loading, loras: this.#loras, control: this.#controlCount > 0 }));
    const factor = this.#pixelsPerLatent();
    const { width, height } = checkedSize(request, factor, (await this.#usualSide()) * factor);
    const distilled = unet.config.time_cond_proj_dim ?? null;
    const guides = guidance > 1 && distilled === null;
    const conditioning = await this.#conditioning(request, guides, width, height, guidance, distilled);
    const controls = await this.#controls(request, unet.config, width, height, factor);

    const scheduler = createScheduler(request.eta === undefined ? this.#schedulerConfig : { ...this.#schedulerConfig, eta: request.eta });
    scheduler.setTimesteps(steps);
    const sources = [createNoiseSource(request.seed, noise)];
    const shape = [1, this.#autoencoder.config.latent_channels, height / factor, width / factor];
    const { latents, begin } = await this.#start(request, scheduler, steps, shape, sources);
    const ask = async ({ sample, timestep, index, count }: ModelQuestion): Promise<FloatTensor> => {
      const batch = sample.shape[0]!;
      const feeds = { sample, timesteps: new Array<number>(batch).fill(timestep), ...conditioning, loraScales: this.#loraScales };
      const half = guides && guessMode !== null ? batch / 2 : 0;
      const seen = half === 0 ? feeds : conditionalHalf(feeds, half);
      const residuals = await stackedResiduals(controls, seen, index, count, guessMode, half);
      return unet.run({ ...feeds, residuals });
    };
    const finished = await denoise({
      scheduler,
      latents: { data: latents, shape },
      begin,
      guidance: guides ? guidance : null,
      rescale: request.guidanceRescale ?? 0,
      noise: sources,
      ask,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      ...(request.onStep === undefined ? {} : { onStep: request.onStep }),
    });
    return { image: fromSignedPlanes(await this.#decode(finished)), latents: finished };
  }

  /** Gives all memory back; the next picture loads again. */
  async release(): Promise<void> {
    const [unet, controlnets] = [this.#unet, this.#controlnets];
    this.#unet = null;
    this.#controlnets = null;
    await (await unet)?.release();
    for (const part of (await controlnets) ?? []) await part.release();
    await this.#encoder.release();
    await this.#autoencoder.release();
  }

  get #controlCount(): number {
    return this.#options.controlnets?.length ?? 0;
  }

  get #loraScales(): number[] {
    return this.#loras.map(({ scale }) => scale);
  }

  /** Side of the latents that the model was trained on. */
  async #usualSide(): Promise<number> {
    const { sample_size: side } = await readConfigFile(join(this.#folder, "unet"));
    return typeof side === "number" ? side : 64;
  }

  #pixelsPerLatent(): number {
    const { config } = this.#autoencoder;
    return 1 << (("block_out_channels" in config ? config.block_out_channels.length : config.num_encoder_blocks.length) - 1);
  }

  async #conditioning({ prompt, negativePrompt = null }: PaintRequest, guides: boolean, width: number, height: number, guidance: number, distilled: number | null) {
    const [positive, negative] = await this.#encoder.encode(prompt, negativePrompt ?? "", this.#loraScales);
    // SDXL was trained with zeros where there is nothing to avoid.
    const avoided = negativePrompt === null && (await this.#zerosForEmpty()) ? zeros(negative) : negative;
    const texts = guides ? [avoided, positive] : [positive];
    const sizes = Float32Array.of(height, width, 0, 0, height, width);
    return {
      prompt: stackBatches(texts.map(({ hidden }) => hidden)),
      ...(positive.pooled === null ? {} : { pooled: stackBatches(texts.map(({ pooled }) => pooled!)), timeIds: repeatBatch({ data: sizes, shape: [1, 6] }, texts.length) }),
      ...(distilled === null ? {} : { guidance: repeatBatch({ data: guidanceEmbedding(guidance, distilled), shape: [1, distilled] }, texts.length) }),
    };
  }

  async #zerosForEmpty(): Promise<boolean> {
    if (!this.#encoder.isDouble) return false;
    const index: unknown = JSON.parse(await readFile(join(this.#folder, "model_index.json"), "utf8").catch(() => "{}"));
    return typeof index !== "object" || index === null || (index as Record<string, unknown>)["force_zeros_for_empty_prompt"] !== false;
  }

  async #controls({ controls = [] }: PaintRequest, model: UnetConfig, width: number, height: number, factor: number): Promise<ControlTask[]> {
    if (controls.length !== this.#controlCount) {
      throw new DatasetError("E_OPTION", `${controls.length} control pictures are given for ${this.#controlCount} ControlNets.`, { hint: "Give one for each, in the order of `controlnets`.", subject: "controls" });
    }
    const parts = await (this.#controlnets ??= this.#loadControls(model));
    return controls.map((given, index) => {
      const control: PipelineControl = "data" in given ? { image: given } : given;
      const { image, weight = 1, start = 0, end = 1, mask = null } = control;
      for (const picture of [image, ...(mask === null ? [] : [mask])]) {
        if (picture.width === width && picture.height === height) continue;
        throw new DatasetError("E_IMAGE", `Control picture ${index} is ${picture.width} × ${picture.height}, the picture to be made ${width} × ${height}.`, { hint: "Both must be of one size.", subject: `controls[${index}]` });
      }
      return { part: parts[index]!, image: toPlanes(image), weight, span: { start, end }, mask: mask === null ? null : toMask(mask, factor) };
    });
  }

  async #loadControls(model: UnetConfig): Promise<ControlNetPart[]> {
    const parts: ControlNetPart[] = [];
    for (const folder of this.#options.controlnets ?? []) {
      const part = await loadControlNet(folder, { ...this.#loading, mask: true });
      parts.push(part);
      checkControlFits(part.config, model, folder);
    }
    return parts;
  }

  async #start(request: PaintRequest, scheduler: Scheduler, steps: number, shape: readonly number[], sources: readonly NoiseSource[]): Promise<{ latents: Float32Array; begin: number }> {
    const count = shape.reduce((product, size) => product * size, 1);
    if (request.latents !== undefined && request.latents.length !== count) {
      throw new DatasetError("E_OPTION", `latents has ${request.latents.length} numbers; ${shape.join(" × ")} are needed.`, { hint: "Its height and width are those of the picture over 8.", subject: "latents" });
    }
    const noise = (): Float32Array => request.latents ?? drawBatch(sources, count);
    if (request.start === undefined) return { latents: noise().map((value) => value * scheduler.initNoiseSigma), begin: 0 };
    const begin = firstTimestepIndex(steps, request.start.strength, scheduler.order);
    scheduler.setBeginIndex(begin);
    const clean = await this.#encode(request.start.image, sources);
    if (clean.data.length !== count) throw new DatasetError("E_IMAGE", "The picture to start from is not as large as the one to be made.", { hint: "Both must be of one size.", subject: "start.image" });
    return { latents: scheduler.addNoise(clean.data, noise(), scheduler.timesteps[begin]!), begin };
  }

  /** Latents drawn from what the autoencoder thinks possible, as diffusers does. */
  async #encode(image: Image, sources: readonly NoiseSource[]): Promise<FloatTensor> {
    const { scaling_factor: scale } = this.#autoencoder.config;
    const planes = toSignedPlanes(image);
    if (this.#autoencoder instanceof AutoencoderTiny) return this.#autoencoder.encode(planes);
    const { mean, logVariance } = await this.#autoencoder.encode(planes);
    const noise = drawBatch(sources, mean.data.length);
    return { data: mean.data.map((value, index) => (value + exp(0.5 * logVariance.data[index]!) * noise[index]!) * scale), shape: mean.shape };
  }

  async #decode(latents: FloatTensor): Promise<FloatTensor> {
    const { scaling_factor: scale } = this.#autoencoder.config;
    return this.#autoencoder.decode({ data: latents.data.map((value) => value / scale), shape: latents.shape });
  }
}

function conditionalHalf(feeds: UnetFeeds, half: number): UnetFeeds {
  const cut = (tensor: FloatTensor): FloatTensor => sliceBatch(tensor, half, 2 * half);
  return {
    ...feeds,
    sample: cut(feeds.sample),
    timesteps: feeds.timesteps.slice(half),
    prompt: cut(feeds.prompt),
    ...(feeds.pooled === undefined ? {} : { pooled: cut(feeds.pooled) }),
    ...(feeds.timeIds === undefined ? {} : { timeIds: cut(feeds.timeIds) }),
    ...(feeds.guidance === undefined ? {} : { guidance: cut(feeds.guidance) }),
  };
}

function zeros({ hidden, pooled }: EncodedPrompt): EncodedPrompt {
  const empty = ({ data, shape }: FloatTensor): FloatTensor => ({ data: new Float32Array(data.length), shape });
  return { hidden: empty(hidden), pooled: pooled === null ? null : empty(pooled) };
}

function checkedSize({ width, height }: PaintRequest, factor: number, usual: number): { width: number; height: number } {
  const size = { width: width ?? usual, height: height ?? usual };
  for (const [side, value] of Object.entries(size)) {
    if (Number.isInteger(value) && value >= factor && value % factor === 0) continue;
    throw new DatasetError("E_OPTION", `${side} is ${value}, which this model cannot paint.`, { hint: `Give a multiple of ${factor}.`, subject: side });
  }
  return size;
}

/** The file of an adapter that is given as a file, or as the folder that diffusers or the hub keep it in. */
function loraFile(path: string): string {
  return path.endsWith(".safetensors") ? path : join(path, "pytorch_lora_weights.safetensors");
}

/** What is said of every part. */
function loadingOptions(options: DiffusionPipelineOptions): LoadOptions {
  const { controlnets: _controlnets, loras: _loras, autoencoder: _autoencoder, scheduler: _scheduler, clipSkip: _clipSkip, ...loading } = options;
  return loading;
}

async function openAutoencoder(folder: string, options: DiffusionPipelineOptions): Promise<AutoencoderKL | AutoencoderTiny> {
  const loading = loadingOptions(options);
  const { _class_name: className } = await readConfigFile(folder);
  switch (className) {
    case "AutoencoderKL":
      return AutoencoderKL.fromFolder(folder, loading);
    case "AutoencoderTiny":
      return AutoencoderTiny.fromFolder(folder, loading);
    default:
      throw new DatasetError("E_MODEL", `${folder} is of the class ${JSON.stringify(className)}.`, { hint: "AutoencoderKL and AutoencoderTiny are supported.", subject: "_class_name" });
  }
}
