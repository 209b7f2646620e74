/**
 * Counter-based random numbers keyed by seed, path and purpose: the same key gives the same numbers on every
 * machine, in every order, in any number of processes.
 *
 * Generator: Threefry-2x32, 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011);
 * its published known answers are in the tests. Keys come from a 64-bit string hash made of two MurmurHash3
 * (x86, 32 bit) lanes with different seeds.
 */
import { exp, log, sinCosTurn } from "./math.js";

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;

/** One Threefry-2x32-20 block: two 32-bit key words, two counter words in, two random words out (into `out`). */
export function threefry2x32(key0: number, key1: number, counter0: number, counter1: number, out: Uint32Array): void {
  const key2 = PARITY ^ key0 ^ key1;
  let x0 = (counter0 + key0) | 0;
  let x1 = (counter1 + key1) | 0;
  for (let group = 0; group < 5; group++) {
    const first = (group & 1) * 4;
    for (let round = first; round < first + 4; round++) {
      const rotation = ROTATIONS[round]!;
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << rotation) | (x1 >>> (32 - rotation))) ^ x0;
    }
    const injection = group + 1;
    x0 = (x0 + (injection % 3 === 0 ? key0 : injection % 3 === 1 ? key1 : key2)) | 0;
    x1 = (x1 + ((injection + 1) % 3 === 0 ? key0 : (injection + 1) % 3 === 1 ? key1 : key2) + injection) | 0;
  }
  out[0] = x0;
  out[1] = x1;
}

function murmur3(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++) {
    let block = Math.imul(text.charCodeAt(index), 0xcc9e2d51);
    block = (block << 15) | (block >>> 17);
    hash ^= Math.imul(block, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash ^= text.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A stream of random numbers; equal keys give equal streams. */
export interface Random {
  /** Uniform in [0, 1) with 53 bits. */
  next(): number;
  /** Uniform in [minimum, maximum). */
  uniform(minimum: number, maximum: number): number;
  /** Uniform whole number in [0, count). */
  integer(count: number): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
  /** Normal with mean and standard deviation, redrawn until it falls in [minimum, maximum]. */
  truncatedNormal(mean: number, standardDeviation: number, minimum: number, maximum: number): number;
  /** One element, uniformly. Throws a RangeError on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** A shuffled copy (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[];
}

class CounterRandom implements Random {
  readonly #key0: number;
  readonly #key1: number;
  readonly #block = new Uint32Array(2);
  #counter = 0;

  constructor(key0: number, key1: number) {
    this.#key0 = key0;
    this.#key1 = key1;
  }

  next(): number {
    threefry2x32(this.#key0, this.#key1, this.#counter++, 0, this.#block);
    return ((this.#block[0]! >>> 5) * 67108864 + (this.#block[1]! >>> 6)) / 9007199254740992;
  }

  uniform(minimum: number, maximum: number): number {
    return minimum + (maximum - minimum) * this.next();
  }

  integer(count: number): number {
    return Math.floor(this.next() * count);
  }

  normal(): number {
    const radius = Math.sqrt(-2 * log(1 - this.next()));
    return radius * sinCosTurn(this.next()).cos;
  }

  truncatedNormal(mean: number, standardDeviation: number, minimum: number, maximum: number): number {
    if (!(minimum < maximum) || !(standardDeviation > 0)) {
      throw new RangeError(`truncatedNormal: empty range [${minimum}, ${maximum}] or deviation ${standardDeviation}`);
    }
    const low = (minimum - mean) / standardDeviation;
    const high = (maximum - mean) / standardDeviation;
    if (low <= 2 && high >= -2 && high - low > 0.5) {
      for (;;) {
        const z = this.normal();
        if (z >= low && z <= high) return mean + standardDeviation * z;
      }
    }
    // Far tails or narrow ranges: rejection against the density's maximum in the range, so that it always ends.
    const nearest = low > 0 ? low : high < 0 ? high : 0;
    for (;;) {
      const z = this.uniform(low, high);
      if (this.next() < exp((nearest * nearest - z * z) / 2)) return mean + standardDeviation * z;
    }
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError("pick: the list is empty");
    return items[this.integer(items.length)]!;
  }

  shuffle<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const held = result[last]!;
      result[last] = result[other]!;
      result[other] = held;
    }
    return result;
  }
}

/**
 * A stream of its own for one purpose at one place, for example `random(7, "scene/12/view/3", "camera")`.
 * @param seed the dataset's seed, a safe integer
 * @param path where in the plan
 * @param purpose what the numbers are for; streams of different purposes are independent
 */
export function random(seed: number, path: string, purpose: string): Random {
  const text = `${seed}\u0000${path}\u0000${purpose}`;
  return new CounterRandom(murmur3(text, 0x9747b28c), murmur3(text, 0x3c6ef372));
}
