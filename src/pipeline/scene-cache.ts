/** What is drawn for one scene alone: kept for that scene's other views, and dropped soon after the last of them. */

/** Views that may pass before something unused is dropped: workers take the views of a scene in turns. */
const VIEWS_KEPT = 8;

/** A cache whose entries live as long as they are asked for, so that what it holds does not grow with a run. */
export class SceneCache<T> {
  readonly #entries = new Map<string, { value: Promise<T>; lastUsed: number }>();
  #turn = 0;

  /** The value of a key; `load` runs once per key while the value is held. A failed load is not held. */
  async get(key: string, load: () => Promise<T>): Promise<T> {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { value: load(), lastUsed: this.#turn };
      this.#entries.set(key, entry);
    }
    entry.lastUsed = this.#turn;
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
    for (const [key, entry] of this.#entries) if (this.#turn - entry.lastUsed > VIEWS_KEPT) this.#entries.delete(key);
  }
}
