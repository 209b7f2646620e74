/** Many numbers to one. */
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";

/** The mean over some axes, which stay with size one. */
export function mean(graph: Graph, x: Value, axes: readonly number[]): Value {
  const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return graph.add("ReduceMean", [x], { type: x.type, shape }, { attributes: { axes: axes.map(BigInt), keepdims: 1n } });
}

/** The sum over some axes, which stay with size one. */
export function sum(graph: Graph, x: Value, axes: readonly number[]): Value {
  const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return graph.add("ReduceSum", [x, graph.integers(...axes)], { type: x.type, shape }, { attributes: { keepdims: 1n } });
}

/** The mean of every number, of shape []. */
export function meanOfAll(graph: Graph, x: Value): Value {
  return graph.add("ReduceMean", [x], { type: x.type, shape: [] }, { attributes: { keepdims: 0n } });
}

/** The sum of every number, of shape []. */
export function sumOfAll(graph: Graph, x: Value): Value {
  return graph.add("ReduceSum", [x], { type: x.type, shape: [] }, { attributes: { keepdims: 0n } });
}

/** The place of the first largest number along an axis, which stays with size one. */
export function indexOfLargest(graph: Graph, x: Value, axis: number): Value {
  const shape = x.shape.map((size, index) => (index === axis ? 1 : size));
  return graph.add("ArgMax", [x], { type: "int64", shape }, { attributes: { axis: BigInt(axis), keepdims: 1n, select_last_index: 0n } });
}
