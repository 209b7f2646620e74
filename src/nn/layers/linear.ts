/** A matrix and a bias with learnt numbers. */
import type { Scope } from "../graph/scope.js";
import type { Value } from "../graph/value.js";
import { add } from "../ops/arithmetic.js";
import { applyMatrix } from "../ops/matrix.js";

/** [..., in] → [..., out]; reads `weight` [out, in] and, unless told otherwise, `bias` [out]. */
export function linear(scope: Scope, x: Value, inSize: number, outSize: number, { bias = true } = {}): Value {
  const { graph } = scope;
  const product = applyMatrix(graph, x, scope.weight("weight", [outSize, inSize]));
  const output = bias ? add(graph, product, scope.weight("bias", [outSize])) : product;
  return scope.adapt === null ? output : scope.adapt(scope, { kind: "linear" }, x, output);
}
