/** The filter's heads: features of a picture → three angles as bins, and which category it shows. */
import type { Scope } from "../../nn/graph/scope.js";
import { fixedSize, type Value } from "../../nn/graph/value.js";
import { linear } from "../../nn/layers/linear.js";
import { add, multiply } from "../../nn/ops/arithmetic.js";
import { sum } from "../../nn/ops/reduce.js";
import { reshape, unsqueeze } from "../../nn/ops/shape.js";
import { BINS, HEADS } from "./bins.js";

/**
 * Every category has angles of its own, since what a front looks like is its own affair, added to angles for all; the
 * features are common, since few pictures of each category have to be enough.
 * @param features [batch, size]
 * @param category [batch, categories], 1 at the claimed one; null where there is one alone
 * @returns `pose` [batch, 3, 41] and, where there are several, `shown` [batch, categories], not yet as chances
 */
export function poseHeads(scope: Scope, features: Value, category: Value | null): Record<string, Value> {
  const { graph } = scope;
  const size = fixedSize(features, 1);
  const angles = HEADS.length * BINS;
  const categories = category === null ? 1 : fixedSize(category, 1);
  const all = linear(scope.at("pose"), features, size, categories * angles);
  const [batch] = all.shape;
  const shape = [batch!, HEADS.length, BINS];
  if (category === null) return { pose: reshape(graph, all, [0, HEADS.length, BINS], shape) };
  const apart = reshape(graph, all, [0, categories, angles], [batch!, categories, angles]);
  const own = reshape(graph, sum(graph, multiply(graph, apart, unsqueeze(graph, category, 2)), [1]), [0, angles], [batch!, angles]);
  const both = add(graph, own, linear(scope.at("common"), features, size, angles));
  return { pose: reshape(graph, both, [0, HEADS.length, BINS], shape), shown: linear(scope.at("category"), features, size, categories) };
}
