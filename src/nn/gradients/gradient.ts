/** What a gradient is: how a loss changes with an operation's inputs, given how it changes with its outputs. */
import type { OnnxAttribute } from "../../codecs/onnx.js";
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";

/** An operation seen from behind. */
export interface Backward {
  readonly graph: Graph;
  /** In the operation's order; null where an optional one is left out. */
  readonly inputs: readonly (Value | null)[];
  readonly outputs: readonly Value[];
  /** The first output's gradient. */
  readonly given: Value;
  /** Every output's gradient; null where the loss does not depend on it. */
  readonly gradients: readonly (Value | null)[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  /** Whether anybody asks for an input's gradient; others need not be computed. */
  wanted(input: number): boolean;
}

/** Adds operations that compute the gradients of an operation's inputs; null stands for none. */
export type Gradient = (backward: Backward) => readonly (Value | null)[];

/** A list of whole numbers among the attributes; `otherwise` where it is missing. */
export function integers({ attributes }: Backward, name: string, otherwise: readonly number[]): readonly number[] {
  const value = attributes[name];
  return Array.isArray(value) ? (value as readonly bigint[]).map(Number) : otherwise;
}

/** A number among the attributes. @throws RangeError when it is missing */
export function number({ attributes }: Backward, name: string): number {
  const value = attributes[name];
  if (typeof value !== "number" && typeof value !== "bigint") throw new RangeError(`the attribute ${name} is no number`);
  return Number(value);
}

/** An axis counted from the front. */
export function fromFront(axis: number, value: Value): number {
  return axis < 0 ? axis + value.shape.length : axis;
}
