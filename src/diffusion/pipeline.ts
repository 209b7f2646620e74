/** Stable Diffusion with ControlNets from a folder of diffusers: prompts and control pictures in, pictures out. */
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import type { Image } from "../core/image.js";
import { countOf, type FloatTensor } from "../nn/graph/float-tensor.js";
import type { ControlTask } from "./control-stack.js";
import { denoise, type ModelQuestion } from "./denoise.js";
import { firstTimestepIndex, guidanceEmbedding } from "./guidance.js";
import { createNoiseSource, drawBatch, type NoiseSource } from "./noise.js";
import { loadSeparate, loadTogether, type NoisePredictor } from "./noise-predictor.js";
import { openModel, type ModelOptions, type OpenedModel } from "./open-model.js";
import { batchKey, checkedControls, checkedSize, checkPicture, type CheckedControl, type PaintRequest, type PictureSize } from "./paint-request.js";
import { toMask, toPlanes } from "./pixels.js";
import type { EncodedPrompt } from "./prompt-encoder.js";
import { createScheduler } from "./schedulers/registry.js";
import { repeatBatch, sliceBatch, stackBatches } from "./tensor-batch.js";

/** How a model is put together and kept. */
export interface DiffusionPipelineOptions extends ModelOptions {
  /** Whether all parts stay in memory from picture to picture, the default; otherwise each is there only while it works. */
  keepLoaded?: boolean;
}

/** A painted picture. */
export interface Painted {
  image: Image;
  /** Before the autoencoder, with the scaling factor in them. */
  latents: FloatTensor;
}

/** A model in memory; its parts are loaded when they are first used. */
export class DiffusionPipeline {
  readonly #model: OpenedModel;
  /** Whether all parts stay in memory from picture to picture. */
  keepLoaded: boolean;
  #predictor: Promise<NoisePredictor> | null = null;

  private constructor(model: OpenedModel, keepLoaded: boolean) {
    this.#model = model;
    this.keepLoaded = keepLoaded;
  }

  /**
   * Opens a model as diffusers stores it. Only configurations are read; weights are when a picture is made.
   * @throws DatasetError E_NOT_FOUND, E_MODEL or E_OPTION naming what is missing, not supported or does not fit
   */
  static async fromFolder(folder: string, options: DiffusionPipelineOptions = {}): Promise<DiffusionPipeline> {
    const { keepLoaded = true, ...rest } = options;
    return new DiffusionPipeline(await openModel(folder, rest), keepLoaded);
  }

  /** How often the networks are asked for a picture. @param strength share of the steps that are taken; null = all */
  questionCount(steps: number, strength: number | null): number {
    const scheduler = createScheduler(this.#model.scheduler);
    scheduler.setTimesteps(steps);
    return scheduler.timesteps.length - (strength === null ? 0 : firstTimestepIndex(steps, strength, scheduler.order));
  }

  /** Paints one picture. @throws DatasetError E_OPTION, E_IMAGE, E_MODEL */
  async generate(request: PaintRequest): Promise<Painted> {
    const [outcome] = await this.generateBatch([request]);
    if (outcome!.status === "rejected") throw outcome!.reason;
    return outcome!.value;
  }

  /**
   * Paints several pictures in one go, each as it would be alone. They must have the same {@link batchKey}.
   * @returns for each its picture, or what is wrong with that one
   * @throws DatasetError E_OPTION, E_IMAGE, E_MODEL when none can be painted
   */
  async generateBatch(requests: readonly PaintRequest[]): Promise<PromiseSettledResult<Painted>[]> {
    const keys = new Set(requests.map((request) => this.batchKey(request)));
    if (keys.size !== 1) throw new DatasetError("E_OPTION", `${requests.length} requests of ${keys.size} kinds cannot be painted together.`, { hint: "Put those with the same batchKey together." });
    try {
      return await this.#decoded(await this.#denoised(requests, requests[0]!));
    } finally {
      if (!this.keepLoaded) await this.release();
    }
  }

  /** @param first whose settings are those of all */
  async #denoised(requests: readonly PaintRequest[], first: PaintRequest): Promise<FloatTensor> {
    const { codec, unet: config, encoder } = this.#model;
    const { steps = 20, guidance = 7.5, guessMode = null } = first;
    const size = checkedSize(first, codec.factor, this.#model.usualSide * codec.factor);
    const tasks = this.#controlTasks(requests, size);
    const guides = guidance > 1 && config.time_cond_proj_dim === undefined;

    const scheduler = createScheduler(first.eta === undefined ? this.#model.scheduler : { ...this.#model.scheduler, eta: first.eta });
    scheduler.setTimesteps(steps);
    const begin = first.start === undefined ? 0 : firstTimestepIndex(steps, first.start.strength, scheduler.order);
    if (first.start !== undefined) scheduler.setBeginIndex(begin);
    const sources = requests.map(({ seed, noise }) => createNoiseSource(seed, noise));
    const starts = await inOrder(requests, (request, place) => this.#start(request, size, sources[place]!));
    const noises = stackBatches(starts.map(({ noise }) => noise));
    const data = first.start === undefined ? noises.data.map((value) => value * scheduler.initNoiseSigma) : scheduler.addNoise(stackBatches(starts.map(({ clean }) => clean!)).data, noises.data, scheduler.timesteps[begin]!);
    const conditioning = await this.#conditioning(requests, guides, guidance, size);
    if (!this.keepLoaded) await Promise.all([encoder.release(), codec.release()]);
    const predictor = await this.#loadedPredictor();
    const loraScales = this.#loraScales();
    return denoise({
      scheduler,
      latents: { data, shape: noises.shape },
      begin,
      guidance: guides ? guidance : null,
      rescale: first.guidanceRescale ?? 0,
      noise: sources,
      ask: ({ sample, timestep, index, count }: ModelQuestion) =>
        predictor.predict({
          feeds: { sample, timesteps: new Array<number>(sample.shape[0]!).fill(timestep), ...conditioning, loraScales },
          tasks,
          index,
          count,
          guessMode,
          unconditional: guides && guessMode !== null ? requests.length : 0,
        }),
      ...(first.signal === undefined ? {} : { signal: first.signal }),
      onStep: (done, count) => requests.forEach(({ onStep }) => onStep?.(done, count)),
    });
  }

  /** One at a time: the autoencoder needs the most memory of all, and gains nothing from batches. */
  async #decoded(latents: FloatTensor): Promise<PromiseSettledResult<Painted>[]> {
    if (!this.keepLoaded) await this.#releasePredictor();
    return inOrder(Array.from({ length: latents.shape[0]! }), async (_, place): Promise<PromiseSettledResult<Painted>> => {
      const own = sliceBatch(latents, place, place + 1);
      try {
        return { status: "fulfilled", value: { image: await this.#model.codec.decode(own), latents: own } };
      } catch (reason) {
        return { status: "rejected", reason };
      }
    });
  }

  /** Requests with the same key may be painted in one batch, and are then painted as each would be alone. */
  batchKey(request: PaintRequest): string {
    const { prompt, negativePrompt } = request;
    return `${batchKey(request)} ${this.#model.encoder.pieces(prompt, negativePrompt ?? "")}`;
  }

  /** Shape of the latents of one picture. @throws DatasetError E_OPTION for sizes that cannot be painted */
  latentShape(size: PictureSize): number[] {
    const { codec } = this.#model;
    const { width, height } = checkedSize(size, codec.factor, 0);
    return [1, codec.channels, height / codec.factor, width / codec.factor];
  }

  /** The picture of one picture's latents, as `generate` returns them. @throws DatasetError E_IMAGE */
  async decode(latents: FloatTensor): Promise<Image> {
    const { codec } = this.#model;
    try {
      return await codec.decode(latents);
    } finally {
      if (!this.keepLoaded) await codec.release();
    }
  }

  /** Gives all memory back; the next picture loads again. */
  async release(): Promise<void> {
    await this.#releasePredictor();
    await this.#model.encoder.release();
    await this.#model.codec.release();
  }

  #loraScales(): number[] {
    return this.#model.loras.map(({ scale }) => scale);
  }

  #loadedPredictor(): Promise<NoisePredictor> {
    const { folder, loading, loras, controlnets, fused } = this.#model;
    return (this.#predictor ??= (fused ? loadTogether : loadSeparate)({ ...loading, loras, unet: join(folder, "unet"), controlnets }));
  }

  async #releasePredictor(): Promise<void> {
    const predictor = this.#predictor;
    this.#predictor = null;
    await (await predictor)?.release();
  }

  #controlTasks(requests: readonly PaintRequest[], size: PictureSize): ControlTask[] {
    const { controlnets, codec } = this.#model;
    const controls = requests.map((request) => checkedControls(request, controlnets.length, size));
    return controlnets.map((_, place) => {
      const own = controls.map((list): CheckedControl => list[place]!);
      const { weight, span } = own[0]!;
      const isMasked = own.some(({ mask }) => mask !== null);
      return { weight, span, image: stackBatches(own.map(({ image }) => toPlanes(image))), mask: isMasked ? stackBatches(own.map(({ mask }) => (mask === null ? everywhere(size, codec.factor) : toMask(mask, codec.factor)))) : null };
    });
  }

  async #conditioning(requests: readonly PaintRequest[], guides: boolean, guidance: number, { width, height }: PictureSize) {
    const { encoder, zerosForEmpty, unet } = this.#model;
    const texts = await inOrder(requests, async ({ prompt, negativePrompt = null }) => {
      const [positive, negative] = await encoder.encode(prompt, negativePrompt ?? "", this.#loraScales());
      return { positive, negative: negativePrompt === null && zerosForEmpty ? zeros(negative) : negative };
    });
    const rows = [...(guides ? texts.map(({ negative }) => negative) : []), ...texts.map(({ positive }) => positive)];
    const sizes = Float32Array.of(height, width, 0, 0, height, width);
    const distilled = unet.time_cond_proj_dim;
    return {
      prompt: stackBatches(rows.map(({ hidden }) => hidden)),
      ...(rows[0]!.pooled === null ? {} : { pooled: stackBatches(rows.map(({ pooled }) => pooled!)), timeIds: repeatBatch({ data: sizes, shape: [1, 6] }, rows.length) }),
      ...(distilled === undefined ? {} : { guidance: repeatBatch({ data: guidanceEmbedding(guidance, distilled), shape: [1, distilled] }, rows.length) }),
    };
  }

  /** The noise of one picture, and the latents of what it starts from. */
  async #start(request: PaintRequest, size: PictureSize, source: NoiseSource): Promise<{ noise: FloatTensor; clean: FloatTensor | null }> {
    const { codec } = this.#model;
    const shape = this.latentShape(size);
    const count = countOf(shape);
    if (request.latents !== undefined && request.latents.length !== count) {
      throw new DatasetError("E_OPTION", `latents has ${request.latents.length} numbers; ${shape.join(" × ")} are needed.`, { hint: `Its height and width are those of the picture over ${codec.factor}.`, subject: "latents" });
    }
    if (request.start !== undefined) checkPicture(request.start.image, size, "start.image");
    const clean = request.start === undefined ? null : await codec.encode(request.start.image, [source]);
    return { noise: { data: request.latents ?? drawBatch([source], count), shape }, clean };
  }
}

/** One after the other: what runs side by side holds memory side by side. */
async function inOrder<In, Out>(list: readonly In[], work: (item: In, place: number) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (const [place, item] of list.entries()) results.push(await work(item, place));
  return results;
}

function everywhere({ width, height }: PictureSize, factor: number): FloatTensor {
  const shape = [1, 1, Math.floor(height / factor), Math.floor(width / factor)];
  return { data: new Float32Array(shape[2]! * shape[3]!).fill(1), shape };
}

function zeros({ hidden, pooled }: EncodedPrompt): EncodedPrompt {
  const empty = ({ data, shape }: FloatTensor): FloatTensor => ({ data: new Float32Array(data.length), shape });
  return { hidden: empty(hidden), pooled: pooled === null ? null : empty(pooled) };
}
