/** The half that UNet2DConditionModel and ControlNetModel have in common: from noise, time and prompt down to the middle. */
import { convolution } from "../../nn/layers/convolution.js";
import { linear } from "../../nn/layers/linear.js";
import type { Graph } from "../../nn/graph/graph.js";
import type { Scope } from "../../nn/graph/scope.js";
import type { Value } from "../../nn/graph/value.js";
import { ACTIVATIONS } from "../../nn/ops/activation.js";
import { add } from "../../nn/ops/arithmetic.js";
import { concatenate, reshape } from "../../nn/ops/shape.js";
import { DatasetError } from "../../core/errors.js";
import { resnetBlock, type ResnetOptions } from "./resnet.js";
import { timestepEmbedding, waves } from "./timestep.js";
import { transformer } from "./transformer.js";
import type { BlockPlan, ConditionedConfig } from "./unet-config.js";

/** What is fed to the network at each step; batch, height and width are open. */
export interface ConditionedInputs {
  /** [batch, channels, height, width] */
  sample: Value;
  /** [batch] */
  timestep: Value;
  /** [batch, tokens, size] */
  prompt: Value;
  /** SDXL: the prompt as one vector [batch, size], and six sizes [batch, 6]. */
  pooled: Value | null;
  timeIds: Value | null;
  /** LCM: the guidance as waves, [batch, size]. */
  guidance: Value | null;
}

/** Declares the inputs that a configuration asks for. @param guidanceSize `time_cond_proj_dim`, or null */
export function conditionedInputs(graph: Graph, config: ConditionedConfig, plan: readonly BlockPlan[], guidanceSize: number | null = null): ConditionedInputs {
  const added = config.addition_embed_type === "text_time";
  const { addition_time_embed_dim: wavesSize, projection_class_embeddings_input_dim: addedSize } = config;
  return {
    sample: graph.input("sample", "float32", ["batch", config.in_channels, "height", "width"]),
    timestep: graph.input("timestep", "float32", ["batch"]),
    prompt: graph.input("encoder_hidden_states", "float32", ["batch", "tokens", config.encoder_hid_dim ?? plan[0]!.promptSize]),
    pooled: added ? graph.input("text_embeds", "float32", ["batch", required("projection_class_embeddings_input_dim", addedSize) - 6 * required("addition_time_embed_dim", wavesSize)]) : null,
    timeIds: added ? graph.input("time_ids", "float32", ["batch", 6]) : null,
    guidance: guidanceSize === null ? null : graph.input("timestep_cond", "float32", ["batch", guidanceSize]),
  };
}

function required(key: string, value: number | undefined): number {
  if (value !== undefined) return value;
  throw new DatasetError("E_MODEL", `The configuration lacks ${key}, which addition_embed_type "text_time" needs.`, { hint: "The configuration is not sound.", subject: key });
}

/** The inputs in the type of computation, once for all layers. */
export interface Conditioning {
  config: ConditionedConfig;
  resnet: ResnetOptions;
  /** [batch, size], through the activation already, which every residual block applies first. */
  time: Value;
  prompt: Value;
}

/** Time, sizes and prompt as the blocks hear them. @param timeSize size of the time's vector */
export function conditioning(scope: Scope, config: ConditionedConfig, inputs: ConditionedInputs, timeSize = 4 * config.block_out_channels[0]!): Conditioning {
  const { graph } = scope;
  const wave = { flipSinToCos: config.flip_sin_to_cos, frequencyShift: config.freq_shift };
  const guidance = inputs.guidance === null ? null : scope.cast(inputs.guidance);
  let time = timestepEmbedding(scope.at("time_embedding"), waves(scope, inputs.timestep, config.block_out_channels[0]!, wave), timeSize, config.act_fn, guidance);
  if (inputs.pooled !== null && inputs.timeIds !== null) {
    const size = config.addition_time_embed_dim!;
    const numbers = reshape(graph, inputs.timeIds, [-1], [null]);
    const sizes = reshape(graph, waves(scope, numbers, size, wave), [-1, 6 * size], [inputs.timeIds.shape[0]!, 6 * size]);
    time = add(graph, time, timestepEmbedding(scope.at("add_embedding"), concatenate(graph, [scope.cast(inputs.pooled), sizes], 1), timeSize, "silu"));
  }
  const { encoder_hid_dim: promptSize } = config;
  const prompt = scope.cast(inputs.prompt);
  const blockPromptSize = Array.isArray(config.cross_attention_dim) ? config.cross_attention_dim[0]! : config.cross_attention_dim;
  return {
    config,
    resnet: { activation: config.act_fn, groups: config.norm_num_groups, epsilon: config.norm_eps, timeScaleShift: config.resnet_time_scale_shift },
    time: ACTIVATIONS[config.act_fn](graph, time),
    prompt: promptSize === undefined ? prompt : linear(scope.at("encoder_hid_proj"), prompt, promptSize, blockPromptSize),
  };
}

/** A transformer behind a residual block. */
export function blockTransformer(scope: Scope, x: Value, { config, prompt }: Conditioning, plan: BlockPlan, layers: number): Value {
  return transformer(scope, x, prompt, {
    heads: plan.heads,
    layers,
    groups: config.norm_num_groups,
    linearProjection: config.use_linear_projection,
    onlyCrossAttention: plan.onlyCrossAttention,
    upcastAttention: config.upcast_attention,
  });
}

/** Transformer layers behind the residual block of this index. */
export function layersAt(layers: number | readonly number[], index: number): number {
  return typeof layers === "number" ? layers : (layers[index] ?? 1);
}

/** Every level's results on the way down, the first being the input itself. */
export function downBlocks(scope: Scope, x: Value, shared: Conditioning, plan: readonly BlockPlan[]): Value[] {
  const { config } = shared;
  const results = [x];
  plan.forEach((block, index) => {
    const inside = scope.at(`down_blocks.${index}`);
    let hidden = results.at(-1)!;
    for (let layer = 0; layer < block.layers; layer++) {
      hidden = resnetBlock(inside.at(`resnets.${layer}`), hidden, block.channels, shared.time, shared.resnet);
      if (config.down_block_types[index] === "CrossAttnDownBlock2D") {
        hidden = blockTransformer(inside.at(`attentions.${layer}`), hidden, shared, block, layersAt(block.transformerLayers, layer));
      }
      results.push(hidden);
    }
    if (index < plan.length - 1) {
      // Without padding diffusers adds a row and a column of zeros at the end instead.
      const padding = config.downsample_padding === 0 ? ([0, 0, 1, 1] as const) : 1;
      results.push(convolution(inside.at("downsamplers.0.conv"), hidden, block.channels, 3, { stride: 2, padding }));
    }
  });
  return results;
}

/** The middle; `mid_block_type` says whether it looks at the prompt. */
export function middleBlock(scope: Scope, x: Value, shared: Conditioning, plan: readonly BlockPlan[]): Value {
  const { config } = shared;
  const block = plan.at(-1)!;
  const inside = scope.at("mid_block");
  const resnet = { ...shared.resnet, outScaleFactor: config.mid_block_scale_factor };
  const first = resnetBlock(inside.at("resnets.0"), x, block.channels, shared.time, resnet);
  if (config.mid_block_type === "UNetMidBlock2D") return first;
  const attended = blockTransformer(inside.at("attentions.0"), first, shared, { ...block, onlyCrossAttention: false }, layersAt(block.transformerLayers, 0));
  return resnetBlock(inside.at("resnets.1"), attended, block.channels, shared.time, resnet);
}
