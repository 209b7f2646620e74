/** diffusers' Transformer2DModel: an image's pixels as tokens that attend to each other and to the prompt. */
import { convolution } from "../../nn/layers/convolution.js";
import { linear } from "../../nn/layers/linear.js";
import { groupNorm, layerNorm } from "../../nn/layers/normalization.js";
import type { Scope } from "../../nn/graph/scope.js";
import { fixedSize, type Value } from "../../nn/graph/value.js";
import { gelu } from "../../nn/ops/activation.js";
import { add, multiply } from "../../nn/ops/arithmetic.js";
import { imageToTokens, split, tokensToImage } from "../../nn/ops/shape.js";
import { attention } from "./attention.js";

/** How the transformers of one block are made. */
export interface TransformerOptions {
  heads: number;
  layers: number;
  groups: number;
  /** Whether the projections in and out are matrices instead of 1 × 1 convolutions. */
  linearProjection: boolean;
  /** Whether the first attention of a layer looks at the prompt, too. */
  onlyCrossAttention: boolean;
  upcastAttention: boolean;
}

const GROUP_EPSILON = 1e-6;
const LAYER_EPSILON = 1e-5;

/** @param x [batch, channels, height, width] @param prompt [batch, tokens, size] */
export function transformer(scope: Scope, x: Value, prompt: Value, options: TransformerOptions): Value {
  const { graph } = scope;
  const channels = fixedSize(x, 1);
  const normal = groupNorm(scope.at("norm"), x, options.groups, GROUP_EPSILON);
  let tokens = options.linearProjection
    ? linear(scope.at("proj_in"), imageToTokens(graph, normal), channels, channels)
    : imageToTokens(graph, convolution(scope.at("proj_in"), normal, channels, 1));
  for (let layer = 0; layer < options.layers; layer++) tokens = transformerLayer(scope.at(`transformer_blocks.${layer}`), tokens, prompt, options);
  const result = options.linearProjection
    ? tokensToImage(graph, linear(scope.at("proj_out"), tokens, channels, channels), x)
    : convolution(scope.at("proj_out"), tokensToImage(graph, tokens, x), channels, 1);
  return add(graph, result, x);
}

function transformerLayer(scope: Scope, x: Value, prompt: Value, { heads, onlyCrossAttention, upcastAttention: upcast }: TransformerOptions): Value {
  const { graph } = scope;
  const norm1 = layerNorm(scope.at("norm1"), x, LAYER_EPSILON);
  let tokens = add(graph, attention(scope.at("attn1"), norm1, onlyCrossAttention ? prompt : norm1, { heads, upcast }), x);
  tokens = add(graph, attention(scope.at("attn2"), layerNorm(scope.at("norm2"), tokens, LAYER_EPSILON), prompt, { heads, upcast }), tokens);
  return add(graph, feedForward(scope.at("ff"), layerNorm(scope.at("norm3"), tokens, LAYER_EPSILON)), tokens);
}

/** Two matrices with a gated GELU between them (GEGLU, arXiv 2002.05202). */
function feedForward(scope: Scope, x: Value): Value {
  const { graph } = scope;
  const channels = fixedSize(x, 2);
  const [hidden, gate] = split(graph, linear(scope.at("net.0.proj"), x, channels, 8 * channels), 2, 2) as [Value, Value];
  return linear(scope.at("net.2"), multiply(graph, hidden, gelu(graph, gate)), 4 * channels, channels);
}
