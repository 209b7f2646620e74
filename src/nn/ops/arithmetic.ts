/** Element by element, with broadcasting. */
import type { OnnxSize } from "../../codecs/onnx.js";
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";

/** The shape that two shapes broadcast to: of two sizes the one that is not 1, a fixed one before an open one. */
export function broadcast(a: readonly OnnxSize[], b: readonly OnnxSize[]): OnnxSize[] {
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a];
  const skipped = longer.length - shorter.length;
  return longer.map((size, axis) => {
    const other = axis < skipped ? 1 : shorter[axis - skipped]!;
    if (size === other || other === 1) return size;
    if (size === 1) return other;
    if (typeof size === "number" && typeof other === "number") throw new RangeError(`sizes ${size} and ${other} do not broadcast`);
    return typeof size === "number" ? size : typeof other === "number" ? other : (size ?? other);
  });
}

function binary(operation: string) {
  return (graph: Graph, a: Value, b: Value): Value => graph.add(operation, [a, b], { type: a.type, shape: broadcast(a.shape, b.shape) });
}

export const add = binary("Add");
export const subtract = binary("Sub");
export const multiply = binary("Mul");
export const divide = binary("Div");

/** One number in the type of a value, for the functions above. */
export function like(graph: Graph, value: Value, number: number): Value {
  const scalar = graph.scalar(number);
  return value.type === "float32" ? scalar : graph.add("CastLike", [scalar, value], { type: value.type, shape: [] });
}

/** A value times a fixed number; the value itself for 1. */
export function scale(graph: Graph, value: Value, factor: number): Value {
  return factor === 1 ? value : multiply(graph, value, like(graph, value, factor));
}
