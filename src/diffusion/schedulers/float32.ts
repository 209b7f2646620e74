/**
 * Float32 arithmetic as torch does it on tensors: every operation is rounded. A double holds the product, sum,
 * quotient or root of two floats well enough that rounding it once more gives the correctly rounded float.
 */
import { DatasetError } from "../../core/errors.js";
import { exp, log } from "../../core/math.js";

/** The nearest float32. */
export const float32 = Math.fround;

/** The float32 root of a float32. */
export function root(value: number): number {
  return float32(Math.sqrt(value));
}

/** The float32 square. */
export function square(value: number): number {
  return float32(value * value);
}

/** The float32 exponential. */
export function exponential(value: number): number {
  return float32(exp(value));
}

/** The float32 natural logarithm. */
export function logarithm(value: number): number {
  return float32(log(value));
}

/** The float32 exponential less one, right for small values, too. */
export function exponentialLessOne(value: number): number {
  if (value > -1e-4 && value < 1e-4) return float32(value + (value * value) / 2 + (value * value * value) / 6);
  return float32(exp(value) - 1);
}

/** One summand of a weighted sum: its float32 weight and its vector. */
export type Term = readonly [weight: number, vector: Float32Array];

/** Weighted sum of vectors of one length, each product and each sum rounded, from left to right. */
export function weightedSum(...terms: Term[]): Float32Array {
  const [first, ...others] = terms;
  const sum = new Float32Array(first![1].length);
  const [weight, vector] = first!;
  for (let i = 0; i < sum.length; i++) sum[i] = weight * vector[i]!;
  for (const [otherWeight, other] of others) {
    for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + float32(otherWeight * other[i]!);
  }
  return sum;
}

/** Every element divided by a number. */
export function divided(vector: Float32Array, divisor: number): Float32Array {
  return vector.map((value) => value / divisor);
}

/** Every element limited to [−range, range]. */
export function clipped(vector: Float32Array, range: number): Float32Array {
  const limit = float32(range);
  return vector.map((value) => (value < -limit ? -limit : value > limit ? limit : value));
}

/** Raises E_OPTION when the arrays of a step do not have one length. */
export function checkLengths(sample: Float32Array, others: Record<string, Float32Array>): void {
  for (const [name, other] of Object.entries(others)) {
    if (other.length !== sample.length) {
      throw new DatasetError("E_OPTION", `${name} has ${other.length} elements, the sample ${sample.length}`, {
        hint: "Give arrays of one shape.",
        subject: name,
      });
    }
  }
}
