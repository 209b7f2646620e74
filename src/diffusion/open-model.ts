/** A model as diffusers stores it, opened: everything is read and checked but the weights. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { readConfigFile } from "./config.js";
import { checkControlFits, readControlNetConfig } from "./controlnet.js";
import { LatentCodec } from "./latent-codec.js";
import type { LoadOptions } from "./load.js";
import { readLora, type Lora } from "./lora.js";
import { PromptEncoder } from "./prompt-encoder.js";
import { createScheduler, type SchedulerConfig } from "./schedulers/registry.js";
import { readSchedulerConfig } from "./schedulers/scheduler-file.js";
import { readUnetConfig, type UnetConfig } from "./unet.js";

/** How a model is put together. */
export interface ModelOptions extends Omit<LoadOptions, "loras"> {
  /** Folders of ControlNets, in the order of `controls`. */
  controlnets?: readonly string[];
  loras?: readonly { path: string; scale: number }[];
  /** Another autoencoder, of either kind; default: the model's `vae`. */
  autoencoder?: string;
  /** Replaces or adds to the model's scheduler_config.json. */
  scheduler?: SchedulerConfig;
  /** How many of the text encoder's last layers are left out, for both texts. */
  clipSkip?: number;
  /** UNet and ControlNets as one graph; by default everywhere but on the CPU. */
  fused?: boolean;
  /** As of AutoencoderKL. */
  tile?: number | null;
}

/** What is known of a model before any weights are read. */
export interface OpenedModel {
  folder: string;
  controlnets: readonly string[];
  loras: readonly (Lora & { scale: number })[];
  loading: LoadOptions;
  fused: boolean;
  unet: UnetConfig;
  /** Side of the latents that it was trained on. */
  usualSide: number;
  /** SDXL was trained with zeros where there is nothing to avoid. */
  zerosForEmpty: boolean;
  scheduler: SchedulerConfig;
  codec: LatentCodec;
  encoder: PromptEncoder;
}

/**
 * Opens a model.
 * @throws DatasetError E_NOT_FOUND, E_MODEL or E_OPTION naming what is missing, not supported or does not fit
 */
export async function openModel(folder: string, options: ModelOptions): Promise<OpenedModel> {
  const { controlnets = [], loras = [], autoencoder = join(folder, "vae"), scheduler = {}, clipSkip = 0, fused = (options.device ?? "cpu") !== "cpu", tile = null, ...loading } = options;
  for (const part of ["unet", "text_encoder", "tokenizer"]) {
    if (!existsSync(join(folder, part))) {
      throw new DatasetError("E_NOT_FOUND", `${folder} has no ${part}/.`, { hint: "Give the folder of a model as diffusers stores it, with unet, vae, text_encoder, tokenizer and scheduler in it.", subject: folder });
    }
  }
  const unetFolder = join(folder, "unet");
  const unetFile = await readConfigFile(unetFolder);
  const unet = readUnetConfig(unetFile, unetFolder);
  for (const controlnet of controlnets) checkControlFits(readControlNetConfig(await readConfigFile(controlnet), controlnet), unet, controlnet);
  const schedulerConfig = { ...(await readSchedulerConfig(join(folder, "scheduler"))), ...scheduler };
  createScheduler(schedulerConfig);
  const readLoras = await Promise.all(loras.map(async ({ path, scale }) => ({ ...(await readLora(loraFile(path))), scale })));
  const encoder = new PromptEncoder(folder, clipSkip, { ...loading, loras: readLoras });
  return {
    folder,
    controlnets,
    loras: readLoras,
    loading,
    fused,
    unet,
    usualSide: typeof unetFile["sample_size"] === "number" ? unetFile["sample_size"] : 64,
    zerosForEmpty: encoder.isDouble && (await indexOf(folder))["force_zeros_for_empty_prompt"] !== false,
    scheduler: schedulerConfig,
    codec: await LatentCodec.open(autoencoder, { ...loading, tile }),
    encoder,
  };
}

/** The file of an adapter that is given as a file, or as the folder that diffusers or the hub keep it in. */
function loraFile(path: string): string {
  return path.endsWith(".safetensors") ? path : join(path, "pytorch_lora_weights.safetensors");
}

/** What model_index.json says; nothing where a folder has none. */
async function indexOf(folder: string): Promise<Record<string, unknown>> {
  const file = join(folder, "model_index.json");
  const text = await readFile(file, "utf8").catch(() => "{}");
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? (content as Record<string, unknown>) : {};
  } catch (cause) {
    throw new DatasetError("E_MODEL", `${file} is not JSON.`, { hint: "Fetch the model again.", subject: file, cause });
  }
}
