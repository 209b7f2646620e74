/** Many numbers to one: every one of them gets the gradient, or its share. */
import { fixedShape, type Value } from "../graph/value.js";
import { scale } from "../ops/arithmetic.js";
import { reshape } from "../ops/shape.js";
import { repeatTo } from "./broadcast.js";
import { fromFront, integers, type Backward, type Gradient } from "./gradient.js";

export const sumGradient: Gradient = (backward) => [spread(backward, backward.given)];

export const meanGradient: Gradient = (backward) => {
  const { graph, inputs, given } = backward;
  const count = reducedAxes(backward).reduce((product, axis) => product * fixedShape(inputs[0]!)[axis]!, 1);
  return [spread(backward, scale(graph, given, 1 / count))];
};

function reducedAxes(backward: Backward): readonly number[] {
  const { graph, inputs } = backward;
  const [x, axes] = inputs as readonly [Value, Value | undefined];
  const all = x.shape.map((_, axis) => axis);
  const named = axes == null ? integers(backward, "axes", all) : graph.integersOf(axes);
  if (named === null) throw new RangeError("a reduction over axes that are not fixed has no gradient");
  return named.map((axis) => fromFront(axis, x));
}

function spread(backward: Backward, gradient: Value): Value {
  const { graph, inputs } = backward;
  const x = inputs[0]!;
  const axes = reducedAxes(backward);
  const kept = fixedShape(x).map((size, axis) => (axes.includes(axis) ? 1 : size));
  const wide = gradient.shape.length === kept.length ? gradient : reshape(graph, gradient, kept, kept);
  return repeatTo(graph, wide, x);
}
