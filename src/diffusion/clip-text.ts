/** transformers' CLIPTextModel and CLIPTextModelWithProjection: what a prompt says, as numbers. */
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { linear } from "../nn/layers/linear.js";
import { layerNorm } from "../nn/layers/normalization.js";
import type { Graph } from "../nn/graph/graph.js";
import type { Scope } from "../nn/graph/scope.js";
import type { Value } from "../nn/graph/value.js";
import { ACTIVATIONS } from "../nn/ops/activation.js";
import { add } from "../nn/ops/arithmetic.js";
import { attend } from "../nn/ops/attention.js";
import { equal, lookUp } from "../nn/ops/lookup.js";
import { matrixProduct } from "../nn/ops/matrix.js";
import { indexOfLargest } from "../nn/ops/reduce.js";
import { reshape, unsqueeze } from "../nn/ops/shape.js";
import { parseConfig } from "./config.js";

const count = z.int().positive();

const schema = z.object({
  vocab_size: count.default(49408),
  hidden_size: count.default(512),
  intermediate_size: count.default(2048),
  projection_dim: count.default(512),
  num_hidden_layers: count.default(12),
  num_attention_heads: count.default(8),
  max_position_embeddings: count.default(77),
  hidden_act: z.enum(["quick_gelu", "gelu"]).default("quick_gelu"),
  layer_norm_eps: z.number().positive().default(1e-5),
  eos_token_id: z.int().default(49407),
});

/** A checked configuration. */
export type ClipTextConfig = z.infer<typeof schema>;

/** Checks `config.json`. @throws DatasetError E_MODEL naming what is not supported */
export function readClipTextConfig(config: Readonly<Record<string, unknown>>, origin: string): ClipTextConfig {
  const parsed = parseConfig(schema, config, origin);
  if (parsed.hidden_size % parsed.num_attention_heads !== 0) {
    throw new DatasetError("E_MODEL", `${origin}: hidden_size is ${parsed.hidden_size}, which ${parsed.num_attention_heads} heads (num_attention_heads) do not divide.`, { hint: "The configuration is not sound.", subject: "num_attention_heads" });
  }
  return parsed;
}

/** What of an encoder's results is wanted. */
export interface ClipTextOptions {
  /** How many of the last layers are left out. */
  clipSkip?: number;
  /** SD 1.x and 2.x normalise the last layer's result; SDXL takes the one before as it is. */
  hidden: "normalized" | "penultimate";
  /** The sentence as one vector: `text_embeds` of models with a projection (SDXL's second encoder), `pooler_output` of others. */
  pooled: "none" | "plain" | "projected";
}

/** Results of an encoder, float32. */
export interface ClipTextOutputs {
  /** [batch, tokens, size] */
  hidden: Value;
  /** [batch, size] */
  pooled: Value | null;
}

/** Declares the input: token numbers [batch, 77]. */
export function tokenInput(graph: Graph, config: ClipTextConfig): Value {
  return graph.input("input_ids", "int32", ["batch", config.max_position_embeddings]);
}

/** transformers 5 leaves out the first part of the names where there is no projection. */
export function renameTextModel(name: string): string {
  return /^(embeddings|encoder|final_layer_norm)\./.test(name) ? `text_model.${name}` : name;
}

/** @throws DatasetError E_OPTION when more layers are to be skipped than there are */
export function clipText(scope: Scope, config: ClipTextConfig, tokens: Value, options: ClipTextOptions): ClipTextOutputs {
  const { graph } = scope;
  const text = scope.at("text_model");
  const { hidden_size: size, max_position_embeddings: length, layer_norm_eps: epsilon } = config;
  const kept = config.num_hidden_layers - (options.clipSkip ?? 0) - (options.hidden === "penultimate" ? 1 : 0);
  if (kept < 0) throw new DatasetError("E_OPTION", `clipSkip is ${options.clipSkip}, but the text encoder has only ${config.num_hidden_layers} layers.`, { hint: "Usual values are 0, 1 and 2.", subject: "clipSkip" });
  const embeddings = text.at("embeddings");
  const words = lookUp(graph, embeddings.weight("token_embedding.weight", [config.vocab_size, size]), tokens);
  let state: Value = { ...add(graph, words, embeddings.weight("position_embedding.weight", [length, size])), shape: words.shape };
  let hidden = state;
  const mask = scope.cast(causalMask(graph, length));
  const layers = options.pooled === "none" ? kept : config.num_hidden_layers;
  for (let layer = 0; layer < layers; layer++) {
    state = encoderLayer(text.at(`encoder.layers.${layer}`), state, config, mask);
    if (layer + 1 === kept) hidden = state;
  }
  const final = text.at("final_layer_norm");
  return {
    hidden: scope.cast(options.hidden === "normalized" ? layerNorm(final, hidden, epsilon) : hidden, "float32"),
    pooled: options.pooled === "none" ? null : scope.cast(pool(scope, layerNorm(final, state, epsilon), tokens, config, options.pooled === "projected"), "float32"),
  };
}

function encoderLayer(scope: Scope, x: Value, config: ClipTextConfig, mask: Value): Value {
  const { graph } = scope;
  const { hidden_size: size, intermediate_size: inner } = config;
  const self = scope.at("self_attn");
  const normal = layerNorm(scope.at("layer_norm1"), x, config.layer_norm_eps);
  const [query, key, value] = ["q_proj", "k_proj", "v_proj"].map((name) => linear(self.at(name), normal, size, size)) as [Value, Value, Value];
  const attended = linear(self.at("out_proj"), attend(graph, query, key, value, config.num_attention_heads, mask), size, size);
  const middle = add(graph, attended, x);
  const mlp = scope.at("mlp");
  const wide = linear(mlp.at("fc1"), layerNorm(scope.at("layer_norm2"), middle, config.layer_norm_eps), size, inner);
  return add(graph, linear(mlp.at("fc2"), ACTIVATIONS[config.hidden_act](graph, wide), inner, size), middle);
}

/** Words see only themselves and those before: [1, 1, length, length]. */
function causalMask(graph: Graph, length: number): Value {
  const LARGE = -30_000; // enough to make a probability zero, and still a half-precision number
  const mask = Float32Array.from({ length: length * length }, (_, index) => (index % length > Math.floor(index / length) ? LARGE : 0));
  return graph.constant("float32", [1, 1, length, length], mask);
}

/** The state at the end of the text: its first end mark, or in old configurations (mark 2) the largest token number. */
function pool(scope: Scope, states: Value, tokens: Value, config: ClipTextConfig, projected: boolean): Value {
  const { graph } = scope;
  const { hidden_size: size, max_position_embeddings: length } = config;
  const mark = graph.constant("int32", [1], Int32Array.of(config.eos_token_id));
  const score = config.eos_token_id === 2 ? scope.cast(tokens, "float32") : scope.cast(equal(graph, tokens, mark), "float32");
  const place = indexOfLargest(graph, score, 1);
  const places = graph.integers(...Array.from({ length }, (_, index) => index));
  const isEnd = { ...equal(graph, place, places), shape: [tokens.shape[0]!, length] };
  const picked = matrixProduct(graph, unsqueeze(graph, scope.cast(isEnd), 1), states);
  const vector = reshape(graph, picked, [-1, size], [tokens.shape[0]!, size]);
  return projected ? linear(scope.at("text_projection"), vector, size, config.projection_dim, { bias: false }) : vector;
}
