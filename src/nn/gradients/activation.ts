/** Functions of one number: the gradient times the function's derivative. */
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";
import { cos, exponential, sigmoid, sin } from "../ops/activation.js";
import { add, divide, multiply, scale, subtract } from "../ops/arithmetic.js";
import { number, type Backward, type Gradient } from "./gradient.js";

function unary(write: (graph: Graph, given: Value, x: Value, output: Value, backward: Backward) => Value): Gradient {
  return (backward) => [write(backward.graph, backward.given, backward.inputs[0]!, backward.outputs[0]!, backward)];
}

/** Compared and cast: faster in ONNX Runtime than Where, and much faster than Sign. */
export const reluGradient = unary((graph, given, _, output) => {
  const positive = graph.add("Greater", [output, graph.scalar(0)], { type: "bool", shape: output.shape });
  return multiply(graph, given, graph.add("Cast", [positive], output, { attributes: { to: 1n } }));
});

/** For x σ(αx): σ (1 + αx (1 − σ)). */
export const quickGeluGradient = unary((graph, given, x, _, backward) => {
  const scaled = scale(graph, x, number(backward, "alpha"));
  const chance = sigmoid(graph, scaled);
  const one = graph.scalar(1);
  const slope = multiply(graph, chance, add(graph, one, multiply(graph, scaled, subtract(graph, one, chance))));
  return multiply(graph, given, slope);
});

/** For x Φ(x), Φ the normal distribution: Φ + x φ, φ its density. */
export const geluGradient = unary((graph, given, x) => {
  const error = graph.add("Erf", [scale(graph, x, Math.SQRT1_2)], x);
  const distribution = scale(graph, add(graph, error, graph.scalar(1)), 0.5);
  const density = scale(graph, exponential(graph, scale(graph, multiply(graph, x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return multiply(graph, given, add(graph, distribution, multiply(graph, x, density)));
});

export const sigmoidGradient = unary((graph, given, _, output) => multiply(graph, given, multiply(graph, output, subtract(graph, graph.scalar(1), output))));
export const tanhGradient = unary((graph, given, _, output) => multiply(graph, given, subtract(graph, graph.scalar(1), multiply(graph, output, output))));
export const softplusGradient = unary((graph, given, x) => multiply(graph, given, sigmoid(graph, x)));
export const exponentialGradient = unary((graph, given, _, output) => multiply(graph, given, output));
export const logarithmGradient = unary((graph, given, x) => divide(graph, given, x));
export const squareRootGradient = unary((graph, given, _, output) => scale(graph, divide(graph, given, output), 0.5));
export const sinGradient = unary((graph, given, x) => multiply(graph, given, cos(graph, x)));
export const cosGradient = unary((graph, given, x) => scale(graph, multiply(graph, given, sin(graph, x)), -1));
/** Other element types, and values handed on. */
export const castGradient = unary((graph, given, x) => (given.type === x.type ? given : graph.add("CastLike", [given, x], x)));
