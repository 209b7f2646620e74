/** One of several classes. */
import type { Graph } from "../graph/graph.js";
import { fixedSize, type Value } from "../graph/value.js";
import { add, multiply, scale } from "../ops/arithmetic.js";
import { oneHot } from "../ops/lookup.js";
import { sum } from "../ops/reduce.js";
import { reshape } from "../ops/shape.js";
import { logSoftmax } from "../ops/softmax.js";
import { weightedMean } from "./weighted-mean.js";

/** What counts, and how surely. */
export interface CrossEntropyOptions {
  /** Where the classes stand; the last axis by default, 1 for images. */
  axis?: number;
  /** Share of certainty spread over all classes, as in PyTorch. */
  smoothing?: number;
  /** Of the targets' shape; see weightedMean. */
  weights?: Value | null;
}

/**
 * Mean of −log softmax(logits) at the target.
 * @param logits the classes along one axis
 * @param targets int64, the logits' shape without that axis; −1 cannot stand for "none": weigh such places 0
 */
export function crossEntropy(graph: Graph, logits: Value, targets: Value, { axis = -1, smoothing = 0, weights = null }: CrossEntropyOptions = {}): Value {
  const at = axis < 0 ? axis + logits.shape.length : axis;
  const classes = fixedSize(logits, at);
  const certain = oneHot(graph, targets, classes, at);
  const wanted = smoothing === 0 ? certain : add(graph, scale(graph, certain, 1 - smoothing), graph.scalar(smoothing / classes));
  return expectedSurprise(graph, logits, wanted, at, weights);
}

/** The same for chances in place of a class: `targets` has the logits' shape and adds up to 1 along `axis`. */
export function softCrossEntropy(graph: Graph, logits: Value, targets: Value, { axis = -1, weights = null }: Omit<CrossEntropyOptions, "smoothing"> = {}): Value {
  return expectedSurprise(graph, logits, targets, axis < 0 ? axis + logits.shape.length : axis, weights);
}

function expectedSurprise(graph: Graph, logits: Value, chances: Value, axis: number, weights: Value | null): Value {
  const agreement = sum(graph, multiply(graph, logSoftmax(graph, logits, axis), chances), [axis]);
  const shape = agreement.shape.filter((_, index) => index !== axis);
  const target = shape.map((size, index) => (typeof size === "number" ? size : index < axis ? 0 : -1));
  return weightedMean(graph, scale(graph, reshape(graph, agreement, target, shape), -1), weights);
}
