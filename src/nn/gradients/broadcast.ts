/** Gradients of values that were repeated to fit others. */
import type { Graph } from "../graph/graph.js";
import { fixedShape, type Value } from "../graph/value.js";
import { sum } from "../ops/reduce.js";
import { reshape } from "../ops/shape.js";

/** The gradient of a value that was broadcast: a sum over the axes along which it was repeated. */
export function sumTo(graph: Graph, gradient: Value, value: Value): Value {
  const [wide, narrow] = [fixedShape(gradient), fixedShape(value)];
  const skipped = wide.length - narrow.length;
  const repeated = wide.flatMap((size, axis) => (axis < skipped || (narrow[axis - skipped] === 1 && size !== 1) ? [axis] : []));
  const summed = repeated.length === 0 ? gradient : sum(graph, gradient, repeated);
  return skipped === 0 ? summed : reshape(graph, summed, narrow, narrow);
}

/** A gradient repeated to the shape of a value. */
export function repeatTo(graph: Graph, gradient: Value, value: Value): Value {
  return graph.add("Expand", [gradient, graph.integers(...fixedShape(value))], { type: gradient.type, shape: value.shape });
}
