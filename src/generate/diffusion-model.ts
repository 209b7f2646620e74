/** What the generator `diffusion` paints with: the folders of a model's parts, and their hashes for the record. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { modelAlias, type ModelPart } from "../hub/model-aliases.js";
import type { LocalFile } from "../hub/model-cache.js";
import { resolveModel, type ResolvedPart } from "../hub/resolve-model.js";
import { countOf } from "../nn/graph/float-tensor.js";
import { readHeader } from "../nn/session/read-weights.js";
import type { DiffusionGeneratorOptions } from "./diffusion-options.js";
import type { WeightsFile } from "./generator.js";

/** A model, complete on this machine. */
export interface DiffusionModel {
  name: string;
  folder: string;
  controlnets: readonly string[];
  loras: readonly { path: string; scale: number }[];
  vae: string | null;
  /** All files of weights. Those outside the hub's cache are read for their hash, once. */
  weights(): Promise<readonly WeightsFile[]>;
  /** What each part is, for the record; `scale` of adapters. */
  parts: { role: string; name: string; commit: string | null; licence: string | null; scale?: number }[];
  /** Of all weights, as they lie on disk. */
  bytes: number;
  /** Of all weights, in single precision. */
  float32Bytes(): Promise<number>;
  /** Whether one of its adapters makes it need few steps. */
  isDistilled: boolean;
}

/** How the aliases' names of controls are called in recipes. */
const CONTROL_OF_ALIAS = { canny: "canny", depth: "depth", normals: "normal", segmentation: "segmentation" } as const;

/** Names of the controls that the ControlNets need, in their order. */
export function steeringControls({ model, controlnets }: DiffusionGeneratorOptions): string[] {
  if (controlnets.length > 0) return controlnets.map(({ control }) => control);
  return (modelAlias(model)?.controlnets ?? []).map(({ control }) => CONTROL_OF_ALIAS[control]);
}

/**
 * Finds every part; nothing is fetched.
 * @param folder where relative paths start
 * @throws DatasetError E_NOT_FOUND with the command that fetches what is missing; E_OPTION when nothing steers it
 */
export async function findDiffusionModel(options: DiffusionGeneratorOptions, folder: string): Promise<DiffusionModel> {
  const main = await resolveModel(options.model, { folder });
  if (main.base === null) throw new DatasetError("E_OPTION", `${options.model} is not a whole model.`, { hint: "Give one with text encoders, UNet and autoencoder, such as sd15-canny.", subject: "generator.model" });
  const own = async (role: ModelPart["role"], references: readonly string[]): Promise<ResolvedPart[]> => {
    if (references.length === 0) return [];
    const { parts } = await resolveModel(references.map((reference) => ({ role, reference })), { folder });
    return [...parts];
  };
  const controlnets = options.controlnets.length > 0 ? await own("controlnet", options.controlnets.map(({ model }) => model)) : [...main.controlnets];
  if (controlnets.length === 0 && options.arm === "diffusion") {
    throw new DatasetError("E_OPTION", `Nothing steers ${options.model}: it has no ControlNet.`, { hint: "Name one in generator.controlnets, take an alias such as sd15-canny, or set arm: text2image.", subject: "generator.controlnets" });
  }
  const loras = [...main.loras, ...(await own("lora", options.loras.map(({ model }) => model)))];
  const vae = options.vae === null ? main.vae : (await vaeOf(options.vae, folder));
  const parts = [main.base, ...(options.arm === "text2image" ? [] : controlnets), ...loras, ...(vae === null ? [] : [vae])];
  const scaleOf = (lora: ResolvedPart): number => options.loras[loras.indexOf(lora) - main.loras.length]?.scale ?? 1;
  let weights: Promise<readonly WeightsFile[]> | null = null;
  return {
    name: nameOf(main.base),
    folder: main.base.folder,
    controlnets: controlnets.map((part) => part.folder),
    loras: loras.map((part) => ({ path: join(part.folder, weightsOf(part)[0]!.path), scale: scaleOf(part) })),
    vae: vae?.folder ?? null,
    weights: () => (weights ??= filesOfWeights(parts)),
    bytes: parts.reduce((sum, part) => sum + part.files.reduce((own, file) => own + file.bytes, 0), 0),
    float32Bytes: () => float32BytesOf(parts),
    parts: parts.map((part) => ({ role: part.role ?? "base", name: nameOf(part), commit: part.commit, licence: part.licence, ...(loras.includes(part) ? { scale: scaleOf(part) } : {}) })),
    isDistilled: loras.some((part) => /lcm/i.test(part.repository ?? part.reference)),
  };
}

function weightsOf(part: ResolvedPart): LocalFile[] {
  return part.files.filter(({ path }) => path.endsWith(".safetensors"));
}

async function filesOfWeights(parts: readonly ResolvedPart[]): Promise<WeightsFile[]> {
  const list: WeightsFile[] = [];
  for (const part of parts) {
    const { commit, licence } = part;
    const source = commit === null ? nameOf(part) : `${nameOf(part)}@${commit}`;
    for (const file of weightsOf(part)) list.push({ id: `${nameOf(part)}/${file.path}`, source, licence, sha256: file.sha256 ?? (await hashOfFile(join(part.folder, file.path))) });
  }
  return list;
}

async function float32BytesOf(parts: readonly ResolvedPart[]): Promise<number> {
  let bytes = 0;
  for (const part of parts) {
    for (const file of weightsOf(part)) {
      const { tensors } = await readHeader(join(part.folder, file.path));
      for (const { shape } of tensors.values()) bytes += 4 * countOf(shape);
    }
  }
  return bytes;
}

async function vaeOf(reference: string, folder: string): Promise<ResolvedPart> {
  const { vae, parts } = await resolveModel(modelAlias(reference) === null ? [{ role: "vae", reference }] : reference, { folder });
  return vae ?? parts[0]!;
}

/** A record holds no path of a machine: of a folder only its name. */
function nameOf({ repository, reference }: ResolvedPart): string {
  return repository ?? reference.split(/[\\/]/).filter((step) => step !== "").at(-1) ?? reference;
}

/** Hashes of this process, by path, size and time of change: run.json and every worker ask for them. */
const hashes = new Map<string, Promise<string>>();

async function hashOfFile(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const key = `${path} ${size} ${mtimeMs}`;
  const hash = hashes.get(key) ?? hashFile(path);
  hashes.set(key, hash);
  return hash;
}

function hashFile(path: string): Promise<string> {
  return new Promise((done, failed) => {
    const hash = createHash("sha256");
    createReadStream(path).on("data", (chunk) => hash.update(chunk)).on("error", failed).on("end", () => done(hash.digest("hex")));
  });
}
