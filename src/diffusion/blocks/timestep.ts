/** Numbers as waves: how a network hears the time and sizes. */
import { exp } from "../../core/math.js";
import { linear } from "../../nn/layers/linear.js";
import type { Scope } from "../../nn/graph/scope.js";
import { fixedSize, type Value } from "../../nn/graph/value.js";
import { ACTIVATIONS, cos, sin, type ActivationName } from "../../nn/ops/activation.js";
import { add, multiply } from "../../nn/ops/arithmetic.js";
import { concatenate, unsqueeze } from "../../nn/ops/shape.js";

/** How the waves are laid out. */
export interface WaveOptions {
  /** Cosines before sines. */
  flipSinToCos: boolean;
  frequencyShift: number;
}

const LN_10000 = 9.210340371976184;

/**
 * Sines and cosines of numbers at `size / 2` frequencies from 1 down to 1/10000, in float32 as torch computes them.
 * @param numbers [count], float32
 * @returns [count, size] in the type of computation
 */
export function waves(scope: Scope, numbers: Value, size: number, { flipSinToCos, frequencyShift }: WaveOptions): Value {
  const { graph } = scope;
  const half = size >> 1;
  const frequencies = Float32Array.from({ length: half }, (_, index) => exp(Math.fround(Math.fround(Math.fround(-LN_10000) * index) / (half - frequencyShift))));
  const angles = multiply(graph, unsqueeze(graph, numbers, 1), graph.constant("float32", [1, half], frequencies));
  const pair = [sin(graph, angles), cos(graph, angles)];
  return scope.cast(concatenate(graph, flipSinToCos ? pair.reverse() : pair, 1));
}

/**
 * diffusers' TimestepEmbedding: two matrices around an activation.
 * @param condition added to the input through `cond_proj` (guidance as an input, LCM), or null
 */
export function timestepEmbedding(scope: Scope, x: Value, size: number, activation: ActivationName, condition: Value | null = null): Value {
  const { graph } = scope;
  const inSize = fixedSize(x, 1);
  const input = condition === null ? x : add(graph, x, linear(scope.at("cond_proj"), condition, fixedSize(condition, 1), inSize, { bias: false }));
  const hidden = ACTIVATIONS[activation](graph, linear(scope.at("linear_1"), input, inSize, size));
  return linear(scope.at("linear_2"), hidden, size, size);
}
