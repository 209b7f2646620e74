/** The same numbers in another arrangement. */
import type { OnnxSize } from "../../codecs/onnx.js";
import type { Graph } from "../graph/graph.js";
import { fixedSize, type Value } from "../graph/value.js";

/**
 * Another shape for the same numbers in the same order.
 * @param target sizes; 0 copies the size at the same place, one -1 takes what is left
 * @param shape what is known of the result
 */
export function reshape(graph: Graph, x: Value, target: readonly number[], shape: readonly OnnxSize[]): Value {
  return graph.add("Reshape", [x, graph.integers(...target)], { type: x.type, shape: completed(shape, x.shape) });
}

/** A shape whose one open size follows from the count of numbers, where that is known. */
function completed(shape: readonly OnnxSize[], from: readonly OnnxSize[]): readonly OnnxSize[] {
  const fixed = shape.filter((size) => typeof size === "number");
  if (fixed.length !== shape.length - 1 || !from.every((size) => typeof size === "number")) return shape;
  const product = (sizes: readonly number[]): number => sizes.reduce((result, size) => result * size, 1);
  return shape.map((size) => (typeof size === "number" ? size : product(from) / product(fixed)));
}

/** The shape of another value for the numbers of this one. */
export function reshapeLike(graph: Graph, x: Value, other: Value): Value {
  return graph.add("Reshape", [x, shapeOf(graph, other)], { type: x.type, shape: other.shape });
}

/** Sizes of a value at run time. */
export function shapeOf(graph: Graph, x: Value): Value {
  return graph.add("Shape", [x], { type: "int64", shape: [x.shape.length] });
}

/** Axes in another order. */
export function transpose(graph: Graph, x: Value, axes: readonly number[]): Value {
  return graph.add("Transpose", [x], { type: x.type, shape: axes.map((axis) => x.shape[axis]!) }, { attributes: { perm: axes.map(BigInt) } });
}

/** [batch, channels, height, width] → [batch, height · width, channels]. */
export function imageToTokens(graph: Graph, x: Value): Value {
  const [batch, channels] = x.shape as [OnnxSize, OnnxSize];
  return transpose(graph, reshape(graph, x, [0, 0, -1], [batch, channels, null]), [0, 2, 1]);
}

/** The inverse of {@link imageToTokens}; `image` has the height and width, and as many channels. */
export function tokensToImage(graph: Graph, tokens: Value, image: Value): Value {
  return reshapeLike(graph, transpose(graph, tokens, [0, 2, 1]), image);
}

/** Values behind one another along an axis. */
export function concatenate(graph: Graph, values: readonly Value[], axis: number): Value {
  const first = values[0]!;
  const at = axis < 0 ? axis + first.shape.length : axis;
  const sizes = values.map((value) => value.shape[at]!);
  const total = sizes.every((size) => typeof size === "number") ? sizes.reduce<number>((sum, size) => sum + size, 0) : null;
  return graph.add("Concat", values, { type: first.type, shape: first.shape.map((size, index) => (index === at ? total : size)) }, { attributes: { axis: BigInt(axis) } });
}

/** Equal pieces along an axis of fixed size. */
export function split(graph: Graph, x: Value, pieces: number, axis: number): Value[] {
  const at = axis < 0 ? axis + x.shape.length : axis;
  const size = fixedSize(x, at) / pieces;
  const piece = { type: x.type, shape: x.shape.map((other, index) => (index === at ? size : other)) };
  return graph.addMany("Split", [x, graph.integers(...new Array<number>(pieces).fill(size))], new Array(pieces).fill(piece), { attributes: { axis: BigInt(axis) } });
}

/** From `begin` up to `end` along one axis. */
export function slice(graph: Graph, x: Value, axis: number, begin: number, end: number): Value {
  const shape = x.shape.map((size, index) => (index === axis ? end - begin : size));
  return graph.add("Slice", [x, graph.integers(begin), graph.integers(end), graph.integers(axis)], { type: x.type, shape });
}

/** New axes of size one at these places of the result. */
export function unsqueeze(graph: Graph, x: Value, ...axes: number[]): Value {
  const shape: OnnxSize[] = [...x.shape];
  for (const axis of axes) shape.splice(axis, 0, 1);
  return graph.add("Unsqueeze", [x, graph.integers(...axes)], { type: x.type, shape });
}
