/** A set of sample indices at one bit each: a million committed samples take 125 kB. */

/** Grows as needed; iterates in ascending order. */
export class IndexSet implements Iterable<number> {
  #bits = new Uint32Array(32);
  #size = 0;

  constructor(indices: Iterable<number> = []) {
    for (const index of indices) this.add(index);
  }

  get size(): number {
    return this.#size;
  }

  has(index: number): boolean {
    return ((this.#bits[Math.floor(index / 32)] ?? 0) & (1 << index % 32)) !== 0;
  }

  add(index: number): void {
    if (this.has(index)) return;
    const word = Math.floor(index / 32);
    if (word >= this.#bits.length) {
      const grown = new Uint32Array(Math.max(word + 1, this.#bits.length * 2));
      grown.set(this.#bits);
      this.#bits = grown;
    }
    this.#bits[word]! |= 1 << index % 32;
    this.#size++;
  }

  delete(index: number): boolean {
    if (!this.has(index)) return false;
    this.#bits[Math.floor(index / 32)]! &= ~(1 << index % 32);
    this.#size--;
    return true;
  }

  *[Symbol.iterator](): Generator<number> {
    for (let word = 0; word < this.#bits.length; word++) {
      if (this.#bits[word] === 0) continue;
      for (let bit = 0; bit < 32; bit++) if (this.#bits[word]! & (1 << bit)) yield word * 32 + bit;
    }
  }
}
