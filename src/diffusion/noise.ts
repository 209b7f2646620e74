/** Noise of diffusion: per sample, so that the place in a batch changes nothing; ours, or torch's for comparisons. */
import { DatasetError } from "../core/errors.js";
import { log, sinCosTurn } from "../core/math.js";
import { random } from "../core/random.js";
import { MersenneTwister } from "./mersenne-twister.js";

/** Where the noise of one sample comes from; asked in the order latents, first step, second step, …. */
export interface NoiseSource {
  /** The next standard normal numbers. */
  draw(count: number): Float32Array;
}

/** Names of generators of noise. */
export const NOISE_GENERATORS = ["dst3d", "torch"] as const;

/** The noise of one sample: counter-based (the default), or as torch.Generator("cpu").manual_seed(seed) draws it. */
export function createNoiseSource(seed: number, generator: (typeof NOISE_GENERATORS)[number] = "dst3d"): NoiseSource {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new DatasetError("E_OPTION", `the seed of an image is ${seed}`, { hint: "Give a whole number from 0 on.", subject: "seed" });
  }
  return generator === "torch" ? new TorchNoise(seed) : new CounterNoise(seed);
}

/**
 * Noise of the project's generator: every draw has its own key, so that it depends on the seed and on its number, but
 * not on the sizes before it.
 */
class CounterNoise implements NoiseSource {
  readonly #seed: number;
  #draws = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  draw(count: number): Float32Array {
    const stream = random(this.#seed, `diffusion/${this.#draws++}`, "noise");
    const values = new Float32Array(count);
    for (let i = 0; i < count; i += 2) {
      const radius = Math.sqrt(-2 * log(1 - stream.next()));
      const { sin, cos } = sinCosTurn(stream.next());
      values[i] = radius * cos;
      if (i + 1 < count) values[i + 1] = radius * sin;
    }
    return values;
  }
}

/** Fewer numbers than this are drawn one by one in double, more in blocks of this size in float. */
const BLOCK = 16;

/**
 * torch.randn on the CPU (ATen/native/cpu/DistributionTemplates.h). Its logarithm and cosine differ in the last bits
 * between processors, ours do not: equal within 2e-6.
 */
class TorchNoise implements NoiseSource {
  readonly #twister: MersenneTwister;
  /** The second number of a pair, kept for the next small draw. */
  #waiting: number | null = null;

  constructor(seed: number) {
    this.#twister = new MersenneTwister(seed);
  }

  draw(count: number): Float32Array {
    const values = new Float32Array(count);
    if (count < BLOCK) {
      for (let i = 0; i < count; i++) values[i] = this.#single();
      return values;
    }
    for (let i = 0; i < count; i++) values[i] = this.#uniform24();
    for (let start = 0; start + BLOCK <= count; start += BLOCK) toNormal(values, start);
    if (count % BLOCK !== 0) {
      // The last 16 numbers are drawn anew, over the end of the last full block.
      for (let i = count - BLOCK; i < count; i++) values[i] = this.#uniform24();
      toNormal(values, count - BLOCK);
    }
    return values;
  }

  #uniform24(): number {
    return (this.#twister.next() & 0xffffff) / 16777216;
  }

  #uniform53(): number {
    const high = this.#twister.next();
    const low = this.#twister.next();
    return ((high & 0x1fffff) * 4294967296 + low) / 9007199254740992;
  }

  #single(): number {
    if (this.#waiting !== null) {
      const value = this.#waiting;
      this.#waiting = null;
      return value;
    }
    const turn = this.#uniform53();
    const radius = Math.sqrt(-2 * log(1 - this.#uniform53()));
    const { sin, cos } = sinCosTurn(turn);
    this.#waiting = radius * sin;
    return radius * cos;
  }
}

/** Box-Muller within a block: the first half uniform numbers give the radii, the second half the angles. */
function toNormal(values: Float32Array, start: number): void {
  for (let i = start; i < start + BLOCK / 2; i++) {
    const radius = Math.sqrt(-2 * log(1 - values[i]!));
    const { sin, cos } = sinCosTurn(values[i + BLOCK / 2]!);
    values[i] = radius * cos;
    values[i + BLOCK / 2] = radius * sin;
  }
}

/** The next noise of several samples, one after the other as a batch holds them. */
export function drawBatch(sources: readonly NoiseSource[], count: number): Float32Array {
  const batch = new Float32Array(sources.length * count);
  sources.forEach((source, i) => batch.set(source.draw(count), i * count));
  return batch;
}
