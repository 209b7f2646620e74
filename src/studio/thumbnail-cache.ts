/** Small pictures in memory, the last used ones; asked for twice at once, they are made once. */

const MOST_BYTES = 64e6;

/** See the head of this file. */
export class ThumbnailCache {
  readonly #pictures = new Map<string, Uint8Array>();
  readonly #making = new Map<string, Promise<Uint8Array>>();
  #bytes = 0;

  /** A picture that is there already; null where it would have to be made. */
  known(key: string): Uint8Array | null {
    const known = this.#pictures.get(key);
    if (known === undefined) return null;
    this.#pictures.delete(key);
    this.#pictures.set(key, known);
    return known;
  }

  async get(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const known = this.known(key);
    if (known !== null) return known;
    let making = this.#making.get(key);
    if (making === undefined) {
      making = make().then((bytes) => (this.#keep(key, bytes), bytes)).finally(() => this.#making.delete(key));
      this.#making.set(key, making);
    }
    return making;
  }

  #keep(key: string, bytes: Uint8Array): void {
    this.#pictures.set(key, bytes);
    this.#bytes += bytes.length;
    for (const [oldest, old] of this.#pictures) {
      if (this.#bytes <= MOST_BYTES) break;
      this.#pictures.delete(oldest);
      this.#bytes -= old.length;
    }
  }
}
