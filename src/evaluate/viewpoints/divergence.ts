/** How even a distribution over bins is, and how far from another; in bits. */
import { log2, pow } from "../../core/math.js";

/**
 * Share of the uniform distribution that is mixed into a target, so that a bin which the target never saw makes the divergence
 * large, not infinite (linear smoothing of Jelinek and Mercer, 1980).
 */
export const TARGET_MIX = 0.01;

/** Entropy −Σ p log₂ p (Shannon 1948) of counts; 0 where nothing is counted. */
export function entropyBits(counts: ArrayLike<number>): number {
  const total = sum(counts);
  let bits = 0;
  for (let bin = 0; bin < counts.length; bin++) if (counts[bin]! > 0) bits -= (counts[bin]! / total) * log2(counts[bin]! / total);
  return Math.max(0, bits);
}

/** Kullback and Leibler's divergence Σ p log₂ (p/q) (1951) from uniform: log₂ n − entropy; 0 where nothing is counted. */
export function klUniformBits(counts: ArrayLike<number>): number {
  return sum(counts) === 0 ? 0 : Math.max(0, log2(counts.length) - entropyBits(counts));
}

/** Viewpoints per bin above which Miller's formula is within 1 % of the exact sum. */
const MANY = 20;

/**
 * What {@link klUniformBits} comes to on average where viewpoints are in truth drawn uniformly. Below it a divergence says
 * nothing. Exactly: every bin's count k is binomial, and the mean of Σ (k/N) log₂ (k/N) is summed over k; of many viewpoints
 * Miller's bias of the entropy (1955), (n − 1) / (2 N ln 2).
 */
export function chanceBits(bins: number, count: number): number {
  if (count === 0 || bins < 2) return 0;
  if (count > MANY * bins) return ((bins - 1) / (2 * count)) * log2(Math.E);
  let chance = pow(1 - 1 / bins, count);
  let bits = log2(bins);
  for (let k = 1; k <= count; k++) {
    chance *= (count - k + 1) / (k * (bins - 1));
    bits += bins * chance * (k / count) * log2(k / count);
  }
  return Math.max(0, bits);
}

/** Divergence Σ p log₂ (p/q) of counts from a target's, into which {@link TARGET_MIX} of uniform is mixed; 0 where either is empty. */
export function klBits(counts: ArrayLike<number>, target: ArrayLike<number>): number {
  const total = sum(counts);
  const all = sum(target);
  if (total === 0 || all === 0) return 0;
  let bits = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const p = counts[bin]! / total;
    const q = (1 - TARGET_MIX) * (target[bin]! / all) + TARGET_MIX / counts.length;
    if (p > 0) bits += p * log2(p / q);
  }
  return Math.max(0, bits);
}

/** Jensen and Shannon's divergence (Lin 1991): entropy of the mean less the mean of entropies; from 0, the same, to 1, no bin in common. */
export function jensenShannonBits(counts: ArrayLike<number>, target: ArrayLike<number>): number {
  const total = sum(counts);
  const all = sum(target);
  if (total === 0 || all === 0) return 0;
  const mean = Array.from(counts, (count, bin) => count / total / 2 + target[bin]! / all / 2);
  return Math.min(1, Math.max(0, entropyBits(mean) - (entropyBits(counts) + entropyBits(target)) / 2));
}

function sum(counts: ArrayLike<number>): number {
  let total = 0;
  for (let bin = 0; bin < counts.length; bin++) total += counts[bin]!;
  return total;
}
