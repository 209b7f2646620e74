/** One number for every window of an image. */
import type { Graph } from "../graph/graph.js";
import { fixedShape, fixedSize, type Value } from "../graph/value.js";
import { scale } from "../ops/arithmetic.js";
import { enlarge } from "../ops/resize.js";
import { reshape } from "../ops/shape.js";
import { integers, type Gradient } from "./gradient.js";

/** Every window's gradient goes to where its largest number was; windows may overlap. */
export const maximumPoolGradient: Gradient = ({ graph, inputs, given, attributes }) => {
  const x = inputs[0]!;
  const [, places] = graph.addMany("MaxPool", [x], [given, { type: "int64", shape: given.shape }], { attributes });
  const [count, windows] = [product(x), product(given)];
  const zeros = graph.add("Expand", [graph.scalar(0), graph.integers(count)], { type: given.type, shape: [count] });
  const flat = (value: Value): Value => reshape(graph, value, [windows], [windows]);
  const scattered = graph.add("ScatterElements", [zeros, flat(places!), flat(given)], zeros, { attributes: { axis: 0n, reduction: "add" } });
  return [reshape(graph, scattered, fixedShape(x), x.shape)];
};

/** Every number of a window gets its share of the gradient. */
export const averagePoolGradient: Gradient = (backward) => {
  const { graph, inputs, given } = backward;
  const x = inputs[0]!;
  const size = integers(backward, "kernel_shape", [])[0]!;
  const stride = integers(backward, "strides", [])[0]!;
  const share = scale(graph, given, 1 / (size * size));
  const covered = stride === size && [2, 3].every((axis) => fixedSize(x, axis) === size * fixedSize(given, axis));
  return [covered ? enlarge(graph, share, size) : spreadWindows(graph, share, x, size, stride)];
};

/** Adds up windows of equal numbers: a transposed convolution of every channel with ones. */
function spreadWindows(graph: Graph, given: Value, x: Value, size: number, stride: number): Value {
  const channels = fixedSize(x, 1);
  const ones = graph.constant("float32", [channels, 1, size, size], new Float32Array(channels * size * size).fill(1));
  const rest = [2, 3].map((axis) => fixedSize(x, axis) - ((fixedSize(given, axis) - 1) * stride + size));
  return graph.add("ConvTranspose", [given, ones], x, {
    attributes: { kernel_shape: [size, size].map(BigInt), strides: [stride, stride].map(BigInt), output_padding: rest.map(BigInt), group: BigInt(channels) },
  });
}

function product(value: Value): number {
  return fixedShape(value).reduce((result, size) => result * size, 1);
}
