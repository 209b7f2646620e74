/**
 * Which files of a repository a model needs: safetensors of one precision, configurations, tokenizer, scheduler. It is
 * a list of what is taken, never of what is left out: pickles, scripts and whatever else a repository holds stay there.
 */
import { DatasetError } from "../core/errors.js";
import type { ModelRole } from "./model-aliases.js";

/** How the files of a repository are laid out. */
export type ModelLayout = "pipeline" | "network" | "lora";

/** Precision of the weights; the first choice, where a repository has both. */
export type Precision = "fp16" | "fp32";

/** What to take. */
export interface NeededFiles {
  layout: ModelLayout;
  /** Paths, in the order in which they are fetched. */
  paths: readonly string[];
  /** What should be there and is not. */
  missing: readonly string[];
}

/** Parts of a pipeline that this program reads; a safety checker and its like are not among them. */
const REQUIRED = ["tokenizer", "scheduler", "text_encoder", "unet", "vae"];
const OPTIONAL = ["tokenizer_2", "text_encoder_2"];
const TOKENIZER_FILES = ["vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"];
/** Licence texts and the card that names the licence go with the weights. */
const PAPERS = /^(?:README\.md|LICEN[CS]E(?:[.-][\w.-]{1,40})?)$/i;
const LORA_FILE = "pytorch_lora_weights.safetensors";
const ROOT_WEIGHTS = /^(?!\.)[\w. +()-]{1,120}\.safetensors$/;

/** The layout of what a part is for; null where only the files can tell. */
export function layoutOf(role: ModelRole | null): ModelLayout | null {
  return role === null ? null : ({ base: "pipeline", controlnet: "network", vae: "network", lora: "lora" } as const)[role];
}

/**
 * Chooses files.
 * @param paths all files of the repository, or all that lie in a folder
 * @param layout null: what the files look like
 * @param precision of weights that are there in both
 * @param file the one file of a LoRA repository that is meant; null: the only one
 * @param index components that the pipeline's model_index.json names; null where it has not been read
 * @throws DatasetError E_MODEL for a LoRA repository with several files of which none was named
 */
export function neededFiles(paths: readonly string[], layout: ModelLayout | null, precision: Precision, file: string | null = null, index: readonly string[] | null = null): NeededFiles {
  const all = new Set(paths);
  const papers = paths.filter((path) => PAPERS.test(path)).sort();
  const found = layout ?? (file !== null ? "lora" : all.has("model_index.json") ? "pipeline" : all.has("config.json") ? "network" : "lora");
  const chosen = found === "pipeline" ? pipelineFiles(all, precision, index) : found === "network" ? network("", all, precision) : loraFiles(all, file);
  return { layout: found, paths: [...papers, ...chosen.paths], missing: chosen.missing };
}

interface Chosen {
  paths: string[];
  missing: string[];
}

function pipelineFiles(all: ReadonlySet<string>, precision: Precision, index: readonly string[] | null): Chosen {
  const chosen: Chosen = { paths: [], missing: [] };
  takeNamed(chosen, all, "model_index.json");
  const optional = OPTIONAL.filter((name) => (index === null ? [...all].some((path) => path.startsWith(`${name}/`)) : index.includes(name)));
  for (const component of [...REQUIRED, ...optional]) {
    const folder = `${component}/`;
    if (component.startsWith("tokenizer")) {
      chosen.paths.push(...TOKENIZER_FILES.map((name) => folder + name).filter((path) => all.has(path)));
      chosen.missing.push(...["vocab.json", "merges.txt"].map((name) => folder + name).filter((path) => !all.has(path)));
    } else if (component === "scheduler") {
      takeNamed(chosen, all, `${folder}scheduler_config.json`);
    } else {
      const { paths, missing } = network(folder, all, precision);
      chosen.paths.push(...paths);
      chosen.missing.push(...missing);
    }
  }
  return chosen;
}

/** One network with its configuration: `diffusion_pytorch_model` as diffusers names weights, `model` as transformers. */
function network(folder: string, all: ReadonlySet<string>, precision: Precision): Chosen {
  const chosen: Chosen = { paths: [], missing: [] };
  takeNamed(chosen, all, `${folder}config.json`);
  const variants = precision === "fp16" ? [".fp16", ""] : ["", ".fp16"];
  for (const variant of variants) {
    for (const stem of ["diffusion_pytorch_model", "model"]) {
      const weights = weightsOf(folder + stem, variant, all);
      if (weights === null) continue;
      chosen.paths.push(...weights);
      return chosen;
    }
  }
  chosen.missing.push(`${folder}*.safetensors`);
  return chosen;
}

/** One file, or all shards with their index; null when they are not all there. */
function weightsOf(stem: string, variant: string, all: ReadonlySet<string>): string[] | null {
  const single = `${stem}${variant}.safetensors`;
  if (all.has(single)) return [single];
  // diffusers has written the variant before and behind "index".
  const index = [`${stem}.safetensors.index${variant}.json`, `${stem}${variant}.safetensors.index.json`].find((path) => all.has(path));
  if (index === undefined) return null;
  const shard = (place: number, total: string): string => `${stem}${variant}-${String(place).padStart(5, "0")}-of-${total}.safetensors`;
  const total = [...all].map((path) => (path.startsWith(`${stem}${variant}-00001-of-`) ? /-of-(\d{5})\.safetensors$/.exec(path)?.[1] : undefined)).find((text) => text !== undefined);
  if (total === undefined) return null;
  const shards = Array.from({ length: Number(total) }, (_, i) => shard(i + 1, total));
  return shards.every((path) => all.has(path)) ? [index, ...shards] : null;
}

function loraFiles(all: ReadonlySet<string>, file: string | null): Chosen {
  if (file !== null) return all.has(file) ? { paths: [file], missing: [] } : { paths: [], missing: [file] };
  if (all.has(LORA_FILE)) return { paths: [LORA_FILE], missing: [] };
  const weights = [...all].filter((path) => ROOT_WEIGHTS.test(path)).sort();
  if (weights.length === 1) return { paths: weights, missing: [] };
  if (weights.length === 0) return { paths: [], missing: ["*.safetensors"] };
  throw new DatasetError("E_MODEL", `There are ${weights.length} files of weights, and one is meant: ${weights.slice(0, 5).join(", ")}${weights.length > 5 ? ", …" : ""}.`, { hint: "Name it behind the repository: OWNER/NAME/FILE.safetensors.", subject: weights[0]! });
}

function takeNamed(chosen: Chosen, all: ReadonlySet<string>, path: string): void {
  (all.has(path) ? chosen.paths : chosen.missing).push(path);
}
