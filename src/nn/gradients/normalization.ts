/**
 * Normalised numbers n = (x − mean) · i, with i = 1 / √(variance + ε): for a gradient g of n,
 * x' = i (g − mean(g) − n · mean(g n)), the means being over the numbers normalised together.
 */
import type { Graph } from "../graph/graph.js";
import { fixedShape, fixedSize, type Value } from "../graph/value.js";
import { squareRoot } from "../ops/activation.js";
import { add, divide, multiply, scale, subtract } from "../ops/arithmetic.js";
import { scaleChannels } from "../ops/normalization.js";
import { mean, sum } from "../ops/reduce.js";
import { reshape } from "../ops/shape.js";
import { sumTo } from "./broadcast.js";
import { number, type Gradient } from "./gradient.js";

/** @returns n and x' for the gradient of n */
function normalized(graph: Graph, x: Value, axes: readonly number[], epsilon: number, given: (normal: Value) => Value): { normal: Value; toX: Value } {
  const centred = subtract(graph, x, mean(graph, x, axes));
  const variance = mean(graph, multiply(graph, centred, centred), axes);
  const inverse = divide(graph, graph.scalar(1), squareRoot(graph, add(graph, variance, graph.scalar(epsilon))));
  const normal = multiply(graph, centred, inverse);
  const gradient = given(normal);
  const level = subtract(graph, gradient, mean(graph, gradient, axes));
  const share = multiply(graph, normal, mean(graph, multiply(graph, gradient, normal), axes));
  return { normal, toX: multiply(graph, inverse, subtract(graph, level, share)) };
}

/** Every channel of every image by itself; scale and shift are constants where ops/ use it. */
export const instanceNormalizeGradient: Gradient = (backward) => {
  const { graph, inputs, given, wanted } = backward;
  const [x, weight] = inputs as readonly [Value, Value, Value];
  if (wanted(1) || wanted(2)) throw new RangeError("InstanceNormalization has a gradient for constant scale and shift only");
  const axes = x.shape.map((_, axis) => axis).slice(2);
  const perChannel = [fixedSize(x, 1), ...axes.map(() => 1)];
  return [normalized(graph, x, axes, number(backward, "epsilon"), () => multiply(graph, given, reshape(graph, weight, perChannel, perChannel))).toX, null, null];
};

export const layerNormalizeGradient: Gradient = (backward) => {
  const { graph, inputs, given, wanted } = backward;
  const [x, weight, bias] = inputs as readonly [Value, Value, Value];
  const { normal, toX } = normalized(graph, x, [x.shape.length - 1], number(backward, "epsilon"), () => multiply(graph, given, weight));
  return [toX, wanted(1) ? sumTo(graph, multiply(graph, given, normal), weight) : null, wanted(2) ? sumTo(graph, given, bias) : null];
};

/** Known mean and variance: every channel is scaled and shifted. */
export const normalizeChannelsGradient: Gradient = (backward) => {
  const { graph, inputs, given, wanted } = backward;
  const [x, weight, , average, variance] = inputs as readonly [Value, Value, Value, Value, Value];
  if (wanted(3) || wanted(4)) throw new RangeError("a known mean and variance have no gradient");
  const channels = fixedSize(x, 1);
  const inverse = divide(graph, graph.scalar(1), squareRoot(graph, add(graph, variance, graph.scalar(number(backward, "epsilon")))));
  const zeros = graph.constant("float32", [channels], new Float32Array(channels));
  const normal = wanted(1) ? scaleChannels(graph, x, inverse, scale(graph, multiply(graph, average, inverse), -1)) : null;
  return [
    wanted(0) ? scaleChannels(graph, given, multiply(graph, weight, inverse), zeros) : null,
    normal === null ? null : perChannel(graph, multiply(graph, given, normal)),
    wanted(2) ? perChannel(graph, given) : null,
  ];
};

/**
 * The group that `batchNormalize` writes. With c = x − mean, its gradient is one scale and shift of the given one and
 * one multiple of c per channel: few passes over memory.
 */
export const batchNormalizeGradient: Gradient = ({ graph, inputs, outputs, given, gradients }) => {
  if (gradients.slice(1).some((gradient) => gradient !== null)) throw new RangeError("the mean and variance of batch normalisation have no gradient");
  const [x, weight] = inputs as readonly [Value, Value, Value];
  const [centred, inverse] = outputs.slice(3) as [Value, Value];
  const channels = fixedSize(x, 1);
  const count = fixedShape(x).reduce((product, size) => product * size, 1) / channels;
  const toBias = perChannel(graph, given);
  const toWeight = multiply(graph, perChannel(graph, multiply(graph, given, centred)), inverse);
  const factor = multiply(graph, weight, inverse);
  const level = scaleChannels(graph, given, factor, scale(graph, multiply(graph, factor, toBias), -1 / count));
  const wide = [channels, ...x.shape.slice(2).map(() => 1)];
  const share = reshape(graph, scale(graph, multiply(graph, multiply(graph, factor, inverse), toWeight), 1 / count), wide, wide);
  return [subtract(graph, level, multiply(graph, centred, share)), toWeight, toBias];
};

/** Sums of [batch, channels, ...] for every channel. */
function perChannel(graph: Graph, x: Value): Value {
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  return reshape(graph, sum(graph, x, axes), [fixedSize(x, 1)], [x.shape[1]!]);
}
