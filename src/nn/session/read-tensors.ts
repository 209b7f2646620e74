/** The numbers of tensors on disk, for those who go on from them in memory. */
import { open, type FileHandle } from "node:fs/promises";
import { bfloat16ToFloat32, float16ToFloat32 } from "../../codecs/half.js";
import { storageError } from "../../storage/storage-error.js";
import type { FloatTensor } from "../graph/float-tensor.js";
import type { FileTensor } from "../graph/graph.js";
import type { Weights } from "../graph/weights.js";
import type { Parameter } from "../train/network.js";

/**
 * Reads tensors by name, as float32.
 * @throws DatasetError E_MODEL naming the first that is missing or of another shape; E_STORAGE
 */
export async function readTensors(weights: Weights, wanted: readonly Pick<Parameter, "name" | "shape">[]): Promise<Map<string, FloatTensor>> {
  const found = wanted.map(({ name, shape }) => ({ name, shape, tensor: weights.take(name, shape) }));
  const files = new Map<string, FileHandle>();
  try {
    const tensors = new Map<string, FloatTensor>();
    for (const { name, shape, tensor } of found) {
      const file = files.get(tensor.file) ?? (await open(tensor.file, "r"));
      files.set(tensor.file, file);
      const bytes = new Uint8Array(tensor.bytes);
      await file.read(bytes, 0, tensor.bytes, tensor.offset);
      tensors.set(name, { data: floats(tensor.type, bytes), shape });
    }
    return tensors;
  } catch (error) {
    throw storageError(error, "read from", weights.origin);
  } finally {
    for (const file of files.values()) await file.close();
  }
}

function floats(type: FileTensor["type"], bytes: Uint8Array): Float32Array {
  if (type === "float16") return float16ToFloat32(new Uint16Array(bytes.buffer));
  if (type === "bfloat16") return bfloat16ToFloat32(new Uint16Array(bytes.buffer));
  return new Float32Array(bytes.buffer);
}
