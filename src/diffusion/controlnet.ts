/** diffusers' ControlNetModel: reads an image of what is to be followed, adds to the UNet's way down. */
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { convolution } from "../nn/layers/convolution.js";
import type { Graph } from "../nn/graph/graph.js";
import type { Scope } from "../nn/graph/scope.js";
import { fixedSize, type Value } from "../nn/graph/value.js";
import { silu } from "../nn/ops/activation.js";
import { add, multiply } from "../nn/ops/arithmetic.js";
import { mean } from "../nn/ops/reduce.js";
import { resizeLike } from "../nn/ops/resize.js";
import { concatenate, slice, split, unsqueeze } from "../nn/ops/shape.js";
import { conditionedInputs, conditioning, downBlocks, middleBlock, type ConditionedInputs } from "./blocks/conditioned.js";
import { conditionedShape, planBlocks, type BlockPlan } from "./blocks/unet-config.js";
import { parseConfig } from "./config.js";
import { residualChannels, type ControlResiduals, type UnetConfig } from "./unet.js";

const schema = z.object({
  ...conditionedShape,
  conditioning_channels: z.int().positive().default(3),
  conditioning_embedding_out_channels: z.array(z.int().positive()).min(1).default([16, 32, 96, 256]),
  controlnet_conditioning_channel_order: z.enum(["rgb", "bgr"]).default("rgb"),
  global_pool_conditions: z.boolean().default(false),
});

/** A checked configuration. */
export interface ControlNetConfig extends z.infer<typeof schema> {
  plan: BlockPlan[];
}

/** Checks `config.json`. @throws DatasetError E_MODEL naming what is not supported */
export function readControlNetConfig(config: Readonly<Record<string, unknown>>, origin: string): ControlNetConfig {
  const parsed = parseConfig(schema, config, origin);
  return { ...parsed, plan: planBlocks(parsed, origin) };
}

/** Refuses a ControlNet that was made for another kind of model. @throws DatasetError E_MODEL saying in what they differ */
export function checkControlFits(controlnet: ControlNetConfig, model: UnetConfig, origin: string): void {
  const own = residualChannels(controlnet.plan);
  const other = residualChannels(model.plan);
  const size = (plan: readonly BlockPlan[]): number => plan[0]!.promptSize;
  if (own.join() === other.join() && size(controlnet.plan) === size(model.plan)) return;
  throw new DatasetError("E_MODEL", `${origin} does not fit the model: it has residuals of ${own.join(", ")} channels and prompts of ${size(controlnet.plan)} numbers, the model ${other.join(", ")} and ${size(model.plan)}.`, {
    hint: "A ControlNet works with the family it was trained for: SD 1.5, SD 2.1 or SDXL.",
    subject: origin,
  });
}

/** What a ControlNet reads beside what the UNet does. */
export interface ControlInputs extends ConditionedInputs {
  /** [batch or 1, 3, pixels high, pixels wide], from 0 to 1; eight times the sample's size for the published ones. */
  image: Value;
  /** Strength of each residual, the middle one's last: [batch or 1, residuals]. */
  scales: Value;
  /** Where the control holds, from 0 to 1, as large as the sample: [batch or 1, 1, height, width]; [1, 1, 1, 1] for everywhere. Null leaves it out of the graph. */
  mask: Value | null;
}

/** Declares the inputs; those that the UNet has, too, are the same ones in one graph. */
export function controlNetInputs(graph: Graph, config: ControlNetConfig, { prefix = "", mask = false } = {}): ControlInputs {
  const residuals = residualChannels(config.plan).length + 1;
  return {
    ...conditionedInputs(graph, config, config.plan),
    image: graph.input(`${prefix}controlnet_cond`, "float32", [`${prefix}image_batch`, config.conditioning_channels, `${prefix}image_height`, `${prefix}image_width`]),
    scales: graph.input(`${prefix}conditioning_scale`, "float32", [`${prefix}scale_batch`, residuals]),
    mask: mask ? graph.input(`${prefix}control_mask`, "float32", [`${prefix}mask_batch`, 1, `${prefix}mask_height`, `${prefix}mask_width`]) : null,
  };
}

/** The residuals for one step, float32. */
export function controlNet(scope: Scope, config: ControlNetConfig, inputs: ControlInputs): ControlResiduals {
  const { graph } = scope;
  const shared = conditioning(scope, config, inputs);
  const sample = convolution(scope.at("conv_in"), scope.cast(inputs.sample), config.block_out_channels[0]!, 3);
  const start = add(graph, sample, imageEmbedding(scope.at("controlnet_cond_embedding"), config, scope.cast(inputs.image)));
  const results = downBlocks(scope, { ...start, shape: sample.shape }, shared, config.plan);
  const middle = middleBlock(scope, results.at(-1)!, shared, config.plan);
  const residual = (place: string, value: Value, index: number): Value => {
    const projected = scope.cast(convolution(scope.at(place), value, fixedSize(value, 1), 1), "float32");
    const scaled = multiply(graph, projected, unsqueeze(graph, slice(graph, inputs.scales, 1, index, index + 1), 2, 3));
    const masked = inputs.mask === null ? scaled : multiply(graph, scaled, resizeLike(graph, inputs.mask, scaled));
    return config.global_pool_conditions ? mean(graph, masked, [2, 3]) : masked;
  };
  return {
    down: results.map((value, index) => residual(`controlnet_down_blocks.${index}`, value, index)),
    middle: residual("controlnet_mid_block", middle, results.length),
  };
}

/** The image, made as small as the sample by convolutions with steps of two. */
function imageEmbedding(scope: Scope, config: ControlNetConfig, image: Value): Value {
  const { graph } = scope;
  const channels = config.conditioning_embedding_out_channels;
  const ordered = config.controlnet_conditioning_channel_order === "bgr" ? concatenate(graph, split(graph, image, 3, 1).reverse(), 1) : image;
  let hidden = silu(graph, convolution(scope.at("conv_in"), ordered, channels[0]!, 3));
  for (let index = 0; index + 1 < channels.length; index++) {
    hidden = silu(graph, convolution(scope.at(`blocks.${2 * index}`), hidden, channels[index]!, 3));
    hidden = silu(graph, convolution(scope.at(`blocks.${2 * index + 1}`), hidden, channels[index + 1]!, 3, { stride: 2 }));
  }
  return convolution(scope.at("conv_out"), hidden, config.block_out_channels[0]!, 3);
}
