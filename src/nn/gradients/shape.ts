/** The same numbers in another arrangement: back again. */
import { fixedShape, fixedSize, type Value } from "../graph/value.js";
import { concatenate, reshape, slice, transpose } from "../ops/shape.js";
import { fromFront, integers, number, type Gradient } from "./gradient.js";

/** Also for Unsqueeze, Squeeze and Flatten. */
export const reshapeGradient: Gradient = ({ graph, inputs, given }) => {
  const x = inputs[0]!;
  return [reshape(graph, given, fixedShape(x), x.shape)];
};

export const transposeGradient: Gradient = (backward) => {
  const axes = integers(backward, "perm", []);
  return [transpose(backward.graph, backward.given, axes.map((_, axis) => axes.indexOf(axis)))];
};

export const concatenateGradient: Gradient = (backward) => {
  const { graph, inputs, given, wanted } = backward;
  const axis = fromFront(number(backward, "axis"), given);
  let begin = 0;
  return inputs.map((input, index) => {
    const size = fixedSize(input!, axis);
    begin += size;
    return wanted(index) ? slice(graph, given, axis, begin - size, begin) : null;
  });
};

export const splitGradient: Gradient = (backward) => {
  const { graph, outputs, gradients } = backward;
  const pieces = gradients.map((gradient, index): Value => {
    if (gradient !== null) return gradient;
    const shape = fixedShape(outputs[index]!);
    return graph.constant("float32", shape, new Float32Array(shape.reduce((product, size) => product * size, 1)));
  });
  return [concatenate(graph, pieces, number(backward, "axis"))];
};

/** For slices of step one along one axis, as ops/ make them: zeros where nothing was taken. */
export const sliceGradient: Gradient = ({ graph, inputs, outputs, given }) => {
  const [x, begin, , axis, step] = inputs as readonly Value[];
  const [from, along] = [graph.integersOf(begin!)?.[0], graph.integersOf(axis!)?.[0]];
  if (from === undefined || along === undefined || step != null) throw new RangeError("only slices of step one at fixed places have a gradient");
  const at = fromFront(along, x!);
  const size = fixedSize(x!, at);
  const start = from < 0 ? from + size : from;
  const pads = new Array<number>(2 * x!.shape.length).fill(0);
  pads[at] = start;
  pads[x!.shape.length + at] = size - start - fixedSize(outputs[0]!, at);
  return [graph.add("Pad", [given, graph.integers(...pads)], { type: given.type, shape: x!.shape })];
};
