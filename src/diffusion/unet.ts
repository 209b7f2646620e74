/** diffusers' UNet2DConditionModel: Stable Diffusion 1.x, 2.x, XL and their distilled kin. */
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { convolution } from "../nn/layers/convolution.js";
import { groupNorm } from "../nn/layers/normalization.js";
import type { Graph } from "../nn/graph/graph.js";
import type { Scope } from "../nn/graph/scope.js";
import type { Value } from "../nn/graph/value.js";
import { ACTIVATIONS } from "../nn/ops/activation.js";
import { add, like, multiply, subtract } from "../nn/ops/arithmetic.js";
import { resizeLike } from "../nn/ops/resize.js";
import { concatenate } from "../nn/ops/shape.js";
import { blockTransformer, conditionedInputs, conditioning, downBlocks, layersAt, middleBlock, type ConditionedInputs, type Conditioning } from "./blocks/conditioned.js";
import { resnetBlock } from "./blocks/resnet.js";
import { conditionedShape, planBlocks, type BlockPlan } from "./blocks/unet-config.js";
import { absent, parseConfig } from "./config.js";

const kernel = z.union([z.literal(1), z.literal(3), z.literal(5)]);

const schema = z.object({
  ...conditionedShape,
  out_channels: z.int().positive().default(4),
  /** Latents high and wide that the model was trained for. */
  sample_size: z.union([z.int().positive(), z.tuple([z.int().positive(), z.int().positive()])]).optional(),
  center_input_sample: z.boolean().default(false),
  up_block_types: z.array(z.enum(["UpBlock2D", "CrossAttnUpBlock2D"])).default(["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]),
  reverse_transformer_layers_per_block: z.array(z.union([z.int().nonnegative(), z.array(z.int().nonnegative())])).optional(),
  time_embedding_type: z.literal("positional").default("positional"),
  time_embedding_dim: z.int().positive().optional(),
  time_embedding_act_fn: absent("an activation behind the time embedding is not supported"),
  timestep_post_act: absent("an activation behind the time embedding is not supported"),
  time_cond_proj_dim: z.int().positive().optional(),
  conv_in_kernel: kernel.default(3),
  conv_out_kernel: kernel.default(3),
  resnet_skip_time_act: z.literal(false).default(false),
  resnet_out_scale_factor: z.literal(1).default(1),
});

/** A checked configuration. */
export interface UnetConfig extends z.infer<typeof schema> {
  plan: BlockPlan[];
}

/** Checks `config.json`. @throws DatasetError E_MODEL naming what is not supported */
export function readUnetConfig(config: Readonly<Record<string, unknown>>, origin: string): UnetConfig {
  const parsed = parseConfig(schema, config, origin);
  if (parsed.up_block_types.length !== parsed.down_block_types.length) {
    throw new DatasetError("E_MODEL", `${origin}: up_block_types has ${parsed.up_block_types.length} entries for ${parsed.down_block_types.length} blocks.`, { hint: "The configuration is not sound.", subject: "up_block_types" });
  }
  return { ...parsed, plan: planBlocks(parsed, origin) };
}

/** What a ControlNet adds: one residual per level on the way down, and one for the middle. */
export interface ControlResiduals {
  down: readonly Value[];
  middle: Value;
}

/** The inputs of the network itself. */
export function unetInputs(graph: Graph, config: UnetConfig): ConditionedInputs {
  return conditionedInputs(graph, config, config.plan, config.time_cond_proj_dim ?? null);
}

/** Channels of the results on the way down, in order; a ControlNet for this network has the same. */
export function residualChannels(plan: readonly BlockPlan[]): number[] {
  const channels = [plan[0]!.channels];
  plan.forEach((block, index) => {
    for (let layer = 0; layer < block.layers; layer++) channels.push(block.channels);
    if (index < plan.length - 1) channels.push(block.channels);
  });
  return channels;
}

/** Inputs through which a ControlNet's results come from another session; [1, 1, 1, 1] zeros switch one off. */
export function controlInputs(graph: Graph, config: UnetConfig): ControlResiduals {
  const input = (name: string): Value => graph.input(name, "float32", [`${name}_batch`, `${name}_channels`, `${name}_height`, `${name}_width`]);
  return { down: residualChannels(config.plan).map((_, index) => input(`down_residual_${index}`)), middle: input("middle_residual") };
}

/**
 * Predicts the noise (or velocity) in a sample.
 * @returns [batch, out channels, height, width], float32
 */
export function unet(scope: Scope, config: UnetConfig, inputs: ConditionedInputs, control: ControlResiduals | null = null): Value {
  const { graph } = scope;
  const shared = conditioning(scope, config, inputs, config.time_embedding_dim);
  let sample = scope.cast(inputs.sample);
  if (config.center_input_sample) sample = subtract(graph, multiply(graph, sample, like(graph, sample, 2)), like(graph, sample, 1));
  sample = convolution(scope.at("conv_in"), sample, config.block_out_channels[0]!, config.conv_in_kernel);
  const skipped = downBlocks(scope, sample, shared, config.plan);
  let hidden = middleBlock(scope, skipped.at(-1)!, shared, config.plan);
  const skips = control === null ? skipped : skipped.map((value, index) => ({ ...add(graph, value, scope.cast(control.down[index]!)), shape: value.shape }));
  if (control !== null) hidden = { ...add(graph, hidden, scope.cast(control.middle)), shape: hidden.shape };
  hidden = upBlocks(scope, hidden, skips, shared, config);
  const normal = groupNorm(scope.at("conv_norm_out"), hidden, config.norm_num_groups, config.norm_eps);
  return scope.cast(convolution(scope.at("conv_out"), ACTIVATIONS[config.act_fn](graph, normal), config.out_channels, config.conv_out_kernel), "float32");
}

function upBlocks(scope: Scope, x: Value, skips: readonly Value[], shared: Conditioning, config: UnetConfig): Value {
  const { graph } = scope;
  const plan = [...config.plan].reverse();
  const transformerLayers = config.reverse_transformer_layers_per_block ?? plan.map((block) => block.transformerLayers);
  const rest = [...skips];
  let hidden = x;
  plan.forEach((block, index) => {
    const inside = scope.at(`up_blocks.${index}`);
    for (let layer = 0; layer <= block.layers; layer++) {
      hidden = resnetBlock(inside.at(`resnets.${layer}`), concatenate(graph, [hidden, rest.pop()!], 1), block.channels, shared.time, shared.resnet);
      if (config.up_block_types[index] === "CrossAttnUpBlock2D") {
        hidden = blockTransformer(inside.at(`attentions.${layer}`), hidden, shared, block, layersAt(transformerLayers[index] ?? 1, layer));
      }
    }
    // As large as what comes next from the way down: for odd sizes that is not twice as large.
    if (index < plan.length - 1) hidden = convolution(inside.at("upsamplers.0.conv"), resizeLike(graph, hidden, rest.at(-1)!), block.channels, 3);
  });
  return hidden;
}
