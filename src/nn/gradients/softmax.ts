/** Numbers as chances. */
import { exponential } from "../ops/activation.js";
import { multiply, subtract } from "../ops/arithmetic.js";
import { sum } from "../ops/reduce.js";
import { fromFront, number, type Gradient } from "./gradient.js";

/** For p = softmax(x): p (p' − Σ p p'). */
export const softmaxGradient: Gradient = (backward) => {
  const { graph, outputs, given } = backward;
  const chances = outputs[0]!;
  const axis = fromFront(number(backward, "axis"), chances);
  const weighted = multiply(graph, given, chances);
  return [subtract(graph, weighted, multiply(graph, chances, sum(graph, weighted, [axis])))];
};

/** For l = log softmax(x): l' − softmax(x) Σ l'. */
export const logSoftmaxGradient: Gradient = (backward) => {
  const { graph, outputs, given } = backward;
  const axis = fromFront(number(backward, "axis"), given);
  return [subtract(graph, given, multiply(graph, exponential(graph, outputs[0]!), sum(graph, given, [axis])))];
};
