/** In which order the samples of a training come. */
import { random } from "../../core/random.js";

/**
 * The batches of one pass over all samples, shuffled: lists of their numbers, all equally long. The last one is filled up
 * with samples from the beginning of the same order, so that none is left out.
 */
export function shuffledBatches(samples: number, size: number, seed: number, pass: number): number[][] {
  if (samples === 0) return [];
  const order = random(seed, `pass/${pass}`, "batches").shuffle(Array.from({ length: samples }, (_, index) => index));
  return Array.from({ length: Math.ceil(samples / size) }, (_, batch) => Array.from({ length: size }, (_, place) => order[(batch * size + place) % samples]!));
}
