/** A convolution with learnt numbers. */
import type { Scope } from "../graph/scope.js";
import { fixedSize, type Value } from "../graph/value.js";
import { convolve, type ConvolutionOptions } from "../ops/convolution.js";

/** Reads `weight` [out, in, kernel, kernel] and, unless told otherwise, `bias` [out]; the size of the image is kept unless there is a stride. */
export function convolution(scope: Scope, x: Value, outChannels: number, kernel: number, options: ConvolutionOptions & { bias?: boolean } = {}): Value {
  const weight = scope.weight("weight", [outChannels, fixedSize(x, 1), kernel, kernel]);
  const bias = (options.bias ?? true) ? scope.weight("bias", [outChannels]) : null;
  const places: ConvolutionOptions = { stride: options.stride ?? 1, padding: options.padding ?? (kernel - 1) >> 1 };
  const output = convolve(scope.graph, x, weight, bias, places);
  return scope.adapt === null ? output : scope.adapt(scope, { kind: "convolution", options: places }, x, output);
}
