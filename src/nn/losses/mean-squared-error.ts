/** Numbers that shall be equal. */
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";
import { multiply, subtract } from "../ops/arithmetic.js";
import { weightedMean } from "./weighted-mean.js";

/** Mean of squared differences. @param weights of the same shape; see weightedMean */
export function meanSquaredError(graph: Graph, output: Value, target: Value, weights: Value | null = null): Value {
  const apart = subtract(graph, output, target);
  return weightedMean(graph, multiply(graph, apart, apart), weights);
}
