/** What is drawn for one scene alone: kept for that scene's other views, and dropped soon after the last of them. */

/** Views that may pass before something unused is dropped: workers take the views of a scene in turns. */
const VIEWS_KEPT = 8;
/**
 * The last few stay longer: the engine throws away the machine code of a function when the last value made with it is
 * gone, and would translate it again for the next.
 */
const ENTRIES_KEPT = 8;

/** A cache whose entries live as long as they are asked for, so that what it holds does not grow with a run. */
export class SceneCache<T> {
  readonly #entries = new Map<string, { value: Promise<T>; lastUsed: number }>();
  #turn = 0;

  /** The value of a key; `load` runs once per key while the value is held. A failed load is not held. */
  async get(key: string, load: () => Promise<T>): Promise<T> {
    const entry = this.#entries.get(key) ?? { value: load(), lastUsed: this.#turn };
    entry.lastUsed = this.#turn;
    // Last used comes last.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    try {
      return await entry.value;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  /** Says that another view begins. */
  next(): void {
    this.#turn++;
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= ENTRIES_KEPT || this.#turn - entry.lastUsed <= VIEWS_KEPT) return;
      this.#entries.delete(key);
    }
  }
}
