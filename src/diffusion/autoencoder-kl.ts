/** diffusers' AutoencoderKL: images to latents and back, the published one of Stable Diffusion 1.x, 2.x and XL. */
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { clamp } from "../core/math.js";
import { convolution } from "../nn/layers/convolution.js";
import { groupNorm } from "../nn/layers/normalization.js";
import type { Scope } from "../nn/graph/scope.js";
import type { Value } from "../nn/graph/value.js";
import { ACTIVATIONS, silu } from "../nn/ops/activation.js";
import { add } from "../nn/ops/arithmetic.js";
import { enlarge } from "../nn/ops/resize.js";
import { imageToTokens, tokensToImage } from "../nn/ops/shape.js";
import { attention } from "./blocks/attention.js";
import { resnetBlock, type ResnetOptions } from "./blocks/resnet.js";
import { AutoencoderSessions } from "./autoencoder.js";
import { absent, parseConfig, readConfigFile } from "./config.js";
import type { LoadOptions } from "./load.js";
import type { FloatTensor } from "../nn/graph/float-tensor.js";
import { inTiles, needsTiles } from "./tiles.js";

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

/** What an image may be in latents: a mean and a variance for each number. */
export interface LatentDistribution {
  /** [batch, latent channels, height, width] */
  mean: FloatTensor;
  /** Logarithms of the variances, kept from -30 to 20 as diffusers does. */
  logVariance: FloatTensor;
}

/** How the published autoencoder is loaded. */
export interface AutoencoderKlOptions extends LoadOptions {
  /** Side in pixels of the tiles that larger pictures are worked on in, for less memory and another result; null = as a whole. */
  tile?: number | null;
}

/** A loaded autoencoder; each direction is read from disk when it is first used. */
export class AutoencoderKL {
  private constructor(
    readonly config: AutoencoderKlConfig,
    private readonly sessions: AutoencoderSessions<AutoencoderKlConfig>,
    private readonly tile: number | null,
  ) {}

  /**
   * From a folder with config.json and weights.
   * @throws DatasetError E_NOT_FOUND or E_MODEL; E_OPTION for tiles that do not fit
   */
  static async fromFolder(folder: string, { tile = null, ...options }: AutoencoderKlOptions = {}): Promise<AutoencoderKL> {
    const config = readAutoencoderKlConfig(await readConfigFile(folder), folder);
    const factor = 1 << (config.block_out_channels.length - 1);
    if (tile !== null && (tile % (4 * factor) !== 0 || tile <= 0)) {
      throw new DatasetError("E_OPTION", `Tiles of ${tile} pixels do not fit the autoencoder.`, { hint: `Give a multiple of ${4 * factor}, such as ${64 * factor}.`, subject: "tile" });
    }
    const graphs = { encode: encodeKl, decode: decodeKl, rename: renameOldAttention };
    // Its numbers leave the range of half precision in most published files.
    const compute = config.force_upcast ? "float32" : (options.compute ?? "float32");
    return new AutoencoderKL(config, new AutoencoderSessions(folder, config, graphs, { ...options, compute }, factor), tile);
  }

  /** Pixels per latent, each way. */
  get factor(): number {
    return this.sessions.factor;
  }

  /** Images [batch, 3, height, width] from -1 to 1 to latents, before the scaling factor. */
  async encode(image: FloatTensor): Promise<LatentDistribution> {
    const { tile, factor } = this;
    const { data, shape } = tile !== null && needsTiles(image, tile) ? await inTiles(image, tile, tile / factor, (part) => this.sessions.encode(part)) : await this.sessions.encode(image);
    const [batch, channels, height, width] = shape as [number, number, number, number];
    const size = (channels / 2) * height * width;
    const half = { shape: [batch, channels / 2, height, width] };
    const mean = new Float32Array(batch * size);
    const logVariance = new Float32Array(batch * size);
    for (let index = 0; index < batch; index++) {
      mean.set(data.subarray(2 * index * size, (2 * index + 1) * size), index * size);
      logVariance.set(data.subarray((2 * index + 1) * size, (2 * index + 2) * size), index * size);
    }
    return { mean: { data: mean, ...half }, logVariance: { data: logVariance.map((value) => clamp(value, -30, 20)), ...half } };
  }

  /** Latents, divided by the scaling factor, to images [batch, 3, height, width] from -1 to 1 or a little beyond. */
  async decode(latent: FloatTensor): Promise<FloatTensor> {
    const { tile, factor } = this;
    return tile !== null && needsTiles(latent, tile / factor) ? inTiles(latent, tile / factor, tile, (part) => this.sessions.decode(part)) : this.sessions.decode(latent);
  }

  /** Gives the memory back; the next use loads again. */
  async release(): Promise<void> {
    await this.sessions.release();
  }
}
