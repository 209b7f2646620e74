/** Scaled dot-product attention with several heads, as ONNX Runtime's fused operation or written out. */
import { MICROSOFT, type Graph } from "../graph/graph.js";
import { fixedSize, type Value } from "../graph/value.js";
import { add, scale } from "./arithmetic.js";
import { matrixProduct } from "./matrix.js";
import { reshape, transpose } from "./shape.js";

/**
 * softmax(q kᵀ / √size) v for every head.
 * @param query [batch, queries, heads · size]
 * @param key [batch, keys, heads · size]
 * @param value [batch, keys, heads · size]
 * @param bias added before the softmax, [1 or batch, 1 or heads, queries, keys]; null for none
 */
export function attend(graph: Graph, query: Value, key: Value, value: Value, heads: number, bias: Value | null = null): Value {
  if (graph.root.plainAttention) return attendPlainly(graph, query, key, value, heads, bias);
  const inputs = bias === null ? [query, key, value] : [query, key, value, null, null, bias];
  return graph.add("MultiHeadAttention", inputs, { type: query.type, shape: [...query.shape.slice(0, 2), value.shape[2]!] }, {
    domain: MICROSOFT,
    attributes: { num_heads: BigInt(heads) },
  });
}

/** The same in operations that every device has; needs memory for all pairs of tokens. */
function attendPlainly(graph: Graph, query: Value, key: Value, value: Value, heads: number, bias: Value | null): Value {
  const size = fixedSize(query, 2) / heads;
  const apart = (x: Value, axes: readonly number[]): Value => transpose(graph, reshape(graph, x, [0, 0, heads, -1], [x.shape[0]!, x.shape[1]!, heads, fixedSize(x, 2) / heads]), axes);
  const scores = matrixProduct(graph, scale(graph, apart(query, [0, 2, 1, 3]), 1 / Math.sqrt(size)), apart(key, [0, 2, 3, 1]));
  const biased = bias === null ? scores : { ...add(graph, scores, bias), shape: scores.shape };
  const chances = graph.add("Softmax", [biased], biased, { attributes: { axis: -1n } });
  const attended = transpose(graph, matrixProduct(graph, chances, apart(value, [0, 2, 1, 3])), [0, 2, 1, 3]);
  return reshape(graph, attended, [0, 0, fixedSize(value, 2)], [...query.shape.slice(0, 2), value.shape[2]!]);
}
