/** Reviews whose pictures are being made. */
import { DatasetError } from "../../core/errors.js";
import type { ReviewList } from "./review-messages.js";

type Making = ReviewList["making"][number];

/** How often is told how far one has come. */
const TOLD_EVERY_MILLISECONDS = 300;

/** One at a time per run: each reads the whole run. */
export class ReviewMaking {
  readonly #byRun = new Map<string, Making>();

  /** What is made for a run, or could not be made. */
  of(run: string): Making[] {
    const making = this.#byRun.get(run);
    return making === undefined ? [] : [making];
  }

  /**
   * Begins, and tells of every step; an error stays until the next begins.
   * @throws DatasetError E_RUN_LOCKED where one is being made
   */
  begin(run: string, name: string, work: (onItem: (done: number, total: number) => void) => Promise<unknown>, tell: () => void): void {
    const present = this.#byRun.get(run);
    if (present !== undefined && present.error === null) throw new DatasetError("E_RUN_LOCKED", `the pictures of review ${present.name} are still being made`, { hint: "Wait until they are done.", subject: present.name });
    const making: Making = { name, done: 0, total: null, error: null };
    this.#byRun.set(run, making);
    tell();
    let toldAt = Date.now();
    const onItem = (done: number, total: number): void => {
      Object.assign(making, { done, total });
      if (Date.now() - toldAt < TOLD_EVERY_MILLISECONDS) return;
      toldAt = Date.now();
      tell();
    };
    work(onItem).then(
      () => void this.#byRun.delete(run),
      (error: unknown) => {
        making.error = { message: error instanceof Error ? error.message : String(error), hint: DatasetError.isInstance(error) ? error.hint : null };
      },
    ).finally(tell);
  }
}
