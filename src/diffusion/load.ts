/** Parts of a model from their folders, ready to run: one function for each kind. */
import type { FloatTensor } from "../nn/graph/float-tensor.js";
import { Graph } from "../nn/graph/graph.js";
import { Scope, type ComputeType } from "../nn/graph/scope.js";
import { needsPlainAttention } from "../nn/session/check-attention.js";
import type { Session, TensorData } from "../nn/session/onnx-runtime.js";
import { openGraph, type OpenGraphOptions } from "../nn/session/open-graph.js";
import { readWeights } from "../nn/session/read-weights.js";
import { clipText, readClipTextConfig, renameTextModel, tokenInput, type ClipTextConfig, type ClipTextOptions } from "./clip-text.js";
import { readConfigFile } from "./config.js";
import { controlNet, controlNetInputs, readControlNetConfig, type ControlNetConfig } from "./controlnet.js";
import { checkLorasTaken, loraBranches, loraInput, type Lora } from "./lora.js";
import type { LoraPart } from "./lora-names.js";
import { controlInputs, readUnetConfig, residualChannels, unet, unetInputs, type UnetConfig } from "./unet.js";

/** How a part is loaded. */
export interface LoadOptions extends OpenGraphOptions {
  /** `fp16` takes `….fp16.safetensors`. */
  variant?: string;
  /** The type of computation; float32 on the CPU. */
  compute?: ComputeType;
  /** Adapters; each one's scale is fed at every run. */
  loras?: readonly Lora[];
}

/** One part in memory. */
export interface Part<Config, Feeds, Results> {
  readonly config: Config;
  run(feeds: Feeds): Promise<Results>;
  /** Gives its memory back. */
  release(): Promise<void>;
}

/** What both networks are fed at a step. */
export interface StepFeeds {
  /** [batch, channels, height, width] */
  sample: FloatTensor;
  /** One per image of the batch. */
  timesteps: readonly number[];
  /** [batch, tokens, size] */
  prompt: FloatTensor;
  /** SDXL only: [batch, size] and [batch, 6]. */
  pooled?: FloatTensor;
  timeIds?: FloatTensor;
  /** LCM only: [batch, size]. */
  guidance?: FloatTensor;
  /** One per adapter, in the order in which they were given; 1 by default. */
  loraScales?: readonly number[];
}

/** Residuals of a ControlNet: those on the way down in order, then the middle one. */
export type Residuals = readonly FloatTensor[];

export interface UnetFeeds extends StepFeeds {
  /** From a ControlNet, or several added up; null switches control off. */
  residuals?: Residuals | null;
}

export interface ControlFeeds extends StepFeeds {
  /** [batch or 1, 3, height, width] in pixels, 0 to 1. */
  image: FloatTensor;
  /** [batch or 1, residuals]. */
  scales: FloatTensor;
  /** [batch or 1, 1, height, width], 0 to 1; where the control holds. */
  mask?: FloatTensor;
}

/**
 * A UNet2DConditionModel.
 * @param options with `control`, the graph has inputs for residuals
 */
export async function loadUnet(folder: string, options: LoadOptions & { control?: boolean } = {}): Promise<Part<UnetConfig, UnetFeeds, FloatTensor>> {
  const config = readUnetConfig(await readConfigFile(folder), folder);
  const { graph, scope } = await begin("unet", folder, options, { loraPart: "unet" });
  const control = options.control === true ? controlInputs(graph, config) : null;
  graph.output("out", unet(scope, config, unetInputs(graph, config), control));
  checkLorasTaken(options.loras ?? [], "unet");
  const session = await open(graph, options);
  const names = control === null ? [] : [...control.down, control.middle].map((value) => value.name);
  return {
    config,
    run: async (feeds) => {
      const given: Record<string, TensorData> = stepFeeds(feeds, options);
      names.forEach((name, index) => (given[name] = float(feeds.residuals?.[index] ?? NOTHING)));
      return floatOutput(await session.run(given), "out");
    },
    release: () => session.release(),
  };
}

/** A ControlNetModel. @param options with `mask`, the control can be limited to a part of the image */
export async function loadControlNet(folder: string, options: LoadOptions & { mask?: boolean } = {}): Promise<Part<ControlNetConfig, ControlFeeds, Residuals>> {
  const config = readControlNetConfig(await readConfigFile(folder), folder);
  // Adapters teach the UNet; diffusers leaves the ControlNet as it is, too.
  const { graph, scope } = await begin("controlnet", folder, { ...options, loras: [] });
  const { mask = false } = options;
  const residuals = controlNet(scope, config, controlNetInputs(graph, config, { mask }));
  residuals.down.forEach((value, index) => graph.output(`down_residual_${index}`, value));
  graph.output("middle_residual", residuals.middle);
  const session = await open(graph, options);
  const names = [...residualChannels(config.plan).map((_, index) => `down_residual_${index}`), "middle_residual"];
  return {
    config,
    run: async (feeds) => {
      const given: Record<string, TensorData> = { ...stepFeeds(feeds, {}), controlnet_cond: float(feeds.image), conditioning_scale: float(feeds.scales) };
      if (mask) given["control_mask"] = float(feeds.mask ?? { data: Float32Array.of(1), shape: [1, 1, 1, 1] });
      const results = await session.run(given);
      return names.map((name) => floatOutput(results, name));
    },
    release: () => session.release(),
  };
}

/** What a text encoder is fed: token numbers of every text, each as long as the encoder is. */
export interface TextFeeds {
  tokens: readonly (readonly number[])[];
  loraScales?: readonly number[];
}

/** [batch, tokens, size], and [batch, size] if asked for. */
export interface TextResults {
  hidden: FloatTensor;
  pooled: FloatTensor | null;
}

/**
 * A CLIPTextModel, or with `pooled: "projected"` a CLIPTextModelWithProjection.
 * @param options `part` says which of an adapter's two text encoders it is
 */
export async function loadClipText(folder: string, wanted: ClipTextOptions, options: LoadOptions & { part?: Exclude<LoraPart, "unet"> } = {}): Promise<Part<ClipTextConfig, TextFeeds, TextResults>> {
  const config = readClipTextConfig(await readConfigFile(folder), folder);
  const { part = "text_encoder" } = options;
  const { graph, scope } = await begin(part, folder, options, { rename: renameTextModel, loraPart: part });
  const outputs = clipText(scope, config, tokenInput(graph, config), wanted);
  graph.output("hidden", outputs.hidden);
  if (outputs.pooled !== null) graph.output("pooled", outputs.pooled);
  checkLorasTaken(options.loras ?? [], part);
  const session = await open(graph, options);
  return {
    config,
    run: async ({ tokens, loraScales }) => {
      const ids = Int32Array.from(tokens.flat());
      const results = await session.run({ ...loraFeeds(options, loraScales), input_ids: { type: "int32", data: ids, shape: [tokens.length, config.max_position_embeddings] } });
      return { hidden: floatOutput(results, "hidden"), pooled: outputs.pooled === null ? null : floatOutput(results, "pooled") };
    },
    release: () => session.release(),
  };
}

/** What switches a residual off: it is added to everything and changes nothing. */
const NOTHING: FloatTensor = { data: new Float32Array(1), shape: [1, 1, 1, 1] };

/** What differs between parts when their graph begins. */
export interface BeginOptions {
  /** The architecture's name for a tensor of the file. */
  rename?: (name: string) => string;
  /** Which of an adapter's tensors belong here. */
  loraPart?: LoraPart;
}

/** An empty graph and the weights of a folder. */
export async function begin(name: string, folder: string, options: LoadOptions, { rename, loraPart = "unet" }: BeginOptions = {}): Promise<{ graph: Graph; scope: Scope }> {
  const { variant, compute = "float32", loras = [] } = options;
  const weights = await readWeights(folder, { ...(variant === undefined ? {} : { variant }), ...(rename === undefined ? {} : { rename }) });
  const graph = new Graph(name);
  graph.plainAttention = await needsPlainAttention(options.device ?? "cpu");
  return { graph, scope: new Scope(graph, weights, compute, loras.length === 0 ? null : loraBranches(loras, loraPart)) };
}

/** A finished graph, running. */
export async function open(graph: Graph, options: LoadOptions): Promise<Session> {
  return openGraph(graph, options);
}

/** A tensor as sessions take it. */
export function float({ data, shape }: FloatTensor): TensorData {
  return { type: "float32", data, shape };
}

/** One of the outputs. */
export function floatOutput(results: Readonly<Record<string, TensorData>>, name: string): FloatTensor {
  const result = results[name];
  if (result?.type !== "float32") throw new RangeError(`${name} is not an output of float32`);
  return { data: result.data, shape: result.shape };
}

/** The inputs that UNet and ControlNet share, by their names in the graph. */
export function stepFeeds(feeds: StepFeeds, options: LoadOptions): Record<string, TensorData> {
  return {
    sample: float(feeds.sample),
    timestep: float({ data: Float32Array.from(feeds.timesteps), shape: [feeds.timesteps.length] }),
    encoder_hidden_states: float(feeds.prompt),
    ...(feeds.pooled === undefined ? {} : { text_embeds: float(feeds.pooled) }),
    ...(feeds.timeIds === undefined ? {} : { time_ids: float(feeds.timeIds) }),
    ...(feeds.guidance === undefined ? {} : { timestep_cond: float(feeds.guidance) }),
    ...loraFeeds(options, feeds.loraScales),
  };
}

function loraFeeds({ loras = [] }: LoadOptions, scales: readonly number[] = []): Record<string, TensorData> {
  return Object.fromEntries(loras.map((_, index) => [loraInput(index), float({ data: Float32Array.of(scales[index] ?? 1), shape: [] })]));
}
