/** A training on disk: one safetensors file, weights under their own names, so that other programs can read them. */
import { readFile } from "node:fs/promises";
import { encodeSafetensors, parseSafetensors, type SafetensorsInput } from "../../codecs/safetensors.js";
import { DatasetError } from "../../core/errors.js";
import { replaceFile } from "../../storage/replace-file.js";
import { storageError } from "../../storage/storage-error.js";
import { countOf, type FloatTensor } from "../graph/float-tensor.js";
import { shapeText } from "../graph/value.js";
import type { Parameter } from "./network.js";

export interface Checkpoint {
  weights: ReadonlyMap<string, FloatTensor>;
  /** The optimiser's state: by its names, then by the tensors'. */
  moments: ReadonlyMap<string, ReadonlyMap<string, FloatTensor>>;
  steps: number;
}

const momentName = (moment: string, name: string): string => `optimizer.${moment}.${name}`;

export async function writeCheckpoint(path: string, { weights, moments, steps }: Checkpoint): Promise<void> {
  const tensors: Record<string, SafetensorsInput> = {};
  for (const [name, tensor] of weights) tensors[name] = bytesOf(tensor);
  for (const [moment, parts] of moments) for (const [name, tensor] of parts) tensors[momentName(moment, name)] = bytesOf(tensor);
  await replaceFile(path, encodeSafetensors(tensors, { format: "dst3d-training", steps: String(steps) }));
}

/** @param moments names of the optimiser's state @throws DatasetError E_MODEL when something is missing or of another shape */
export async function readCheckpoint(path: string, parameters: readonly Parameter[], moments: readonly string[]): Promise<Checkpoint> {
  const file = await readFile(path).catch((error: unknown) => {
    throw storageError(error, "read from", path);
  });
  const { tensors, metadata } = parseSafetensors(file, path);
  const take = (name: string, shape: readonly number[]): FloatTensor => {
    const tensor = tensors.get(name);
    if (tensor?.type !== "F32" || tensor.shape.join() !== shape.join()) {
      throw new DatasetError("E_MODEL", `${path} has ${tensor === undefined ? "no tensor" : `a tensor ${tensor.type} ${shapeText(tensor.shape)}`} ${name}, but the training asks for F32 ${shapeText(shape)}.`, {
        hint: "It was saved by another network or optimiser.",
        subject: name,
      });
    }
    // A copy: slice() of a Buffer would still be the whole file.
    return { data: new Float32Array(new Uint8Array(tensor.data).buffer, 0, countOf(shape)), shape };
  };
  const learnt = parameters.filter(({ kind }) => kind === "learnt");
  return {
    weights: new Map(parameters.map(({ name, shape }) => [name, take(name, shape)])),
    moments: new Map(moments.map((moment) => [moment, new Map(learnt.map(({ name, shape }) => [name, take(momentName(moment, name), shape)]))])),
    steps: Number(metadata["steps"] ?? 0),
  };
}

function bytesOf({ data, shape }: FloatTensor): SafetensorsInput {
  return { type: "F32", shape, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}
