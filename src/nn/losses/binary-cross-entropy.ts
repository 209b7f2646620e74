/** Yes or no, at every place by itself. */
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";
import { softplus } from "../ops/activation.js";
import { multiply, subtract } from "../ops/arithmetic.js";
import { weightedMean } from "./weighted-mean.js";

/**
 * Mean of −t log σ(x) − (1 − t) log(1 − σ(x)), written as log(1 + eˣ) − t x, which does not overflow.
 * @param target 0 to 1
 * @param weights of the same shape; see weightedMean
 */
export function binaryCrossEntropy(graph: Graph, logits: Value, target: Value, weights: Value | null = null): Value {
  return weightedMean(graph, subtract(graph, softplus(graph, logits), multiply(graph, logits, target)), weights);
}
