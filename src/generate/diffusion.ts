/**
 * Generator `diffusion`: Stable Diffusion on this machine, steered by ControlNets. The label is what was asked for
 * (`intended`); without control, the paper's text-to-image baseline, there is none.
 */
import { DatasetError } from "../core/errors.js";
import type { Image } from "../core/image.js";
import type { PaintRequest } from "../diffusion/paint-request.js";
import type { DiffusionPipeline } from "../diffusion/pipeline.js";
import { cacheFolder } from "../storage/cache-folder.js";
import { chooseDevice } from "../nn/session/choose-device.js";
import type { Device } from "../nn/session/onnx-runtime.js";
import { objectPicture } from "../render/object-picture.js";
import type { ControlledPhoto, ControlledView, Painting, StageContext } from "../sample/sample.js";
import { findDiffusionModel, steeringControls, type DiffusionModel } from "./diffusion-model.js";
import { MACHINE_OPTIONS, PRESETS, type DiffusionGeneratorOptions } from "./diffusion-options.js";
import type { Generator, Preparation } from "./generator.js";
import { PaintQueue } from "./paint-queue.js";
import { paintedOrAgain } from "./second-seed.js";
import { batchThatFits, describeRehearsal, rehearse } from "./rehearsal.js";

/** Smaller models open at once without a copy of their optimised graphs. */
const WORTH_KEEPING_BYTES = 100_000_000;
/** More images together gain nothing more. On the CPU not even two do: it is busy with one. */
const LARGEST_BATCH = 8;
/** Above this share of the free memory, parts are there only while they work. */
const MODEL_SHARE = 0.7;

/** What a run needs from its options and the preset together. */
interface Settings {
  scheduler: string;
  steps: number;
  guidance: number;
  eta: number | null;
  precision: "float32" | "float16";
}

interface OpenedGenerator {
  model: DiffusionModel;
  pipeline: DiffusionPipeline;
  device: Device;
  settings: Settings;
}

/**
 * The generator that paints with Stable Diffusion.
 * @param folder where the recipe's relative paths start
 */
export function diffusionGenerator(options: DiffusionGeneratorOptions, folder: string): Generator {
  const controls = options.arm === "text2image" ? [] : steeringControls(options);
  let finding: Promise<DiffusionModel> | null = null;
  let opening: Promise<OpenedGenerator> | null = null;
  let queue: PaintQueue | null = null;
  const find = () => (finding ??= findDiffusionModel(options, folder));
  const open = () => (opening ??= find().then((model) => openPipeline(options, model)));

  async function prepare(preparation: Preparation): Promise<number> {
    const { signal, note, memory, lines, width, height } = preparation;
    const { model, pipeline, device, settings } = await open();
    const place = device === "cuda" ? "cuda" : "processor";
    const limited = () => withLimit(memory(place), options.memoryGB);
    const { freeBytes } = limited();
    const fits = freeBytes === null || (await model.float32Bytes()) < MODEL_SHARE * freeBytes;
    pipeline.keepLoaded = options.keepLoaded ?? fits;
    if (!fits && options.optimize) note(`${model.name} may not fit into memory; generator.optimize: false needs much less`);
    if (model.bytes >= WORTH_KEEPING_BYTES) note(`loading ${model.name} on ${device} …`);
    const black: Image = { width, height, channels: 3, data: new Uint8Array(width * height * 3) };
    const request = { prompt: "", seed: 0, width, height, steps: settings.steps, guidance: settings.guidance, guessMode: options.guessMode, controls: controls.map(() => black), signal };
    const measured = await rehearse(pipeline, request, { clock: preparation.clock, memory: limited });
    const left = device === "cpu" || device === "cuda" ? limited().freeBytes : null;
    const batchSize = left === null ? (options.batchSize ?? 1) : batchThatFits(measured, left, options.batchSize ?? (device === "cpu" ? 1 : LARGEST_BATCH));
    note(describeRehearsal(measured, { questions: pipeline.questionCount(settings.steps, options.strength), batchSize }));
    queue = new PaintQueue(pipeline, batchSize, lines);
    // Elsewhere than on the processor, the next samples are rendered while these are painted.
    return device === "cpu" ? batchSize : 2 * batchSize;
  }

  async function paint(sample: ControlledView | ControlledPhoto, { signal, progress }: StageContext): Promise<Painting> {
    const { model, pipeline, settings } = await open();
    queue ??= new PaintQueue(pipeline, 1, () => 1);
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
      onStep: (done, count) => progress?.(done / count),
    };
    const painter = queue;
    const { image, seed } = await paintedOrAgain(sample.seed, (seed) => painter.paint({ ...request, seed }));
    return {
      output: image,
      arm: "source" in sample ? "image-edges" : options.arm,
      labelStatus: "source" in sample || options.arm === "text2image" ? "none" : "intended",
      generation: { generator: "diffusion", model: model.name, hashes: Object.fromEntries((await model.weights()).map(({ id, sha256 }) => [id, sha256])), seed, settings: { ...recordedOptions(options), ...settings, controls: [...controls], parts: model.parts } },
    };
  }

  return {
    name: "diffusion",
    controls,
    probe: async () => void (await open()),
    weights: async () => (await find()).weights(),
    prepare,
    generate: async (sample, context) => ({ ...sample, ...(await paint(sample, context)) }),
    close: async () => {
      const opened = await opening?.catch(() => null);
      opening = null;
      queue = null;
      await opened?.pipeline.release();
    },
  };
}

/** What names a model may be a path of this machine: `parts` says what each is. Presets are resolved. */
function recordedOptions(options: DiffusionGeneratorOptions): Record<string, unknown> {
  const left = new Set<string>([...MACHINE_OPTIONS, "preset", "model", "controlnets", "loras", "vae"]);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !left.has(name)));
}

function withLimit({ heldBytes, freeBytes }: ReturnType<Preparation["memory"]>, limitGB: number | null): ReturnType<Preparation["memory"]> {
  if (limitGB === null) return { heldBytes, freeBytes };
  const left = Math.max(0, limitGB * 1e9 - heldBytes);
  return { heldBytes, freeBytes: freeBytes === null ? left : Math.min(freeBytes, left) };
}

async function openPipeline(options: DiffusionGeneratorOptions, model: DiffusionModel): Promise<OpenedGenerator> {
  const preset = PRESETS[options.preset ?? (model.isDistilled ? "fast" : "paper")];
  const device = await chooseDevice(options.device);
  const settings: Settings = {
    scheduler: options.scheduler ?? preset.scheduler,
    steps: options.steps ?? preset.steps,
    guidance: options.guidance ?? preset.guidance,
    eta: options.eta ?? (options.scheduler === null || options.scheduler === "DDIMScheduler" ? preset.eta : null),
    precision: options.precision ?? (device === "cuda" || device === "dml" ? "float16" : "float32"),
  };
  // Loaded here: most runs need neither networks nor schedulers.
  const { DiffusionPipeline } = await import("../diffusion/pipeline.js");
  const pipeline = await DiffusionPipeline.fromFolder(model.folder, {
    controlnets: options.arm === "text2image" ? [] : model.controlnets,
    loras: model.loras,
    ...(model.vae === null ? {} : { autoencoder: model.vae }),
    scheduler: { _class_name: settings.scheduler },
    clipSkip: options.clipSkip,
    ...(options.optimize ? {} : { optimization: "disabled" }),
    ...(options.optimize && model.bytes >= WORTH_KEEPING_BYTES ? { cacheFolder: cacheFolder("graphs", process.env) } : {}),
    compute: settings.precision,
    tile: options.tile,
    device,
  });
  return { model, pipeline, device, settings };
}

function sizeOf(sample: ControlledView | ControlledPhoto): { width: number; height: number } {
  return "source" in sample ? sample.source.image : sample.content.camera;
}

/** What strength starts from: the object as rendered, over mid-gray; or the photograph. */
function startImage(sample: ControlledView | ControlledPhoto): Image {
  if ("source" in sample) return sample.source.image;
  const { width, height, data } = objectPicture(sample);
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const alpha = data[pixel * 4 + 3]! / 255;
    for (let channel = 0; channel < 3; channel++) rgb[pixel * 3 + channel] = Math.round(data[pixel * 4 + channel]! * alpha + 127 * (1 - alpha));
  }
  return { width, height, channels: 3, data: rgb };
}
