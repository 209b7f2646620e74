/** Scaled dot-product attention with several heads, as ONNX Runtime's fused operation. */
import { MICROSOFT, type Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";

/**
 * softmax(q kᵀ / √size) v for every head.
 * @param query [batch, queries, heads · size]
 * @param key [batch, keys, heads · size]
 * @param value [batch, keys, heads · size]
 * @param bias added before the softmax, [1 or batch, 1 or heads, queries, keys]; null for none
 */
export function attend(graph: Graph, query: Value, key: Value, value: Value, heads: number, bias: Value | null = null): Value {
  const inputs = bias === null ? [query, key, value] : [query, key, value, null, null, bias];
  return graph.add("MultiHeadAttention", inputs, { type: query.type, shape: [...query.shape.slice(0, 2), value.shape[2]!] }, {
    domain: MICROSOFT,
    attributes: { num_heads: BigInt(heads) },
  });
}
