/** Rows and comparisons by index. */
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";

/** Rows of a table [rows, size] for indices of any shape. */
export function lookUp(graph: Graph, table: Value, indices: Value): Value {
  return graph.add("Gather", [table, indices], { type: table.type, shape: [...indices.shape, table.shape[1]!] }, { attributes: { axis: 0n } });
}

/** Whether two values are equal, element by element; the result has the first one's shape. */
export function equal(graph: Graph, a: Value, b: Value): Value {
  return graph.add("Equal", [a, b], { type: "bool", shape: a.shape });
}

/** 1 at the place that an index names along a new last axis, otherwise 0. @param indices int64 of any shape; those outside of 0 to count - 1 give no 1 (negative ones count from the end) */
export function oneHot(graph: Graph, indices: Value, count: number): Value {
  const values = graph.constant("float32", [2], Float32Array.of(0, 1));
  return graph.add("OneHot", [indices, graph.integers(count), values], { type: "float32", shape: [...indices.shape, count] }, { attributes: { axis: -1n } });
}
