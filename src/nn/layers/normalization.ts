/** Normalisations with learnt scale and shift; always computed in float32, whose range their sums of squares need. */
import type { Scope } from "../graph/scope.js";
import { fixedSize, type Value } from "../graph/value.js";
import { add, scale } from "../ops/arithmetic.js";
import { batchNormalize, groupNormalize, layerNormalize, normalizeChannels } from "../ops/normalization.js";

/** Over groups of channels of [batch, channels, ...]. */
export function groupNorm(scope: Scope, x: Value, groups: number, epsilon: number): Value {
  const channels = fixedSize(x, 1);
  const wide = scope.cast(x, "float32");
  return scope.cast(groupNormalize(scope.graph, wide, groups, epsilon, scope.weight("weight", [channels], "float32"), scope.weight("bias", [channels], "float32")));
}

/** Over the last axis. */
export function layerNorm(scope: Scope, x: Value, epsilon: number): Value {
  const size = fixedSize(x, -1);
  const wide = scope.cast(x, "float32");
  return scope.cast(layerNormalize(scope.graph, wide, epsilon, scope.weight("weight", [size], "float32"), scope.weight("bias", [size], "float32")));
}

/** How fast running averages follow, as in PyTorch. */
const MOMENTUM = 0.1;

/**
 * Over the batch and all places of [batch, channels, ...]; reads and, in training, keeps `running_mean` and `running_var`,
 * by which it normalises otherwise.
 * @param epsilon PyTorch's by default
 */
export function batchNorm(scope: Scope, x: Value, epsilon = 1e-5): Value {
  const { graph } = scope;
  const channels = fixedSize(x, 1);
  const tensor = (name: string): Value => scope.weight(name, [channels], "float32");
  const wide = scope.cast(x, "float32");
  const [weight, bias, average, variance] = [tensor("weight"), tensor("bias"), tensor("running_mean"), tensor("running_var")];
  if (!scope.training) return scope.cast(normalizeChannels(graph, wide, epsilon, weight, bias, average, variance));
  const batch = batchNormalize(graph, wide, epsilon, weight, bias);
  const count = wide.shape.reduce<number>((product, _, axis) => (axis === 1 ? product : product * fixedSize(wide, axis)), 1);
  const follow = (running: Value, now: Value, factor = 1): Value => add(graph, scale(graph, running, 1 - MOMENTUM), scale(graph, now, MOMENTUM * factor));
  scope.replace("running_mean", follow(average, batch.mean));
  // The running variance is the unbiased one, as PyTorch keeps it.
  scope.replace("running_var", follow(variance, batch.variance, count / Math.max(1, count - 1)));
  return scope.cast(batch.output);
}
