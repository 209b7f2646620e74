/** Images whose pixels were repeated. */
import { fixedSize } from "../graph/value.js";
import { scale } from "../ops/arithmetic.js";
import { averagePool } from "../ops/pooling.js";
import type { Gradient } from "./gradient.js";

/** For nearest neighbours and a whole factor, the same for both axes: every pixel gets the sum over its copies. */
export const enlargeGradient: Gradient = ({ graph, inputs, outputs, attributes, given }) => {
  const [x, larger] = [inputs[0]!, outputs[0]!];
  const factor = fixedSize(larger, 2) / fixedSize(x, 2);
  if (attributes["mode"] !== "nearest" || !Number.isInteger(factor) || fixedSize(larger, 3) !== factor * fixedSize(x, 3)) {
    throw new RangeError("only repeating every pixel a whole number of times has a gradient");
  }
  return [scale(graph, averagePool(graph, given, { size: factor }), factor * factor)];
};
