/** Products with matrices. */
import type { Graph } from "../graph/graph.js";
import { fixedShape, type Value } from "../graph/value.js";
import { matrixProduct } from "../ops/matrix.js";
import { reshape, transpose } from "../ops/shape.js";
import { sumTo } from "./broadcast.js";
import type { Gradient } from "./gradient.js";

/** For C = A B: A' = C' Bᵀ and B' = Aᵀ C'. */
export const matrixProductGradient: Gradient = ({ graph, inputs, given, wanted }) => {
  const [a, b] = inputs as readonly [Value, Value];
  if (b.shape.length === 2) {
    const [rows, gradientRows] = [asRows(graph, a), asRows(graph, given)];
    const toA = wanted(0) ? gemm(graph, gradientRows, b, "right") : null;
    return [toA === null ? null : reshape(graph, toA, fixedShape(a), a.shape), wanted(1) ? gemm(graph, rows, gradientRows, "left") : null];
  }
  return [
    wanted(0) ? sumTo(graph, matrixProduct(graph, given, turned(graph, b)), a) : null,
    wanted(1) ? sumTo(graph, matrixProduct(graph, turned(graph, a), given), b) : null,
  ];
};

/** [..., size] → [rows, size]. */
function asRows(graph: Graph, x: Value): Value {
  if (x.shape.length === 2) return x;
  const shape = fixedShape(x);
  const [size, rows] = [shape.at(-1)!, shape.slice(0, -1).reduce((product, each) => product * each, 1)];
  return reshape(graph, x, [rows, size], [rows, size]);
}

/** A product in which one of the two matrices is transposed. */
function gemm(graph: Graph, a: Value, b: Value, transposed: "left" | "right"): Value {
  const shape = transposed === "left" ? [a.shape[1]!, b.shape[1]!] : [a.shape[0]!, b.shape[0]!];
  return graph.add("Gemm", [a, b], { type: a.type, shape }, { attributes: transposed === "left" ? { transA: 1n } : { transB: 1n } });
}

/** The last two axes exchanged. */
function turned(graph: Graph, x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return transpose(graph, x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
}
