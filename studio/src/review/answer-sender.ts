/** Sends answers one after the other; what has not arrived yet is kept in the browser, so that nothing is lost. */
import type { GivenAnswers } from "../../../src/studio/review/review-messages.js";
import type { StudioError } from "../studio-error.js";

type Sent = GivenAnswers["answers"][number];

const AGAIN_AFTER_MILLISECONDS = 3000;

/** What has become of the answers. */
export interface SendingState {
  waiting: number;
  error: StudioError | null;
}

export class AnswerSender {
  #waiting: Sent[];
  #isSending = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param key under which the browser keeps what has not arrived */
  constructor(private readonly key: string, private readonly send: (answers: Sent[]) => Promise<unknown>, private readonly tell: (state: SendingState) => void) {
    this.#waiting = kept(key);
  }

  /** What was given in an earlier visit and has not arrived. */
  get waiting(): readonly Sent[] {
    return this.#waiting;
  }

  give(answer: Sent): void {
    this.#waiting.push(answer);
    this.#keep();
    void this.flush();
  }

  async flush(): Promise<void> {
    if (this.#isSending || this.#waiting.length === 0) return;
    this.#isSending = true;
    const batch = [...this.#waiting];
    try {
      await this.send(batch);
      this.#waiting = this.#waiting.slice(batch.length);
      this.#keep();
      this.#isSending = false;
      this.tell({ waiting: this.#waiting.length, error: null });
      void this.flush();
    } catch (error) {
      this.#isSending = false;
      this.tell({ waiting: this.#waiting.length, error: error as StudioError });
      this.#timer = setTimeout(() => void this.flush(), AGAIN_AFTER_MILLISECONDS);
    }
  }

  /** Tries no more; what waits stays in the browser. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #keep(): void {
    try {
      if (this.#waiting.length === 0) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify(this.#waiting));
    } catch {
      // A browser that keeps nothing still sends.
    }
  }
}

function kept(key: string): Sent[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(found) ? found.filter((each): each is Sent => typeof each === "object" && each !== null && "item" in each && "answer" in each) : [];
  } catch {
    return [];
  }
}
