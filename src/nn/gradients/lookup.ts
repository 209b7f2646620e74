/** Rows of a table. */
import { fixedShape, fixedSize, type Value } from "../graph/value.js";
import { oneHot } from "../ops/lookup.js";
import { reshape } from "../ops/shape.js";
import { number, type Gradient } from "./gradient.js";

/** Every row of the table gets the sum of the gradients of its copies: one-hotᵀ times the gradients. */
export const lookUpGradient: Gradient = (backward) => {
  const { graph, inputs, given } = backward;
  const [table, indices] = inputs as readonly [Value, Value];
  if (number(backward, "axis") !== 0 || table.shape.length !== 2) throw new RangeError("only rows of a matrix have a gradient");
  const count = fixedShape(indices).reduce((product, size) => product * size, 1);
  const [rows, size] = [fixedSize(table, 0), fixedSize(table, 1)];
  const chosen = oneHot(graph, reshape(graph, indices, [count], [count]), rows);
  return [graph.add("Gemm", [chosen, reshape(graph, given, [count, size], [count, size])], table, { attributes: { transA: 1n } })];
};
