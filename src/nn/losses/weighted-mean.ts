/** Losses of many places as one number. */
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";
import { divide, multiply } from "../ops/arithmetic.js";
import { meanOfAll, sumOfAll } from "../ops/reduce.js";

/**
 * The mean of losses, each counted as often as its weight says; 0 when nothing counts.
 * @param weights of the losses' shape, not negative; 0 masks a place; null weighs all alike
 */
export function weightedMean(graph: Graph, losses: Value, weights: Value | null): Value {
  if (weights === null) return meanOfAll(graph, losses);
  const total = graph.add("Max", [sumOfAll(graph, weights), graph.scalar(1e-12)], { type: "float32", shape: [] });
  return divide(graph, sumOfAll(graph, multiply(graph, losses, weights)), total);
}
