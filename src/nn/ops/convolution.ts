/** Two-dimensional convolution. */
import type { Graph } from "../graph/graph.js";
import type { OnnxSize } from "../../codecs/onnx.js";
import { fixedSize, type Value } from "../graph/value.js";

/** Steps and margins of a convolution. */
export interface ConvolutionOptions {
  stride?: number;
  /** Zeros around the image: top, left, bottom, right; one number for all sides. */
  padding?: number | readonly [number, number, number, number];
}

/**
 * Cross-correlation of an image [batch, in, height, width] with a kernel [out, in, rows, columns].
 * @param bias [out], or null
 */
export function convolve(graph: Graph, x: Value, kernel: Value, bias: Value | null, { stride = 1, padding = 0 }: ConvolutionOptions = {}): Value {
  const pads = typeof padding === "number" ? [padding, padding, padding, padding] : padding;
  const [out, , rows, columns] = kernel.shape as number[];
  if (fixedSize(x, 1) !== kernel.shape[1]) throw new RangeError(`a kernel of ${kernel.shape[1]} channels over an image of ${fixedSize(x, 1)}`);
  const size = [rows!, columns!].map((kernelSize, axis) => slidSize(x.shape[axis + 2]!, kernelSize, stride, pads[axis]! + pads[axis + 2]!));
  return graph.add("Conv", [x, kernel, bias], { type: x.type, shape: [x.shape[0]!, out!, ...size] }, {
    attributes: { kernel_shape: [rows!, columns!].map(BigInt), strides: [stride, stride].map(BigInt), pads: pads.map(BigInt) },
  });
}

/** How many places a window of some size takes along an axis; open sizes stay known where they do not change. */
export function slidSize(size: OnnxSize, window: number, stride: number, padding: number): OnnxSize {
  if (typeof size === "number") return Math.floor((size + padding - window) / stride) + 1;
  return stride === 1 && padding === window - 1 ? size : null;
}
