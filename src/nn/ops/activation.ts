/** Functions of one number. */
import { MICROSOFT, type Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";
import { multiply } from "./arithmetic.js";

type Activation = (graph: Graph, x: Value) => Value;

function unary(operation: string, options: Parameters<Graph["add"]>[3] = {}): Activation {
  return (graph, x) => graph.add(operation, [x], x, options);
}

/** x · σ(x); one operation in ONNX Runtime: QuickGelu with α = 1. */
export const silu = unary("QuickGelu", { domain: MICROSOFT, attributes: { alpha: 1 } });
/** x · σ(1.702 x), the activation of OpenAI's CLIP. */
export const quickGelu = unary("QuickGelu", { domain: MICROSOFT, attributes: { alpha: 1.702 } });
/** The exact one, with the error function. */
export const gelu = unary("Gelu", { domain: MICROSOFT });
export const relu = unary("Relu");
export const tanh = unary("Tanh");
export const sin = unary("Sin");
export const cos = unary("Cos");
/** log(1 + eˣ), without overflow. */
export const softplus = unary("Softplus");
export const sigmoid = unary("Sigmoid");
export const exponential = unary("Exp");
export const logarithm = unary("Log");
export const squareRoot = unary("Sqrt");
/** x · tanh(softplus(x)). */
export const mish: Activation = (graph, x) => multiply(graph, x, tanh(graph, softplus(graph, x)));

/** Activations by the names that configurations use. */
export const ACTIVATIONS = { silu, swish: silu, mish, gelu, relu, quick_gelu: quickGelu } as const satisfies Record<string, Activation>;
export type ActivationName = keyof typeof ACTIVATIONS;
