/** diffusers' ResnetBlock2D: two convolutions around a normalisation that hears the time. */
import { convolution } from "../../nn/layers/convolution.js";
import { linear } from "../../nn/layers/linear.js";
import { groupNorm } from "../../nn/layers/normalization.js";
import type { Scope } from "../../nn/graph/scope.js";
import { fixedSize, type Value } from "../../nn/graph/value.js";
import { ACTIVATIONS, type ActivationName } from "../../nn/ops/activation.js";
import { add, like, multiply, scale } from "../../nn/ops/arithmetic.js";
import { split, unsqueeze } from "../../nn/ops/shape.js";

/** What all residual blocks of a network share. */
export interface ResnetOptions {
  activation: ActivationName;
  groups: number;
  epsilon: number;
  /** `scale_shift` multiplies by the time, too. */
  timeScaleShift?: "default" | "scale_shift";
  outScaleFactor?: number;
}

/**
 * @param x [batch, channels, height, width]
 * @param time [batch, size], already through the activation; null where there is no time
 */
export function resnetBlock(scope: Scope, x: Value, outChannels: number, time: Value | null, options: ResnetOptions): Value {
  const { graph } = scope;
  const { groups, epsilon, timeScaleShift = "default", outScaleFactor = 1 } = options;
  const activate = ACTIVATIONS[options.activation];
  let hidden = convolution(scope.at("conv1"), activate(graph, groupNorm(scope.at("norm1"), x, groups, epsilon)), outChannels, 3);
  const shift = time === null ? null : unsqueeze(graph, linear(scope.at("time_emb_proj"), time, fixedSize(time, 1), timeScaleShift === "scale_shift" ? 2 * outChannels : outChannels), 2, 3);
  if (shift !== null && timeScaleShift === "default") hidden = add(graph, hidden, shift);
  hidden = groupNorm(scope.at("norm2"), hidden, groups, epsilon);
  if (shift !== null && timeScaleShift === "scale_shift") {
    const [factor, offset] = split(graph, shift, 2, 1) as [Value, Value];
    hidden = add(graph, multiply(graph, hidden, add(graph, factor, like(graph, factor, 1))), offset);
  }
  hidden = convolution(scope.at("conv2"), activate(graph, hidden), outChannels, 3);
  const shortcut = fixedSize(x, 1) === outChannels ? x : convolution(scope.at("conv_shortcut"), x, outChannels, 1);
  return scale(graph, add(graph, shortcut, hidden), 1 / outScaleFactor);
}
