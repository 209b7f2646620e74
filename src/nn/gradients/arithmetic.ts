/** Sums, differences, products and quotients. */
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";
import { divide, multiply, scale } from "../ops/arithmetic.js";
import { sumTo } from "./broadcast.js";
import type { Backward, Gradient } from "./gradient.js";

type Parts = readonly [(graph: Graph, given: Value, a: Value, b: Value, output: Value) => Value, (graph: Graph, given: Value, a: Value, b: Value, output: Value) => Value];

function binary([first, second]: Parts): Gradient {
  return ({ graph, inputs, outputs, given, wanted }: Backward) => {
    const [a, b] = inputs as readonly [Value, Value];
    return [
      wanted(0) ? sumTo(graph, first(graph, given, a, b, outputs[0]!), a) : null,
      wanted(1) ? sumTo(graph, second(graph, given, a, b, outputs[0]!), b) : null,
    ];
  };
}

const same = (_: Graph, given: Value): Value => given;
const negative = (graph: Graph, given: Value): Value => scale(graph, given, -1);

export const addGradient = binary([same, same]);
export const subtractGradient = binary([same, negative]);
export const multiplyGradient = binary([
  (graph, given, _, b) => multiply(graph, given, b),
  (graph, given, a) => multiply(graph, given, a),
]);
/** (a / b)' = a' / b − (a / b) b' / b. */
export const divideGradient = binary([
  (graph, given, _, b) => divide(graph, given, b),
  (graph, given, _, b, output) => scale(graph, divide(graph, multiply(graph, given, output), b), -1),
]);
