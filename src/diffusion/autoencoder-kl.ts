/** diffusers' AutoencoderKL: images to latents and back, the published one of Stable Diffusion 1.x, 2.x and XL. */
import * as z from "zod";
import { convolution } from "../nn/layers/convolution.js";
import { groupNorm } from "../nn/layers/normalization.js";
import type { Graph } from "../nn/graph/graph.js";
import type { Scope } from "../nn/graph/scope.js";
import type { Value } from "../nn/graph/value.js";
import { ACTIVATIONS, silu } from "../nn/ops/activation.js";
import { add } from "../nn/ops/arithmetic.js";
import { enlarge } from "../nn/ops/resize.js";
import { imageToTokens, tokensToImage } from "../nn/ops/shape.js";
import { attention } from "./blocks/attention.js";
import { resnetBlock, type ResnetOptions } from "./blocks/resnet.js";
import { absent, parseConfig } from "./config.js";

const count = z.int().positive();

const schema = z.object({
  in_channels: count.default(3),
  out_channels: count.default(3),
  down_block_types: z.array(z.literal("DownEncoderBlock2D")).default(["DownEncoderBlock2D"]),
  up_block_types: z.array(z.literal("UpDecoderBlock2D")).default(["UpDecoderBlock2D"]),
  block_out_channels: z.array(count).min(1).default([64]),
  layers_per_block: count.default(1),
  act_fn: z.enum(Object.keys(ACTIVATIONS) as [keyof typeof ACTIVATIONS]).default("silu"),
  latent_channels: count.default(4),
  norm_num_groups: count.default(32),
  scaling_factor: z.number().positive().default(0.18215),
  shift_factor: z.number().default(0),
  latents_mean: absent("latents with a mean per channel are not supported"),
  latents_std: absent("latents with a deviation per channel are not supported"),
  force_upcast: z.boolean().default(true),
  use_quant_conv: z.boolean().default(true),
  use_post_quant_conv: z.boolean().default(true),
  mid_block_add_attention: z.boolean().default(true),
});

/** A checked configuration. */
export type AutoencoderKlConfig = z.infer<typeof schema>;

const EPSILON = 1e-6;

/** Checks `config.json`. @throws DatasetError E_MODEL naming what is not supported */
export function readAutoencoderKlConfig(config: Readonly<Record<string, unknown>>, origin: string): AutoencoderKlConfig {
  return parseConfig(schema, config, origin);
}

/** Names of the attention's tensors before diffusers 0.15, which the published SD 1.5 file still has. */
export function renameOldAttention(name: string): string {
  const [, head, old, tail] = /^(.*\.attentions\.\d+\.)(query|key|value|proj_attn)(\..*)$/.exec(name) ?? [];
  if (head === undefined) return name;
  const names: Readonly<Record<string, string>> = { query: "to_q", key: "to_k", value: "to_v", proj_attn: "to_out.0" };
  return `${head}${names[old!]}${tail}`;
}

/** Declares the encoder's input. */
export function imageInput(graph: Graph, config: { in_channels: number }): Value {
  return graph.input("image", "float32", ["batch", config.in_channels, "height", "width"]);
}

/** Declares the decoder's input. */
export function latentInput(graph: Graph, config: { latent_channels: number }): Value {
  return graph.input("latent", "float32", ["batch", config.latent_channels, "height", "width"]);
}

/**
 * Images to the distribution of latents.
 * @param image [batch, 3, height, width], from -1 to 1; sides are multiples of two to the number of blocks less one
 * @returns [batch, 2 · latent channels, ...]: means, then logarithms of variances; not multiplied by the scaling factor
 */
export function encodeKl(scope: Scope, config: AutoencoderKlConfig, image: Value): Value {
  const encoder = scope.at("encoder");
  const channels = config.block_out_channels;
  let hidden = convolution(encoder.at("conv_in"), scope.cast(image), channels[0]!, 3);
  channels.forEach((size, block) => {
    const inside = encoder.at(`down_blocks.${block}`);
    for (let layer = 0; layer < config.layers_per_block; layer++) hidden = resnetBlock(inside.at(`resnets.${layer}`), hidden, size, null, resnetOptions(config));
    if (block < channels.length - 1) hidden = convolution(inside.at("downsamplers.0.conv"), hidden, size, 3, { stride: 2, padding: [0, 0, 1, 1] });
  });
  hidden = output(encoder, middle(encoder, hidden, config), config, 2 * config.latent_channels);
  return scope.cast(config.use_quant_conv ? convolution(scope.at("quant_conv"), hidden, 2 * config.latent_channels, 1) : hidden, "float32");
}

/**
 * Latents to images.
 * @param latent [batch, latent channels, height, width], already divided by the scaling factor
 * @returns [batch, 3, ...], from -1 to 1 or a little beyond
 */
export function decodeKl(scope: Scope, config: AutoencoderKlConfig, latent: Value): Value {
  const decoder = scope.at("decoder");
  const channels = [...config.block_out_channels].reverse();
  const start = config.use_post_quant_conv ? convolution(scope.at("post_quant_conv"), scope.cast(latent), config.latent_channels, 1) : scope.cast(latent);
  let hidden = middle(decoder, convolution(decoder.at("conv_in"), start, channels[0]!, 3), config);
  channels.forEach((size, block) => {
    const inside = decoder.at(`up_blocks.${block}`);
    for (let layer = 0; layer <= config.layers_per_block; layer++) hidden = resnetBlock(inside.at(`resnets.${layer}`), hidden, size, null, resnetOptions(config));
    if (block < channels.length - 1) hidden = convolution(inside.at("upsamplers.0.conv"), enlarge(scope.graph, hidden, 2), size, 3);
  });
  return scope.cast(output(decoder, hidden, config, config.out_channels), "float32");
}

function resnetOptions(config: AutoencoderKlConfig): ResnetOptions {
  return { activation: config.act_fn, groups: config.norm_num_groups, epsilon: EPSILON };
}

function middle(scope: Scope, x: Value, config: AutoencoderKlConfig): Value {
  const inside = scope.at("mid_block");
  const size = config.block_out_channels.at(-1)!;
  const first = resnetBlock(inside.at("resnets.0"), x, size, null, resnetOptions(config));
  const attended = config.mid_block_add_attention ? pixelAttention(inside.at("attentions.0"), first, config) : first;
  return resnetBlock(inside.at("resnets.1"), attended, size, null, resnetOptions(config));
}

/** Attention of one head among the pixels. */
function pixelAttention(scope: Scope, x: Value, config: AutoencoderKlConfig): Value {
  const { graph } = scope;
  const tokens = imageToTokens(graph, groupNorm(scope.at("group_norm"), x, config.norm_num_groups, EPSILON));
  return add(graph, tokensToImage(graph, attention(scope, tokens, tokens, { heads: 1, bias: true, upcast: true }), x), x);
}

function output(scope: Scope, x: Value, config: AutoencoderKlConfig, channels: number): Value {
  const normal = groupNorm(scope.at("conv_norm_out"), x, config.norm_num_groups, EPSILON);
  return convolution(scope.at("conv_out"), silu(scope.graph, normal), channels, 3);
}
