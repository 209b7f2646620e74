/** Weights before the first step. */
import { random, type Random } from "../../core/random.js";
import { countOf, type FloatTensor } from "../graph/float-tensor.js";
import type { Parameter } from "./network.js";

/** Numbers for a tensor; null leaves it to {@link initialize}. */
export type Initialize = (parameter: Parameter, random: Random) => Float32Array | null;

/**
 * Kernels and matrices: uniform with the variance 2 / inputs, which keeps signals alive through rectifiers (He et al.,
 * ICCV 2015). Other tensors by name: weights and variances 1, everything else 0. Each has a stream of its own, so that a
 * layer more or less changes no other.
 */
export function initialize({ name, shape }: Parameter, seed: number): FloatTensor {
  const data = new Float32Array(countOf(shape));
  if (shape.length >= 2) {
    const numbers = stream(name, seed);
    const bound = Math.sqrt(6 / countOf(shape.slice(1)));
    for (let index = 0; index < data.length; index++) data[index] = numbers.uniform(-bound, bound);
  } else if (/(?:^|\.)(?:weight|running_var)$/.test(name)) data.fill(1);
  return { data, shape };
}

/** The random numbers for a tensor. */
export function stream(name: string, seed: number): Random {
  return random(seed, `network/${name}`, "initialize");
}
