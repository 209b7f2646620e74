/** Loaded shapes and environments, kept while they are likely to be needed again; bounded so that memory stays flat. */

/** A cache of the most recently used values, limited by an estimate of their size. */
export class AssetCache<T> {
  readonly #limitBytes: number;
  readonly #sizeOf: (value: T) => number;
  readonly #entries = new Map<string, { value: Promise<T>; bytes: number }>();
  #bytes = 0;

  constructor(limitBytes: number, sizeOf: (value: T) => number) {
    this.#limitBytes = limitBytes;
    this.#sizeOf = sizeOf;
  }

  /** The value of a key; `load` runs once per key while the value is held. A failed load is not held. */
  async get(key: string, load: () => Promise<T>): Promise<T> {
    const held = this.#entries.get(key);
    if (held !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, held);
      return held.value;
    }
    const entry = { value: load(), bytes: 0 };
    this.#entries.set(key, entry);
    try {
      const value = await entry.value;
      if (this.#entries.get(key) === entry) {
        entry.bytes = this.#sizeOf(value);
        this.#bytes += entry.bytes;
        this.#evict(key);
      }
      return value;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  #evict(keep: string): void {
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.#limitBytes) return;
      if (key === keep || entry.bytes === 0) continue;
      this.#entries.delete(key);
      this.#bytes -= entry.bytes;
    }
  }
}
