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

/**
 * 1 at the place that an index names along a new axis, otherwise 0.
 * @param indices int64 of any shape; those from `count` on give no 1, negative ones count from the end
 * @param axis where the new axis stands in the result
 */
export function oneHot(graph: Graph, indices: Value, count: number, axis = -1): Value {
  const values = graph.constant("float32", [2], Float32Array.of(0, 1));
  const shape = [...indices.shape];
  shape.splice(axis < 0 ? axis + shape.length + 1 : axis, 0, count);
  return graph.add("OneHot", [indices, graph.integers(count), values], { type: "float32", shape }, { attributes: { axis: BigInt(axis) } });
}
