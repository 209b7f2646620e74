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
