/** Finds the weights of one part of a model on disk: headers are read, the numbers stay where they are. */
import { open, readFile, readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { parseSafetensorsHeader, parseSafetensorsIndex, SAFETENSORS_PREFIX, safetensorsHeaderBytes, type SafetensorsHeader, type SafetensorsType } from "../../codecs/safetensors.js";
import { DatasetError } from "../../core/errors.js";
import { storageError } from "../../storage/storage-error.js";
import type { FileTensor } from "../graph/graph.js";
import type { ElementType } from "../graph/value.js";
import { Weights } from "../graph/weights.js";

const TYPES: Readonly<Partial<Record<SafetensorsType, ElementType>>> = { F32: "float32", F16: "float16", BF16: "bfloat16", F64: "float64", I64: "int64", I32: "int32" };

/** How weights are found and named. */
export interface ReadWeightsOptions {
  /** `fp16` finds `model.fp16.safetensors`; by default files without a variant come first. */
  variant?: string;
  /** Gives a tensor the name that the architecture asks for; some old files have others. */
  rename?: (name: string) => string;
}

/**
 * The weights in a folder of diffusers or transformers: one file, or several with an index.
 * @throws DatasetError E_NOT_FOUND when there are none, E_MODEL when they are damaged
 */
export async function readWeights(folder: string, options: ReadWeightsOptions = {}): Promise<Weights> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new DatasetError("E_NOT_FOUND", `There is no folder ${folder}.`, { hint: "A model's part is a folder with config.json and weights.", subject: folder, cause: error });
  });
  const main = chooseFile(folder, names, options.variant);
  const files = main.endsWith(".json") ? await shardsOf(join(folder, main), folder) : [join(folder, main)];
  return readWeightFiles(folder, files, options.rename);
}

/** The tensors of some files together. @throws DatasetError E_MODEL when a name comes twice or a file is damaged */
export async function readWeightFiles(origin: string, files: readonly string[], rename = (name: string): string => name): Promise<Weights> {
  const tensors = new Map<string, FileTensor>();
  for (const path of files) {
    const file = await realpath(path).catch((cause: unknown) => {
      throw new DatasetError("E_NOT_FOUND", `The file ${path} is missing.`, { hint: "The model was not fetched completely: fetch it again.", subject: path, cause });
    });
    for (const tensor of (await readHeader(file)).tensors.values()) {
      const name = rename(tensor.name);
      if (tensors.has(name)) throw new DatasetError("E_MODEL", `${origin} has the tensor ${name} twice.`, { hint: "Fetch the model again.", subject: name });
      tensors.set(name, { file, type: TYPES[tensor.type] ?? "bool", shape: tensor.shape, offset: tensor.offset, bytes: tensor.bytes });
    }
  }
  return new Weights(origin, tensors);
}

/** The head of one file. @throws DatasetError E_MODEL when it is not sound */
export async function readHeader(file: string): Promise<SafetensorsHeader> {
  const handle = await open(file, "r").catch((error: unknown) => {
    throw storageError(error, "read from", file);
  });
  try {
    const { size } = await handle.stat();
    const prefix = Buffer.alloc(Math.min(size, SAFETENSORS_PREFIX));
    await handle.read(prefix, 0, prefix.length, 0);
    const json = Buffer.alloc(safetensorsHeaderBytes(prefix, size, file));
    await handle.read(json, 0, json.length, SAFETENSORS_PREFIX);
    return parseSafetensorsHeader(json, size, file);
  } finally {
    await handle.close();
  }
}

function chooseFile(folder: string, names: readonly string[], variant: string | undefined): string {
  const present = new Set(names);
  const variants = variant === undefined ? ["", ".fp16", ".bf16", ".non_ema"] : [`.${variant}`];
  for (const middle of variants) {
    for (const stem of ["diffusion_pytorch_model", "model"]) {
      for (const name of [`${stem}${middle}.safetensors`, `${stem}.safetensors.index${middle}.json`]) if (present.has(name)) return name;
    }
  }
  const old = names.some((name) => /\.(bin|ckpt|pt|pth|msgpack|h5|onnx)$/.test(name));
  throw new DatasetError("E_NOT_FOUND", `${folder} holds no weights as safetensors${variant === undefined ? "" : ` of the variant ${variant}`}.`, {
    hint: old ? "Weights in other formats are not read: take a repository that also has .safetensors files." : "The model was not fetched completely: fetch it again.",
    subject: folder,
  });
}

async function shardsOf(index: string, folder: string): Promise<string[]> {
  const files = new Set(parseSafetensorsIndex(await readFile(index, "utf8"), index).values());
  return [...files].sort().map((name) => join(folder, name));
}
