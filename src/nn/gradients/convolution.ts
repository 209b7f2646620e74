/**
 * Convolutions: gradients of the image, the kernel and the bias, each in the form that ONNX Runtime computes fastest.
 * docs/training.md tells what was measured.
 */
import type { Graph } from "../graph/graph.js";
import { fixedShape, fixedSize, type Value } from "../graph/value.js";
import { sum } from "../ops/reduce.js";
import { reshape, slice, transpose } from "../ops/shape.js";
import { integers, type Gradient } from "./gradient.js";

/** A convolution's numbers; pads are top, left, bottom, right. */
interface Geometry {
  stride: number;
  pads: readonly number[];
}

/** Fewer places than these, and turning the kernel costs more than it saves. */
const FEW_PLACES = 100;

export const convolveGradient: Gradient = (backward) => {
  const { graph, inputs, given, wanted } = backward;
  const [x, kernel, bias] = inputs as readonly [Value, Value, Value | null];
  const geometry = { stride: integers(backward, "strides", [1, 1])[0]!, pads: integers(backward, "pads", [0, 0, 0, 0]) };
  return [
    wanted(0) ? imageGradient(graph, x, kernel, given, geometry) : null,
    wanted(1) ? kernelGradient(graph, x, kernel, given, geometry) : null,
    bias !== null && wanted(2) ? reshape(graph, sum(graph, given, [0, 2, 3]), [-1], bias.shape) : null,
  ];
};

/** Every pixel gets what the windows that saw it send back: a convolution with the kernel turned round, or a transposed one. */
function imageGradient(graph: Graph, x: Value, kernel: Value, given: Value, { stride, pads }: Geometry): Value {
  const [out, channels, rows, columns] = fixedShape(kernel) as [number, number, number, number];
  const margins = [rows - 1 - pads[0]!, columns - 1 - pads[1]!, rows - 1 - pads[2]!, columns - 1 - pads[3]!];
  const places = fixedSize(given, 2) * fixedSize(given, 3);
  if (stride === 1 && margins.every((margin) => margin >= 0) && (places >= FEW_PLACES || rows * columns === 1)) {
    const turned = transpose(graph, turnRound(graph, kernel, out, channels, rows, columns), [1, 0, 2, 3]);
    return graph.add("Conv", [given, turned], x, { attributes: { kernel_shape: [rows, columns].map(BigInt), pads: margins.map(BigInt) } });
  }
  const rest = [rows, columns].map((size, axis) => fixedSize(x, axis + 2) + pads[axis]! + pads[axis + 2]! - ((fixedSize(given, axis + 2) - 1) * stride + size));
  return graph.add("ConvTranspose", [given, kernel], x, {
    attributes: { kernel_shape: [rows, columns].map(BigInt), strides: [stride, stride].map(BigInt), pads: pads.map(BigInt), output_padding: rest.map(BigInt) },
  });
}

/** Rows and columns of a kernel in reverse order. */
function turnRound(graph: Graph, kernel: Value, out: number, channels: number, rows: number, columns: number): Value {
  const taps = rows * columns;
  if (taps === 1) return kernel;
  const backwards = graph.integers(...Array.from({ length: taps }, (_, tap) => taps - 1 - tap));
  const flat = reshape(graph, kernel, [out, channels, taps], [out, channels, taps]);
  const gathered = graph.add("Gather", [flat, backwards], flat, { attributes: { axis: 2n } });
  return reshape(graph, gathered, [out, channels, rows, columns], kernel.shape);
}

/**
 * The kernel's gradient at (out, in, row, column) is a sum over images and places of gradient times shifted image. It is
 * one convolution whose channels are the images and whose kernel is the given gradient. The image is laid out with its
 * channels innermost, columns and channels being one axis along which the given gradient is dilated: so every row of the
 * matrix that ONNX Runtime multiplies by is a run of `columns` · `channels` neighbouring numbers, copied at once.
 */
function kernelGradient(graph: Graph, x: Value, kernel: Value, given: Value, { stride, pads }: Geometry): Value {
  const [out, channels, rows, columns] = fixedShape(kernel) as [number, number, number, number];
  const [batch, , height, width] = fixedShape(given) as [number, number, number, number];
  const seen = rows === 1 && columns === 1 && stride > 1 ? everyOther(graph, x, stride, height, width) : x;
  const step = seen === x ? stride : 1;
  // What lies beyond the last window is left out: of the margin, and where that does not suffice, of the image.
  const ends = [rows, columns].map((size, axis) => (fixedSize(given, axis + 2) - 1) * step + size - fixedSize(seen, axis + 2) - pads[axis]!);
  const cut = ends.reduce((image, end, axis) => (end < 0 ? slice(graph, image, axis + 2, 0, fixedSize(image, axis + 2) + end) : image), seen);
  const [top, left, bottom, right] = [pads[0]!, pads[1]!, Math.max(0, ends[0]!), Math.max(0, ends[1]!)];
  const flat = [1, batch, fixedSize(cut, 2), fixedSize(cut, 3) * channels];
  const image = reshape(graph, transpose(graph, cut, [0, 2, 3, 1]), flat, flat);
  const window = transpose(graph, given, [1, 0, 2, 3]);
  const product = graph.add("Conv", [image, window], { type: x.type, shape: [1, out, rows, columns * channels] }, {
    attributes: {
      kernel_shape: [height, width].map(BigInt),
      dilations: [step, step * channels].map(BigInt),
      pads: [top, left * channels, bottom, right * channels].map(BigInt),
    },
  });
  const apart = [out, rows, columns, channels];
  return transpose(graph, reshape(graph, product, apart, apart), [0, 3, 1, 2]);
}

/** Only the pixels that a kernel of one pixel sees. */
function everyOther(graph: Graph, x: Value, stride: number, height: number, width: number): Value {
  const ends = [(height - 1) * stride + 1, (width - 1) * stride + 1];
  const inputs = [x, graph.integers(0, 0), graph.integers(...ends), graph.integers(2, 3), graph.integers(stride, stride)];
  return graph.add("Slice", inputs, { type: x.type, shape: [x.shape[0]!, x.shape[1]!, height, width] });
}
