/** Shift and scale to mean 0 and variance 1. */
import type { Graph } from "../graph/graph.js";
import { fixedSize, type Value } from "../graph/value.js";
import { squareRoot } from "./activation.js";
import { add, divide, multiply, subtract } from "./arithmetic.js";
import { mean } from "./reduce.js";
import { reshape, reshapeLike } from "./shape.js";

/**
 * Normalises groups of channels of [batch, channels, ...] over their channels and places.
 * Written with InstanceNormalization, the form that is fast on every provider.
 * @param weight [channels]
 * @param bias [channels]
 */
export function groupNormalize(graph: Graph, x: Value, groups: number, epsilon: number, weight: Value, bias: Value): Value {
  const channels = fixedSize(x, 1);
  const ones = graph.constant("float32", [groups], new Float32Array(groups).fill(1));
  const zeros = graph.constant("float32", [groups], new Float32Array(groups));
  const grouped = reshape(graph, x, [0, groups, -1], [x.shape[0]!, groups, null]);
  const normal = graph.add("InstanceNormalization", [grouped, ones, zeros], grouped, { attributes: { epsilon } });
  const perChannel = [channels, ...new Array<number>(x.shape.length - 2).fill(1)];
  const scaled = multiply(graph, reshapeLike(graph, normal, x), reshape(graph, weight, perChannel, perChannel));
  return add(graph, scaled, reshape(graph, bias, perChannel, perChannel));
}

/** Normalises the last axis. @param weight and @param bias have its size */
export function layerNormalize(graph: Graph, x: Value, epsilon: number, weight: Value, bias: Value): Value {
  return graph.add("LayerNormalization", [x, weight, bias], x, { attributes: { axis: -1n, epsilon } });
}

/** Every channel of [batch, channels, ...] times one number, plus another; both [channels]. One pass over memory. */
export function scaleChannels(graph: Graph, x: Value, factor: Value, shift: Value): Value {
  const channels = fixedSize(x, 1);
  const zeros = graph.constant("float32", [channels], new Float32Array(channels));
  const ones = graph.constant("float32", [channels], new Float32Array(channels).fill(1));
  return graph.add("BatchNormalization", [x, factor, shift, zeros, ones], x, { attributes: { epsilon: 0 } });
}

/** Normalises channels of [batch, channels, ...] by a known mean and variance. @param weight and the others are [channels] */
export function normalizeChannels(graph: Graph, x: Value, epsilon: number, weight: Value, bias: Value, average: Value, variance: Value): Value {
  return graph.add("BatchNormalization", [x, weight, bias, average, variance], x, { attributes: { epsilon } });
}

/** What batch normalisation gives in training. */
export interface BatchNormalized {
  output: Value;
  /** Of the batch, [channels]. */
  mean: Value;
  /** Of the batch, [channels]; over the count, not the count less one. */
  variance: Value;
}

/** Normalises channels of [batch, channels, ...] over the batch and all places. @param weight and @param bias are [channels] */
export function batchNormalize(graph: Graph, x: Value, epsilon: number, weight: Value, bias: Value): BatchNormalized {
  const channels = fixedSize(x, 1);
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  const flat = (value: Value): Value => reshape(graph, value, [channels], [channels]);
  const [output, average, variance] = graph.group("BatchNormalize", [x, weight, bias], () => {
    const average = mean(graph, x, axes);
    // Not the mean of squares less the square of the mean: that loses all digits where the mean is large.
    const centred = subtract(graph, x, average);
    const variance = mean(graph, multiply(graph, centred, centred), axes);
    const inverse = flat(divide(graph, graph.scalar(1), squareRoot(graph, add(graph, variance, graph.scalar(epsilon)))));
    return [scaleChannels(graph, centred, multiply(graph, weight, inverse), bias), flat(average), flat(variance), centred, inverse];
  });
  return { output: output!, mean: average!, variance: variance! };
}
