/** diffusers' Attention: projections around scaled dot-product attention. */
import { linear } from "../../nn/layers/linear.js";
import type { Scope } from "../../nn/graph/scope.js";
import { fixedSize, type Value } from "../../nn/graph/value.js";
import { attend } from "../../nn/ops/attention.js";

/** How one attention layer is made. */
export interface AttentionOptions {
  heads: number;
  /** Whether queries, keys and values have a bias. */
  bias?: boolean;
  /** Whether scores are computed in float32 whatever the rest is computed in. */
  upcast?: boolean;
}

/**
 * @param x queries come from here, [batch, tokens, channels]
 * @param context keys and values come from here, [batch, tokens, size]
 */
export function attention(scope: Scope, x: Value, context: Value, { heads, bias = false, upcast = false }: AttentionOptions): Value {
  const channels = fixedSize(x, 2);
  const project = (name: string, from: Value): Value => {
    const projected = linear(scope.at(name), from, fixedSize(from, 2), channels, { bias });
    return upcast ? scope.cast(projected, "float32") : projected;
  };
  const attended = attend(scope.graph, project("to_q", x), project("to_k", context), project("to_v", context), heads);
  return linear(scope.at("to_out.0"), scope.cast(attended), channels, channels);
}
