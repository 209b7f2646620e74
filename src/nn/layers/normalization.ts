/** Normalisations with learnt scale and shift; always computed in float32, whose range their sums of squares need. */
import type { Scope } from "../graph/scope.js";
import { fixedSize, type Value } from "../graph/value.js";
import { groupNormalize, layerNormalize } from "../ops/normalization.js";

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
