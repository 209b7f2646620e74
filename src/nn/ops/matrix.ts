/** Products with matrices. */
import type { Graph } from "../graph/graph.js";
import { fixedSize, type Value } from "../graph/value.js";
import { transpose } from "./shape.js";

/** [..., rows, inner] times [..., inner, columns]. */
export function matrixProduct(graph: Graph, a: Value, b: Value): Value {
  return graph.add("MatMul", [a, b], { type: a.type, shape: [...a.shape.slice(0, -1), b.shape.at(-1)!] });
}

/** [..., in] times the transpose of a matrix [out, in], as layers store it; ONNX Runtime turns constant ones beforehand. */
export function applyMatrix(graph: Graph, x: Value, matrix: Value): Value {
  if (fixedSize(x, -1) !== matrix.shape[1]) throw new RangeError(`a matrix of ${matrix.shape[1]} columns over vectors of ${fixedSize(x, -1)}`);
  return matrixProduct(graph, x, transpose(graph, matrix, [1, 0]));
}
