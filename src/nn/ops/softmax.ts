/** Numbers along an axis as chances. */
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";

/** exp(x) over its sum along an axis. */
export function softmax(graph: Graph, x: Value, axis: number): Value {
  return graph.add("Softmax", [x], x, { attributes: { axis: BigInt(axis) } });
}

/** The logarithm of {@link softmax}, without overflow. */
export function logSoftmax(graph: Graph, x: Value, axis: number): Value {
  return graph.add("LogSoftmax", [x], x, { attributes: { axis: BigInt(axis) } });
}
