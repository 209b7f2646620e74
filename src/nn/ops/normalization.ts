/** Shift and scale to mean 0 and variance 1. */
import type { Graph } from "../graph/graph.js";
import { fixedSize, type Value } from "../graph/value.js";
import { add, multiply } from "./arithmetic.js";
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
