/** Batches of tensors: the first axis is the batch. */
import type { FloatTensor } from "../nn/graph/float-tensor.js";

/** Batches one behind the other; all other axes are alike. */
export function stackBatches(tensors: readonly FloatTensor[]): FloatTensor {
  const data = new Float32Array(tensors.reduce((sum, tensor) => sum + tensor.data.length, 0));
  let at = 0;
  for (const tensor of tensors) {
    data.set(tensor.data, at);
    at += tensor.data.length;
  }
  const [, ...rest] = tensors[0]!.shape;
  return { data, shape: [tensors.reduce((sum, tensor) => sum + tensor.shape[0]!, 0), ...rest] };
}

/** A batch of copies of a tensor. */
export function repeatBatch(tensor: FloatTensor, times: number): FloatTensor {
  return times === 1 ? tensor : stackBatches(Array.from({ length: times }, () => tensor));
}

/** Entries `from` up to `to` of the batch, in the same memory. */
export function sliceBatch({ data, shape }: FloatTensor, from: number, to: number): FloatTensor {
  const each = data.length / shape[0]!;
  return { data: data.subarray(from * each, to * each), shape: [to - from, ...shape.slice(1)] };
}

/** Tensors of numbers in rows, joined row by row: [batch, tokens, a] and [batch, tokens, b] to [batch, tokens, a + b]. */
export function joinLastAxis(left: FloatTensor, right: FloatTensor): FloatTensor {
  const a = left.shape.at(-1)!;
  const b = right.shape.at(-1)!;
  const rows = left.data.length / a;
  const data = new Float32Array(rows * (a + b));
  for (let row = 0; row < rows; row++) {
    data.set(left.data.subarray(row * a, (row + 1) * a), row * (a + b));
    data.set(right.data.subarray(row * b, (row + 1) * b), row * (a + b) + a);
  }
  return { data, shape: [...left.shape.slice(0, -1), a + b] };
}
