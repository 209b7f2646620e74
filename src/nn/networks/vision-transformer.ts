/**
 * DINOv2's vision transformer (Oquab et al., TMLR 2024; the networks without registers), under the names of transformers'
 * Dinov2Model. For inference: its attention is ONNX Runtime's fused operation.
 */
import type { Scope } from "../graph/scope.js";
import { fixedSize, type Value } from "../graph/value.js";
import { convolution } from "../layers/convolution.js";
import { linear } from "../layers/linear.js";
import { layerNorm } from "../layers/normalization.js";
import { ACTIVATIONS, silu, type ActivationName } from "../ops/activation.js";
import { add, multiply } from "../ops/arithmetic.js";
import { attend } from "../ops/attention.js";
import { resizeCubic } from "../ops/resize.js";
import { concatenate, imageToTokens, reshape, slice, split, transpose } from "../ops/shape.js";

/** Sizes of the network, as its config.json has them. */
export interface VisionTransformerOptions {
  hiddenSize: number;
  layers: number;
  heads: number;
  /** Size of the layers between, as a multiple of the hidden size. */
  mlpRatio: number;
  activation: ActivationName;
  /** The gated kind of inner layers, as the giant one has it. */
  gated: boolean;
  epsilon: number;
  queryBias: boolean;
  /** Side of a patch, in pixels. */
  patch: number;
  /** Side of the images that the positions are stored for. */
  imageSize: number;
}

/**
 * The last layer's tokens, normalised: [batch, 3, height, width] → [batch, 1 + patches, size], the first one standing for
 * the whole image. Positions are interpolated where the image has another size than they are stored for.
 * @param image by ImageNet's means and deviations; what no whole patch covers is left out
 */
export function visionTransformer(scope: Scope, image: Value, options: VisionTransformerOptions): Value {
  const { graph } = scope;
  const { hiddenSize, patch, epsilon } = options;
  const embeddings = scope.at("embeddings");
  const patches = convolution(embeddings.at("patch_embeddings.projection"), image, hiddenSize, patch, { stride: patch, padding: 0 });
  const [rows, columns] = [fixedSize(patches, 2), fixedSize(patches, 3)];
  const tokens = imageToTokens(graph, patches);
  const batch = patches.shape[0]!;
  const first = embeddings.weight("cls_token", [1, 1, hiddenSize]);
  // Repeated for every image: zero times a token of each, plus the learnt one.
  const zero = multiply(graph, slice(graph, tokens, 1, 0, 1), graph.scalar(0));
  const all = concatenate(graph, [{ ...add(graph, zero, first), shape: [batch, 1, hiddenSize] }, tokens], 1);
  let hidden: Value = { ...add(graph, all, positions(embeddings, options, rows, columns)), shape: [batch, 1 + rows * columns, hiddenSize] };
  for (let layer = 0; layer < options.layers; layer++) hidden = transformerLayer(scope.at(`encoder.layer.${layer}`), hidden, options);
  return layerNorm(scope.at("layernorm"), hidden, epsilon);
}

function positions(embeddings: Scope, { hiddenSize, patch, imageSize }: VisionTransformerOptions, rows: number, columns: number): Value {
  const { graph } = embeddings;
  const side = Math.floor(imageSize / patch);
  const stored = embeddings.weight("position_embeddings", [1, 1 + side * side, hiddenSize]);
  if (rows === side && columns === side) return stored;
  const grid = transpose(graph, reshape(graph, slice(graph, stored, 1, 1, 1 + side * side), [1, side, side, hiddenSize], [1, side, side, hiddenSize]), [0, 3, 1, 2]);
  return concatenate(graph, [slice(graph, stored, 1, 0, 1), imageToTokens(graph, resizeCubic(graph, grid, rows, columns))], 1);
}

function transformerLayer(scope: Scope, x: Value, options: VisionTransformerOptions): Value {
  const { graph } = scope;
  const { hiddenSize, epsilon, heads, queryBias } = options;
  const scaled = (name: string, value: Value): Value => multiply(graph, value, scope.at(name).weight("lambda1", [hiddenSize]));
  const normal = layerNorm(scope.at("norm1"), x, epsilon);
  const project = (name: string): Value => linear(scope.at(`attention.attention.${name}`), normal, hiddenSize, hiddenSize, { bias: queryBias });
  const attended = attend(graph, project("query"), project("key"), project("value"), heads);
  const first = add(graph, x, scaled("layer_scale1", linear(scope.at("attention.output.dense"), attended, hiddenSize, hiddenSize)));
  const inner = innerLayers(scope.at("mlp"), layerNorm(scope.at("norm2"), first, epsilon), options);
  return add(graph, first, scaled("layer_scale2", inner));
}

function innerLayers(scope: Scope, x: Value, { hiddenSize, mlpRatio, gated, activation }: VisionTransformerOptions): Value {
  const { graph } = scope;
  const size = Math.floor(hiddenSize * mlpRatio);
  if (!gated) return linear(scope.at("fc2"), ACTIVATIONS[activation](graph, linear(scope.at("fc1"), x, hiddenSize, size)), size, hiddenSize);
  // Two thirds of it, as a multiple of 8.
  const gatedSize = Math.floor((Math.floor((size * 2) / 3) + 7) / 8) * 8;
  const [gate, value] = split(graph, linear(scope.at("weights_in"), x, hiddenSize, 2 * gatedSize), 2, -1);
  return linear(scope.at("weights_out"), multiply(graph, silu(graph, gate!), value!), gatedSize, hiddenSize);
}
