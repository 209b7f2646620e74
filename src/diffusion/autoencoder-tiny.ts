/** diffusers' AutoencoderTiny (TAESD): a small, fast stand-in for AutoencoderKL. */
import * as z from "zod";
import { convolution } from "../nn/layers/convolution.js";
import type { Scope } from "../nn/graph/scope.js";
import { fixedSize, type Value } from "../nn/graph/value.js";
import { ACTIVATIONS, relu, tanh } from "../nn/ops/activation.js";
import { add, like, scale, subtract } from "../nn/ops/arithmetic.js";
import { enlarge } from "../nn/ops/resize.js";
import { AutoencoderSessions } from "./autoencoder.js";
import { parseConfig, readConfigFile } from "./config.js";
import type { LoadOptions } from "./load.js";
import type { FloatTensor } from "../nn/graph/float-tensor.js";

const count = z.int().positive();
const counts = z.array(count).min(1);

const schema = z.object({
  in_channels: count.default(3),
  out_channels: count.default(3),
  encoder_block_out_channels: counts.default([64, 64, 64, 64]),
  decoder_block_out_channels: counts.default([64, 64, 64, 64]),
  act_fn: z.enum(Object.keys(ACTIVATIONS) as [keyof typeof ACTIVATIONS]).default("relu"),
  upsample_fn: z.literal("nearest").default("nearest"),
  latent_channels: count.default(4),
  upsampling_scaling_factor: count.default(2),
  num_encoder_blocks: counts.default([1, 3, 3, 3]),
  num_decoder_blocks: counts.default([3, 3, 3, 1]),
  scaling_factor: z.number().positive().default(1),
  shift_factor: z.number().default(0),
});

/** A checked configuration. */
export type AutoencoderTinyConfig = z.infer<typeof schema>;

/** Checks `config.json`. @throws DatasetError E_MODEL naming what is not supported */
export function readAutoencoderTinyConfig(config: Readonly<Record<string, unknown>>, origin: string): AutoencoderTinyConfig {
  return parseConfig(schema, config, origin);
}

/** Images [batch, 3, height, width] from -1 to 1 to latents [batch, latent channels, ...]. */
export function encodeTiny(scope: Scope, config: AutoencoderTinyConfig, image: Value): Value {
  const { graph } = scope;
  const x = scope.cast(image);
  const layers = layerNames(scope.at("encoder.layers"));
  let hidden = scale(graph, add(graph, x, like(graph, x, 1)), 0.5);
  config.num_encoder_blocks.forEach((blocks, stage) => {
    const channels = config.encoder_block_out_channels[stage]!;
    hidden = convolution(layers(), hidden, channels, 3, stage === 0 ? {} : { stride: 2, bias: false });
    for (let block = 0; block < blocks; block++) hidden = residualBlock(layers(), hidden, config);
  });
  return scope.cast(convolution(layers(), hidden, config.latent_channels, 3), "float32");
}

/** Latents to images [batch, 3, ...] from -1 to 1 or a little beyond. */
export function decodeTiny(scope: Scope, config: AutoencoderTinyConfig, latent: Value): Value {
  const { graph } = scope;
  const layers = layerNames(scope.at("decoder.layers"));
  const clamped = scale(graph, tanh(graph, scale(graph, scope.cast(latent), 1 / 3)), 3);
  let hidden = ACTIVATIONS[config.act_fn](graph, convolution(layers(), clamped, config.decoder_block_out_channels[0]!, 3));
  layers(); // the activation
  config.num_decoder_blocks.forEach((blocks, stage) => {
    for (let block = 0; block < blocks; block++) hidden = residualBlock(layers(), hidden, config);
    const last = stage === config.num_decoder_blocks.length - 1;
    if (!last) {
      hidden = enlarge(graph, hidden, config.upsampling_scaling_factor);
      layers(); // the enlargement
    }
    hidden = convolution(layers(), hidden, last ? config.out_channels : fixedSize(hidden, 1), 3, { bias: last });
  });
  return scope.cast(subtract(graph, scale(graph, hidden, 2), like(graph, hidden, 1)), "float32");
}

/** diffusers numbers the layers through, those without weights included. */
function layerNames(scope: Scope): () => Scope {
  let next = 0;
  return () => scope.at(String(next++));
}

function residualBlock(scope: Scope, x: Value, config: AutoencoderTinyConfig): Value {
  const { graph } = scope;
  const activate = ACTIVATIONS[config.act_fn];
  const channels = fixedSize(x, 1);
  let hidden = activate(graph, convolution(scope.at("conv.0"), x, channels, 3));
  hidden = activate(graph, convolution(scope.at("conv.2"), hidden, channels, 3));
  return relu(graph, add(graph, convolution(scope.at("conv.4"), hidden, channels, 3), x));
}

/** A loaded autoencoder; each direction is read from disk when it is first used. */
export class AutoencoderTiny {
  private constructor(
    readonly config: AutoencoderTinyConfig,
    private readonly sessions: AutoencoderSessions<AutoencoderTinyConfig>,
  ) {}

  /**
   * From a folder with config.json and weights.
   * @throws DatasetError E_NOT_FOUND or E_MODEL
   */
  static async fromFolder(folder: string, options: LoadOptions = {}): Promise<AutoencoderTiny> {
    const config = readAutoencoderTinyConfig(await readConfigFile(folder), folder);
    return new AutoencoderTiny(config, new AutoencoderSessions(folder, config, { encode: encodeTiny, decode: decodeTiny }, options, 1 << (config.num_encoder_blocks.length - 1)));
  }

  /** Pixels per latent, each way. */
  get factor(): number {
    return this.sessions.factor;
  }

  /** Images [batch, 3, height, width] from -1 to 1 to latents, as the diffusion model sees them. */
  async encode(image: FloatTensor): Promise<FloatTensor> {
    return this.sessions.encode(image);
  }

  /** Latents to images [batch, 3, height, width] from -1 to 1 or a little beyond. */
  async decode(latent: FloatTensor): Promise<FloatTensor> {
    return this.sessions.decode(latent);
  }

  /** Gives the memory back; the next use loads again. */
  async release(): Promise<void> {
    await this.sessions.release();
  }
}
