/** What config.json says of the half of the network that UNet and ControlNet have in common. */
import * as z from "zod";
import { ACTIVATIONS } from "../../nn/ops/activation.js";
import { DatasetError } from "../../core/errors.js";
import { absent } from "../config.js";

const count = z.int().positive();
const oneOrMore = <T extends z.ZodType>(each: T) => z.union([each, z.array(each)]);
const activation = z.enum(Object.keys(ACTIVATIONS) as [keyof typeof ACTIVATIONS, ...(keyof typeof ACTIVATIONS)[]]);
const layerCounts = z.union([z.int().nonnegative(), z.array(z.int().nonnegative())]);

/** Fields of both configurations, with diffusers' defaults. Lists have one entry per block. */
export const conditionedShape = {
  in_channels: count.default(4),
  flip_sin_to_cos: z.boolean().default(true),
  freq_shift: z.number().default(0),
  down_block_types: z.array(z.enum(["DownBlock2D", "CrossAttnDownBlock2D"])).default(["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"]),
  mid_block_type: z.enum(["UNetMidBlock2DCrossAttn", "UNetMidBlock2D"]).default("UNetMidBlock2DCrossAttn"),
  only_cross_attention: oneOrMore(z.boolean()).default(false),
  block_out_channels: z.array(count).default([320, 640, 1280, 1280]),
  layers_per_block: oneOrMore(count).default(2),
  downsample_padding: z.union([z.literal(0), z.literal(1)]).default(1),
  mid_block_scale_factor: z.number().default(1),
  act_fn: activation.default("silu"),
  norm_num_groups: count.default(32),
  norm_eps: z.number().positive().default(1e-5),
  cross_attention_dim: oneOrMore(count).default(1280),
  transformer_layers_per_block: z.union([z.int().nonnegative(), z.array(layerCounts)]).default(1),
  // The name is wrong in every published configuration: it is the number of heads.
  attention_head_dim: oneOrMore(count).default(8),
  num_attention_heads: absent("heads are given by attention_head_dim"),
  use_linear_projection: z.boolean().default(false),
  upcast_attention: z.boolean().default(false),
  resnet_time_scale_shift: z.enum(["default", "scale_shift"]).default("default"),
  addition_embed_type: z.literal("text_time").optional(),
  addition_time_embed_dim: count.optional(),
  projection_class_embeddings_input_dim: count.optional(),
  class_embed_type: absent("class embeddings are not supported"),
  num_class_embeds: absent("class embeddings are not supported"),
  encoder_hid_dim_type: z.literal("text_proj").optional(),
  encoder_hid_dim: count.optional(),
  dual_cross_attention: z.literal(false).default(false),
  cross_attention_norm: absent("normalised prompts are not supported"),
  attention_type: z.literal("default").default("default"),
};

const conditioned = z.object(conditionedShape);
export type ConditionedConfig = z.infer<typeof conditioned>;

/** One block of the network, on the way down; blocks on the way up mirror them. */
export interface BlockPlan {
  channels: number;
  layers: number;
  heads: number;
  onlyCrossAttention: boolean;
  promptSize: number;
  transformerLayers: number | readonly number[];
}

/** Lists for single values. @throws DatasetError E_MODEL when a list has another length than there are blocks */
export function planBlocks(config: ConditionedConfig, origin: string): BlockPlan[] {
  const blocks = config.down_block_types.length;
  const each = <T>(key: keyof ConditionedConfig, value: T | readonly T[]): readonly T[] => {
    const list = Array.isArray(value) ? (value as readonly T[]) : new Array<T>(blocks).fill(value as T);
    if (list.length === blocks) return list;
    throw new DatasetError("E_MODEL", `${origin}: ${key} has ${list.length} entries for ${blocks} blocks.`, { hint: "Lists in the configuration have one entry per block.", subject: key });
  };
  const channels = each("block_out_channels", config.block_out_channels);
  const layers = each("layers_per_block", config.layers_per_block);
  const heads = each("attention_head_dim", config.attention_head_dim);
  const onlyCross = each("only_cross_attention", config.only_cross_attention);
  const promptSizes = each("cross_attention_dim", config.cross_attention_dim);
  const transformerLayers = each<number | readonly number[]>("transformer_layers_per_block", config.transformer_layers_per_block);
  return channels.map((channel, block) => {
    if (channel % config.norm_num_groups !== 0) throw new DatasetError("E_MODEL", `${origin}: block_out_channels[${block}] is ${channel}, which ${config.norm_num_groups} groups (norm_num_groups) do not divide.`, { hint: "The configuration is not sound.", subject: "block_out_channels" });
    if (channel % heads[block]! !== 0) throw new DatasetError("E_MODEL", `${origin}: block_out_channels[${block}] is ${channel}, which ${heads[block]} heads (attention_head_dim) do not divide.`, { hint: "The configuration is not sound.", subject: "attention_head_dim" });
    return { channels: channel, layers: layers[block]!, heads: heads[block]!, onlyCrossAttention: onlyCross[block]!, promptSize: promptSizes[block]!, transformerLayers: transformerLayers[block]! };
  });
}
