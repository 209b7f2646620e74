/** Networks that others have trained, from their weights on disk: what they make of a picture. */
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import { readConfigFile } from "../../diffusion/config.js";
import type { Scope } from "../../nn/graph/scope.js";
import { fixedSize, type Value } from "../../nn/graph/value.js";
import type { Weights } from "../../nn/graph/weights.js";
import { resnetFeatures, resnetSize, RESNET50, type ResnetOptions } from "../../nn/networks/resnet.js";
import { visionTransformer, type VisionTransformerOptions } from "../../nn/networks/vision-transformer.js";
import { averagePool } from "../../nn/ops/pooling.js";
import { concatenate, reshape, slice, transpose } from "../../nn/ops/shape.js";
import { readWeightFiles, readWeights } from "../../nn/session/read-weights.js";
import { parametersOf } from "../../nn/train/network.js";

/** Kinds of such networks. */
export const BACKBONES = ["resnet50", "dinov2"] as const;
export type BackboneKind = (typeof BACKBONES)[number];

export interface Backbone {
  /** [batch, 3, side, side] → [batch, size] */
  features(scope: Scope, image: Value): Value;
  /** Numbers per picture. */
  size: number;
  weights: Weights;
  /** Names and shapes of all its tensors. */
  parameters: { name: string; shape: readonly number[] }[];
}

/**
 * Finds a network on disk and checks that all its tensors are there.
 * @param path resnet50: a .safetensors file; dinov2: a folder with config.json and weights, as transformers writes it
 * @param side of the pictures that it shall read
 * @throws DatasetError E_NOT_FOUND; E_MODEL naming the first tensor that is missing or of another shape; E_OPTION for a side that does not fit
 */
export async function openBackbone(kind: BackboneKind, path: string, side: number): Promise<Backbone> {
  return kind === "resnet50" ? openResnet(path, side) : openDinov2(path, side);
}

async function openResnet(path: string, side: number): Promise<Backbone> {
  const weights = await readWeightFiles(path, [path]);
  const options = resnetOptionsOf(weights);
  return checked(weights, side, resnetSize(options), (scope, image) => resnetFeatures(scope, image, options));
}

/** Deeper ones differ in the number of blocks alone; where there are none, a ResNet-50 is missed. */
function resnetOptionsOf(weights: Weights): ResnetOptions {
  const names = weights.names();
  const blocks = RESNET50.blocks.map((_, stage) => names.filter((name) => new RegExp(`^layer${stage + 1}\\.\\d+\\.conv1\\.weight$`).test(name)).length);
  return { width: weights.shape("conv1.weight")?.[0] ?? RESNET50.width, blocks: blocks.includes(0) ? RESNET50.blocks : blocks };
}

const count = z.int().positive();
const dinov2Config = z.object({
  model_type: z.literal("dinov2"),
  hidden_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  mlp_ratio: z.number().positive(),
  hidden_act: z.literal("gelu"),
  layer_norm_eps: z.number().positive(),
  qkv_bias: z.boolean().default(true),
  use_swiglu_ffn: z.boolean().default(false),
  patch_size: count,
  image_size: count,
});

async function openDinov2(folder: string, side: number): Promise<Backbone> {
  const parsed = dinov2Config.safeParse(await readConfigFile(folder));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new DatasetError("E_MODEL", `${folder}: ${issue!.path.join(".")} of config.json: ${issue!.message}.`, { hint: "Take a network of facebook/dinov2-* (small, base, large, giant) as transformers stores it.", subject: String(issue!.path[0] ?? "config.json") });
  }
  const config = parsed.data;
  const options: VisionTransformerOptions = {
    hiddenSize: config.hidden_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    mlpRatio: config.mlp_ratio,
    activation: config.hidden_act,
    gated: config.use_swiglu_ffn,
    epsilon: config.layer_norm_eps,
    queryBias: config.qkv_bias,
    patch: config.patch_size,
    imageSize: config.image_size,
  };
  if (side % options.patch !== 0) throw new DatasetError("E_OPTION", `size is ${side}, but ${folder} reads patches of ${options.patch} pixels.`, { hint: `Use a multiple of ${options.patch}.`, subject: "size" });
  const { cells } = gridOf(side / options.patch);
  return checked(await readWeights(folder), side, options.hiddenSize * (1 + cells * cells), (scope, image) => pooledTokens(scope, image, options));
}

/** The picture is taken apart into two by two parts (more where patches are few and odd): where what is belongs to a pose. */
function gridOf(patches: number): { pool: number; cells: number } {
  const pool = Math.max(1, Math.floor(patches / 2));
  return { pool, cells: Math.floor(patches / pool) };
}

/** The token of the whole picture, then the mean token of each part. */
function pooledTokens(scope: Scope, image: Value, options: VisionTransformerOptions): Value {
  const { graph } = scope;
  const { hiddenSize: size } = options;
  const side = fixedSize(image, 2) / options.patch;
  const { pool, cells } = gridOf(side);
  const tokens = visionTransformer(scope, image, options);
  const batch = tokens.shape[0]!;
  const grid = reshape(graph, transpose(graph, slice(graph, tokens, 1, 1, 1 + side * side), [0, 2, 1]), [0, 0, side, side], [batch, size, side, side]);
  const parts = reshape(graph, averagePool(graph, grid, { size: pool }), [0, size * cells * cells], [batch, size * cells * cells]);
  return concatenate(graph, [reshape(graph, slice(graph, tokens, 1, 0, 1), [0, size], [batch, size]), parts], 1);
}

function checked(weights: Weights, side: number, size: number, features: Backbone["features"]): Backbone {
  const parameters = parametersOf((scope, { image }) => ({ features: features(scope, image!) }), { image: { type: "float32", shape: [1, 3, side, side] } });
  for (const { name, shape } of parameters) weights.take(name, shape);
  return { features, size, weights, parameters };
}
