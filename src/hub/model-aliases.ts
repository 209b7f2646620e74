/** Short names for models that work together. Every repository here is asked for by `node bench/run.mjs model-aliases`. */

/** What steers a ControlNet. */
export type ModelControl = "canny" | "depth" | "normals" | "segmentation";

/** What a part is for. */
export type ModelRole = "base" | "controlnet" | "lora" | "vae";

/** A part of a model: a repository of the hub or a folder, as `readReference` reads it. */
export interface ModelPart {
  /** Null: what its files show it to be. */
  role: ModelRole | null;
  reference: string;
  /** Of a ControlNet, where it is known. */
  control?: ModelControl | null;
}

/** Models that belong together. */
export interface ModelAlias {
  summary: string;
  /** Text encoders, UNet and autoencoder; null for a part that goes with another base. */
  base: string | null;
  controlnets: readonly { control: ModelControl; repository: string }[];
  loras: readonly string[];
  /** Takes the place of the base's autoencoder. */
  vae: string | null;
  /** Of the parts, as the hub names them; each part's own is shown before it is fetched. */
  licence: string;
  /** What is fetched at least: half-precision weights where there are some. */
  approximateBytes: number;
  /** Side of the images it was trained for, pixels; null where another part decides. */
  resolution: number | null;
}

// The repository of the first publisher was removed in 2024; this is its mirror by the hub.
const SD15 = "stable-diffusion-v1-5/stable-diffusion-v1-5";
const SDXL = "stabilityai/stable-diffusion-xl-base-1.0";
const CANNY_15 = { control: "canny", repository: "lllyasviel/control_v11p_sd15_canny" } as const;
const DEPTH_15 = { control: "depth", repository: "lllyasviel/control_v11f1p_sd15_depth" } as const;
const CANNY_XL = { control: "canny", repository: "diffusers/controlnet-canny-sdxl-1.0" } as const;
const DEPTH_XL = { control: "depth", repository: "diffusers/controlnet-depth-sdxl-1.0" } as const;
const LCM_15 = "latent-consistency/lcm-lora-sdv1-5";
const LCM_XL = "latent-consistency/lcm-lora-sdxl";

const OPENRAIL_15 = "creativeml-openrail-m, openrail";
const OPENRAIL_XL = "openrail++";
const sd15 = { base: SD15, loras: [], vae: null, resolution: 512 } as const;
const sdxl = { base: SDXL, loras: [], vae: null, resolution: 1024 } as const;

/** The table. */
export const MODEL_ALIASES: Readonly<Record<string, ModelAlias>> = {
  sd15: { ...sd15, summary: "Stable Diffusion 1.5, text only", controlnets: [], licence: "creativeml-openrail-m", approximateBytes: 2.13e9 },
  "sd15-canny": { ...sd15, summary: "Stable Diffusion 1.5 steered by edges", controlnets: [CANNY_15], licence: OPENRAIL_15, approximateBytes: 2.86e9 },
  "sd15-depth": { ...sd15, summary: "Stable Diffusion 1.5 steered by depth", controlnets: [DEPTH_15], licence: OPENRAIL_15, approximateBytes: 2.86e9 },
  "sd15-canny-fast": { ...sd15, summary: "the same as sd15-canny in 4 steps (LCM)", controlnets: [CANNY_15], loras: [LCM_15], licence: `${OPENRAIL_15}, openrail++`, approximateBytes: 2.99e9 },
  "sd15-depth-fast": { ...sd15, summary: "the same as sd15-depth in 4 steps (LCM)", controlnets: [DEPTH_15], loras: [LCM_15], licence: `${OPENRAIL_15}, openrail++`, approximateBytes: 2.99e9 },
  sdxl: { ...sdxl, summary: "Stable Diffusion XL, text only", controlnets: [], licence: OPENRAIL_XL, approximateBytes: 6.94e9 },
  "sdxl-canny": { ...sdxl, summary: "Stable Diffusion XL steered by edges", controlnets: [CANNY_XL], licence: OPENRAIL_XL, approximateBytes: 9.44e9 },
  "sdxl-depth": { ...sdxl, summary: "Stable Diffusion XL steered by depth", controlnets: [DEPTH_XL], licence: OPENRAIL_XL, approximateBytes: 9.44e9 },
  "lcm-sd15": { summary: "4-step LoRA for Stable Diffusion 1.5", base: null, controlnets: [], loras: [LCM_15], vae: null, licence: OPENRAIL_XL, approximateBytes: 1.35e8, resolution: null },
  "lcm-sdxl": { summary: "4-step LoRA for Stable Diffusion XL", base: null, controlnets: [], loras: [LCM_XL], vae: null, licence: OPENRAIL_XL, approximateBytes: 3.94e8, resolution: null },
  taesd: { summary: "a tiny autoencoder for Stable Diffusion 1.5: quick, less fine", base: null, controlnets: [], loras: [], vae: "madebyollin/taesd", licence: "mit", approximateBytes: 9.8e6, resolution: null },
  taesdxl: { summary: "a tiny autoencoder for Stable Diffusion XL", base: null, controlnets: [], loras: [], vae: "madebyollin/taesdxl", licence: "mit", approximateBytes: 9.8e6, resolution: null },
};

/** The alias of that name; null for any other text. */
export function modelAlias(name: string): ModelAlias | null {
  return Object.hasOwn(MODEL_ALIASES, name) ? MODEL_ALIASES[name]! : null;
}

/** An alias's parts, base first. */
export function partsOfAlias(alias: ModelAlias): readonly ModelPart[] {
  return [
    ...(alias.base === null ? [] : [{ role: "base", reference: alias.base } as const]),
    ...alias.controlnets.map(({ repository, control }) => ({ role: "controlnet", reference: repository, control }) as const),
    ...alias.loras.map((reference) => ({ role: "lora", reference }) as const),
    ...(alias.vae === null ? [] : [{ role: "vae", reference: alias.vae } as const]),
  ];
}

/** The parts that an alias, a repository or a folder stands for. */
export function partsOf(name: string): readonly ModelPart[] {
  const alias = modelAlias(name);
  return alias === null ? [{ role: null, reference: name }] : partsOfAlias(alias);
}

/** Parts whose reference is an alias's name, such as a LoRA `lcm-sd15` or a base `sd15`, by what the alias has in that role. */
export function withoutAliases(parts: readonly ModelPart[]): readonly ModelPart[] {
  return parts.flatMap((part) => {
    const alias = modelAlias(part.reference);
    const same = alias === null ? [] : partsOfAlias(alias).filter(({ role }) => part.role === null || role === part.role);
    return same.length === 0 ? [part] : same;
  });
}
