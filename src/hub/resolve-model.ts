/** From a model's name to its files on this machine. Nothing is ever fetched here. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";
import { licenceOf } from "./model-hub.js";
import { MODEL_ALIASES, modelAlias, partsOf, withoutAliases, type ModelControl, type ModelPart, type ModelRole } from "./model-aliases.js";
import { cachedCommits, localFiles, snapshotFolder, type LocalFile } from "./model-cache.js";
import { readReference } from "./model-reference.js";
import { layoutOf, neededFiles, type ModelLayout, type Precision } from "./needed-files.js";
import { hubCacheFolder, isOffline } from "./settings.js";

/** A part of a model, complete on this machine. */
export interface ResolvedPart {
  role: ModelRole | null;
  layout: ModelLayout;
  /** What steers a ControlNet of an alias; null where only its user knows. */
  control: ModelControl | null;
  /** As it was asked for. */
  reference: string;
  /** Null for a folder outside the cache. */
  repository: string | null;
  commit: string | null;
  /** Holds the part as diffusers lays it. */
  folder: string;
  /** What is needed of it; for a LoRA its weights are the only .safetensors. */
  files: readonly LocalFile[];
  licence: string | null;
}

/** A model, complete on this machine. */
export interface ResolvedModel {
  name: string;
  /** Of the base, or of the only part. */
  folder: string;
  base: ResolvedPart | null;
  controlnets: readonly ResolvedPart[];
  loras: readonly ResolvedPart[];
  vae: ResolvedPart | null;
  parts: readonly ResolvedPart[];
  /** Side of the images that it was trained for, pixels; null when only its configuration says. */
  resolution: number | null;
}

/** Where to look. */
export interface ResolveOptions {
  /** True when the user wants no network: the error then says so. Default: what the environment says. */
  offline?: boolean;
  /** From which relative paths count; default: the working folder. */
  folder?: string;
  /** Weights to take where both are there. */
  precision?: Precision;
  environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds a model in the Hugging Face cache, whoever fetched it, or in a folder.
 * @param name alias, OWNER/NAME, folder, or parts of any of these
 * @throws DatasetError E_NOT_FOUND with the command that fetches it; E_OPTION for what names no model; E_MODEL
 */
export async function resolveModel(name: string | readonly ModelPart[], options: ResolveOptions = {}): Promise<ResolvedModel> {
  const environment = options.environment ?? process.env;
  const cacheFolder = hubCacheFolder(environment);
  const offline = options.offline ?? isOffline(environment);
  const parts = typeof name === "string" ? partsOf(name) : withoutAliases(name);
  const command = pullCommand(name);
  const resolved: ResolvedPart[] = [];
  for (const part of parts) {
    const found = await findPart(part, cacheFolder, options).catch((error: unknown) => {
      throw typeof name === "string" ? withNearestAlias(error, name) : error;
    });
    if ("role" in found) resolved.push(found);
    else {
      const title = typeof name === "string" && name !== part.reference ? `The model ${name} is not on this machine: ` : "";
      throw new DatasetError("E_NOT_FOUND", `${title}${part.reference} ${found.problem}.`, {
        hint: found.isFolder ? "Complete the folder as diffusers saves it." : `${offline ? "Nothing is fetched offline. With a network, run" : "Run"}: ${command}`,
        subject: part.reference,
      });
    }
  }
  const withRole = (role: ModelRole): ResolvedPart[] => resolved.filter((part) => part.role === role);
  const base = withRole("base")[0] ?? null;
  const first = base ?? resolved[0];
  if (first === undefined) throw new DatasetError("E_OPTION", "No model was named.", { hint: "Give an alias (dst3d models list), OWNER/NAME or a folder." });
  return {
    name: typeof name === "string" ? name : name.map(({ reference }) => reference).join(" + "),
    folder: first.folder,
    base,
    controlnets: withRole("controlnet"),
    loras: withRole("lora"),
    vae: withRole("vae")[0] ?? null,
    parts: resolved,
    resolution: typeof name === "string" ? (modelAlias(name)?.resolution ?? null) : null,
  };
}

/** The command that fetches it. */
export function pullCommand(name: string | readonly ModelPart[]): string {
  if (typeof name === "string") return `dst3d models pull ${name} --yes`;
  return `dst3d models pull ${name.map(({ role, reference }) => (role === null ? reference : `--${role} ${reference}`)).join(" ")} --yes`;
}

/** The part, or what is wrong with what is there. */
async function findPart(part: ModelPart, cacheFolder: string, options: ResolveOptions): Promise<ResolvedPart | { problem: string; isFolder: boolean }> {
  const reference = await readReference(part.reference, options.folder ?? process.cwd());
  const precision = options.precision ?? "fp16";
  if (reference.kind === "folder") {
    const found = await inspect(reference.folder, part, precision, null);
    return "role" in found ? { ...found, repository: null, commit: null } : { problem: `is not complete: it has no ${found.missing.join(", ")}`, isFolder: true };
  }
  const { repository, revision, file } = reference;
  let missing: readonly string[] = [];
  for (const commit of await cachedCommits(cacheFolder, repository, revision)) {
    const found = await inspect(snapshotFolder(cacheFolder, repository, commit), part, precision, file);
    if ("role" in found) return { ...found, repository, commit };
    if (missing.length === 0) missing = found.missing;
  }
  return { problem: missing.length === 0 ? `is not in ${cacheFolder}` : `is not there completely: ${missing.slice(0, 3).join(", ")} ${missing.length === 1 ? "is" : "are"} missing in ${cacheFolder}`, isFolder: false };
}

async function inspect(folder: string, part: ModelPart, precision: Precision, file: string | null): Promise<Omit<ResolvedPart, "repository" | "commit"> | { missing: readonly string[] }> {
  const local = await localFiles(folder);
  const paths = local.map(({ path }) => path);
  const index = paths.includes("model_index.json") ? await componentsOf(join(folder, "model_index.json")) : null;
  const { layout, paths: needed, missing } = neededFiles(paths, layoutOf(part.role), precision, file, index);
  if (missing.length > 0) return { missing };
  const wanted = new Set(needed);
  const role = part.role ?? (layout === "network" ? await roleOfNetwork(join(folder, "config.json")) : layout === "lora" ? "lora" : "base");
  return { role, layout, control: part.control ?? null, reference: part.reference, folder, files: local.filter(({ path }) => wanted.has(path)), licence: await licenceOfCard(folder) };
}

async function componentsOf(path: string): Promise<string[]> {
  try {
    const content: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof content !== "object" || content === null) throw new TypeError("not an object");
    return Object.entries(content).flatMap(([name, value]) => (Array.isArray(value) && value[1] !== null ? [name] : []));
  } catch (cause) {
    throw new DatasetError("E_MODEL", `${path} is not the list of a model's components.`, { hint: "Fetch the model again.", subject: path, cause });
  }
}

async function roleOfNetwork(path: string): Promise<ModelRole | null> {
  const name = /"_class_name"\s*:\s*"(ControlNet|Autoencoder)/.exec(await readFile(path, "utf8"))?.[1];
  return name === undefined ? null : name === "ControlNet" ? "controlnet" : "vae";
}

/** What the card's head says in front of its text. */
async function licenceOfCard(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, "README.md"), "utf8").catch(() => "");
  const head = /^---\r?\n([\s\S]{0,20000}?)\r?\n---/.exec(text)?.[1] ?? "";
  const field = (name: string): string | undefined => new RegExp(`^${name}:[ \\t]*["']?([^"'\\r\\n]+?)["']?[ \\t]*$`, "m").exec(head)?.[1];
  return licenceOf({ license: field("license"), license_name: field("license_name") });
}

function withNearestAlias(error: unknown, name: string): unknown {
  const meant = DatasetError.isInstance(error) && error.code === "E_OPTION" ? nearest(name, Object.keys(MODEL_ALIASES)) : null;
  return meant === null ? error : new DatasetError("E_OPTION", `${JSON.stringify(name)} names no model.`, { hint: `Did you mean ${meant}?`, subject: name, cause: error });
}
