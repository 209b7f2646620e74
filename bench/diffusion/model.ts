/** What is measured: SD 1.5 and its ControlNet with random weights, and one step's inputs, in a folder that both sides read. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { random } from "../../src/core/random.js";

/** config.json as published: stable-diffusion-v1-5/unet, lllyasviel/control_v11p_sd15_canny. */
const SHARED = {
  act_fn: "silu",
  attention_head_dim: 8,
  block_out_channels: [320, 640, 1280, 1280],
  cross_attention_dim: 768,
  down_block_types: ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
  downsample_padding: 1,
  flip_sin_to_cos: true,
  freq_shift: 0,
  in_channels: 4,
  layers_per_block: 2,
  mid_block_scale_factor: 1,
  norm_eps: 1e-5,
  norm_num_groups: 32,
};
const UNET = {
  _class_name: "UNet2DConditionModel",
  ...SHARED,
  center_input_sample: false,
  out_channels: 4,
  sample_size: 64,
  up_block_types: ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
};
const CONTROLNET = {
  _class_name: "ControlNetModel",
  ...SHARED,
  class_embed_type: null,
  conditioning_embedding_out_channels: [16, 32, 96, 256],
  controlnet_conditioning_channel_order: "rgb",
  num_class_embeds: null,
  only_cross_attention: false,
  projection_class_embeddings_input_dim: null,
  resnet_time_scale_shift: "default",
  upcast_attention: false,
  use_linear_projection: false,
};

/** The scheduler of SD 1.5, asked for one step from pure noise. */
export const SCHEDULER = { _class_name: "DDIMScheduler", beta_start: 0.00085, beta_end: 0.012, beta_schedule: "scaled_linear", num_train_timesteps: 1000, clip_sample: false, set_alpha_to_one: false, timestep_spacing: "trailing" };
/** The one timestep of that. */
export const TIMESTEP = 999;
export const PYTHON = process.env["PYTHON"] ?? "python3";

/** A step's inputs: name → numbers. */
export function stepShapes(side: number): Record<"latents" | "prompt" | "image", number[]> {
  return { latents: [1, 4, side / 8, side / 8], prompt: [2, 77, 768], image: [1, 3, side, side] };
}

/**
 * Writes all of it.
 * @param type how weights are stored
 * @returns parameters of UNet and ControlNet
 */
export function writeModel(folder: string, side: number, type: "float16" | "float32"): number[] {
  for (const [part, config] of Object.entries({ unet: UNET, controlnet: CONTROLNET })) {
    mkdirSync(join(folder, part));
    writeFileSync(join(folder, part, "config.json"), JSON.stringify(config));
  }
  for (const [name, shape] of Object.entries(stepShapes(side))) {
    const stream = random(1, name, "noise");
    const width = name === "image" ? 1 : 3.4;
    const numbers = Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => (name === "image" ? stream.next() : (stream.next() - 0.5) * width));
    writeFileSync(join(folder, `${name}.f32`), numbers);
  }
  writeFileSync(join(folder, "step.json"), JSON.stringify({ side, timestep: TIMESTEP }));
  return execFileSync(PYTHON, ["bench/diffusion/weights.py", folder, type], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim().split("\n").map(Number);
}
