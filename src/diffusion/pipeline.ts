/** Stable Diffusion with ControlNets from a folder of diffusers: prompts and control pictures in, pictures out. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import type { Image } from "../core/image.js";
import { readConfigFile } from "./config.js";
import { stackedResiduals, type ControlNetPart, type ControlTask } from "./control-stack.js";
import { checkControlFits, readControlNetConfig } from "./controlnet.js";
import { denoise, type ModelQuestion } from "./denoise.js";
import { firstTimestepIndex, guidanceEmbedding } from "./guidance.js";
import { LatentCodec } from "./latent-codec.js";
import { loadControlNet, loadUnet, type FloatTensor, type LoadOptions, type Part, type UnetFeeds } from "./load.js";
import { readLora, type Lora } from "./lora.js";
import { createNoiseSource, drawBatch, type NoiseSource } from "./noise.js";
import { checkedControls, checkedSize, checkPicture, type CheckedControl, type PaintRequest, type PictureSize } from "./paint-request.js";
import { toMask, toPlanes } from "./pixels.js";
import { PromptEncoder, type EncodedPrompt } from "./prompt-encoder.js";
import { createScheduler, type SchedulerConfig } from "./schedulers/registry.js";
import { readSchedulerConfig } from "./schedulers/scheduler-file.js";
import type { Scheduler } from "./schedulers/scheduler.js";
import { repeatBatch, sliceBatch, stackBatches } from "./tensor-batch.js";
import { readUnetConfig, type UnetConfig } from "./unet.js";

/** How a model is put together. */
export interface DiffusionPipelineOptions extends Omit<LoadOptions, "loras"> {
  /** Folders of ControlNets, in the order of `controls`. */
  controlnets?: readonly string[];
  loras?: readonly { path: string; scale: number }[];
  /** Another autoencoder, of either kind; default: the model's `vae`. */
  autoencoder?: string;
  /** Replaces or adds to the model's scheduler_config.json. */
  scheduler?: SchedulerConfig;
  /** How many of the text encoder's last layers are left out, for both texts. */
  clipSkip?: number;
}

/** A painted picture. */
export interface Painted {
  image: Image;
  /** Before the autoencoder, with the scaling factor in them. */
  latents: FloatTensor;
}

/** What is known of a model before any weights are read. */
interface OpenedModel {
  folder: string;
  controlnets: readonly string[];
  loras: readonly (Lora & { scale: number })[];
  loading: LoadOptions;
  unet: UnetConfig;
  /** Side of the latents that it was trained on. */
  usualSide: number;
  /** SDXL was trained with zeros where there is nothing to avoid. */
  zerosForEmpty: boolean;
  scheduler: SchedulerConfig;
  codec: LatentCodec;
  encoder: PromptEncoder;
}

/** A model in memory; its parts are loaded when they are first used. */
export class DiffusionPipeline {
  readonly #model: OpenedModel;
  #unet: Promise<Part<UnetConfig, UnetFeeds, FloatTensor>> | null = null;
  #controlnets: Promise<ControlNetPart[]> | null = null;

  private constructor(model: OpenedModel) {
    this.#model = model;
  }

  /**
   * Opens a model as diffusers stores it. Only configurations are read; weights are when a picture is made.
   * @throws DatasetError E_NOT_FOUND, E_MODEL or E_OPTION naming what is missing, not supported or does not fit
   */
  static async fromFolder(folder: string, options: DiffusionPipelineOptions = {}): Promise<DiffusionPipeline> {
    const { controlnets = [], loras = [], autoencoder = join(folder, "vae"), scheduler = {}, clipSkip = 0, ...loading } = options;
    for (const part of ["unet", "text_encoder", "tokenizer"]) {
      if (!existsSync(join(folder, part))) {
        throw new DatasetError("E_NOT_FOUND", `${folder} has no ${part}/.`, { hint: "Give the folder of a model as diffusers stores it, with unet, vae, text_encoder, tokenizer and scheduler in it.", subject: folder });
      }
    }
    const unetFolder = join(folder, "unet");
    const unetFile = await readConfigFile(unetFolder);
    const unet = readUnetConfig(unetFile, unetFolder);
    for (const controlnet of controlnets) checkControlFits(readControlNetConfig(await readConfigFile(controlnet), controlnet), unet, controlnet);
    const schedulerConfig = { ...(await readSchedulerConfig(join(folder, "scheduler"))), ...scheduler };
    createScheduler(schedulerConfig);
    const readLoras = await Promise.all(loras.map(async ({ path, scale }) => ({ ...(await readLora(loraFile(path))), scale })));
    const encoder = new PromptEncoder(folder, clipSkip, { ...loading, loras: readLoras });
    return new DiffusionPipeline({
      folder,
      controlnets,
      loras: readLoras,
      loading,
      unet,
      usualSide: typeof unetFile["sample_size"] === "number" ? unetFile["sample_size"] : 64,
      zerosForEmpty: encoder.isDouble && (await indexOf(folder))["force_zeros_for_empty_prompt"] !== false,
      scheduler: schedulerConfig,
      codec: await LatentCodec.open(autoencoder, loading),
      encoder,
    });
  }

  /** Paints one picture. @throws DatasetError E_OPTION, E_IMAGE, E_MODEL */
  async generate(request: PaintRequest): Promise<Painted> {
    const { steps = 20, guidance = 7.5, guessMode = null } = request;
    const { codec, unet: config, controlnets } = this.#model;
    const size = checkedSize(request, codec.factor, this.#model.usualSide * codec.factor);
    const controls = checkedControls(request, controlnets.length, size);
    const guides = guidance > 1 && config.time_cond_proj_dim === undefined;

    const scheduler = createScheduler(request.eta === undefined ? this.#model.scheduler : { ...this.#model.scheduler, eta: request.eta });
    scheduler.setTimesteps(steps);
    const sources = [createNoiseSource(request.seed, request.noise)];
    const { latents, begin } = await this.#start(request, scheduler, steps, size, sources);
    const conditioning = await this.#conditioning(request, guides, guidance, size);
    const tasks = await this.#controlTasks(controls);
    const unet = await this.#loadedUnet();
    const loraScales = this.#loraScales();
    const ask = async ({ sample, timestep, index, count }: ModelQuestion): Promise<FloatTensor> => {
      const batch = sample.shape[0]!;
      const feeds = { sample, timesteps: new Array<number>(batch).fill(timestep), ...conditioning, loraScales };
      const half = guides && guessMode !== null ? batch / 2 : 0;
      const seen = half === 0 ? feeds : conditionalHalf(feeds, half);
      const residuals = await stackedResiduals(tasks, seen, index, count, guessMode, half);
      return unet.run({ ...feeds, residuals });
    };
    const finished = await denoise({
      scheduler,
      latents,
      begin,
      guidance: guides ? guidance : null,
      rescale: request.guidanceRescale ?? 0,
      noise: sources,
      ask,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      ...(request.onStep === undefined ? {} : { onStep: request.onStep }),
    });
    return { image: await codec.decode(finished), latents: finished };
  }

  /** Gives all memory back; the next picture loads again. */
  async release(): Promise<void> {
    const [unet, controlnets] = [this.#unet, this.#controlnets];
    this.#unet = null;
    this.#controlnets = null;
    await (await unet)?.release();
    for (const part of (await controlnets) ?? []) await part.release();
    await this.#model.encoder.release();
    await this.#model.codec.release();
  }

  #loraScales(): number[] {
    return this.#model.loras.map(({ scale }) => scale);
  }

  #loadedUnet() {
    const { folder, loading, loras, controlnets } = this.#model;
    return (this.#unet ??= loadUnet(join(folder, "unet"), { ...loading, loras, control: controlnets.length > 0 }));
  }

  async #controlTasks(controls: readonly CheckedControl[]): Promise<ControlTask[]> {
    const { controlnets, loading, codec } = this.#model;
    // One after the other: each takes much memory while it is loaded.
    this.#controlnets ??= controlnets.reduce<Promise<ControlNetPart[]>>(async (before, folder) => [...(await before), await loadControlNet(folder, { ...loading, mask: true })], Promise.resolve([]));
    const parts = await this.#controlnets;
    return controls.map(({ image, mask, ...rest }, index) => ({ part: parts[index]!, image: toPlanes(image), mask: mask === null ? null : toMask(mask, codec.factor), ...rest }));
  }

  async #conditioning({ prompt, negativePrompt = null }: PaintRequest, guides: boolean, guidance: number, { width, height }: PictureSize) {
    const { encoder, zerosForEmpty, unet } = this.#model;
    const [positive, negative] = await encoder.encode(prompt, negativePrompt ?? "", this.#loraScales());
    const texts = guides ? [negativePrompt === null && zerosForEmpty ? zeros(negative) : negative, positive] : [positive];
    const sizes = Float32Array.of(height, width, 0, 0, height, width);
    const distilled = unet.time_cond_proj_dim;
    return {
      prompt: stackBatches(texts.map(({ hidden }) => hidden)),
      ...(positive.pooled === null ? {} : { pooled: stackBatches(texts.map(({ pooled }) => pooled!)), timeIds: repeatBatch({ data: sizes, shape: [1, 6] }, texts.length) }),
      ...(distilled === undefined ? {} : { guidance: { data: guidanceEmbedding(guidance, distilled), shape: [1, distilled] } }),
    };
  }

  async #start(request: PaintRequest, scheduler: Scheduler, steps: number, size: PictureSize, sources: readonly NoiseSource[]): Promise<{ latents: FloatTensor; begin: number }> {
    const { codec } = this.#model;
    const shape = [1, codec.channels, size.height / codec.factor, size.width / codec.factor];
    const count = shape.reduce((product, length) => product * length, 1);
    if (request.latents !== undefined && request.latents.length !== count) {
      throw new DatasetError("E_OPTION", `latents has ${request.latents.length} numbers; ${shape.join(" × ")} are needed.`, { hint: `Its height and width are those of the picture over ${codec.factor}.`, subject: "latents" });
    }
    const noise = (): Float32Array => request.latents ?? drawBatch(sources, count);
    if (request.start === undefined) return { latents: { data: noise().map((value) => value * scheduler.initNoiseSigma), shape }, begin: 0 };
    checkPicture(request.start.image, size, "start.image");
    const begin = firstTimestepIndex(steps, request.start.strength, scheduler.order);
    scheduler.setBeginIndex(begin);
    const clean = await codec.encode(request.start.image, sources);
    return { latents: { data: scheduler.addNoise(clean.data, noise(), scheduler.timesteps[begin]!), shape }, begin };
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
  };
}

function zeros({ hidden, pooled }: EncodedPrompt): EncodedPrompt {
  const empty = ({ data, shape }: FloatTensor): FloatTensor => ({ data: new Float32Array(data.length), shape });
  return { hidden: empty(hidden), pooled: pooled === null ? null : empty(pooled) };
}

/** The file of an adapter that is given as a file, or as the folder that diffusers or the hub keep it in. */
function loraFile(path: string): string {
  return path.endsWith(".safetensors") ? path : join(path, "pytorch_lora_weights.safetensors");
}

/** What model_index.json says; nothing where a folder has none. */
async function indexOf(folder: string): Promise<Record<string, unknown>> {
  const file = join(folder, "model_index.json");
  const text = await readFile(file, "utf8").catch(() => "{}");
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? (content as Record<string, unknown>) : {};
  } catch (cause) {
    throw new DatasetError("E_MODEL", `${file} is not JSON.`, { hint: "Fetch the model again.", subject: file, cause });
  }
}
