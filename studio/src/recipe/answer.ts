/** Answers that are to fit what is on the page now: an older question is given up when a newer one is asked. */
import { useEffect, useState } from "react";
import type { StudioError } from "../studio-error.js";

/** The newest answer there is. */
export interface Answer<T> {
  value: T | null;
  /** What `value` is the answer to. */
  key: string | null;
  error: StudioError | null;
  isWaiting: boolean;
}

/**
 * Asks when `key` has stayed the same for a moment. The last answer stays until the next is there.
 * @param key null: nothing to ask now
 */
export function useAnswer<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>, delayMilliseconds: number): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ value: null, key: null, error: null, isWaiting: false });
  useEffect(() => {
    if (key === null) return;
    const given = new AbortController();
    const timer = setTimeout(() => {
      ask(given.signal).then(
        (value) => !given.signal.aborted && setAnswer({ value, key, error: null, isWaiting: false }),
        (error: StudioError) => !given.signal.aborted && setAnswer((before) => ({ ...before, error, isWaiting: false })),
      );
    }, delayMilliseconds);
    setAnswer((before) => ({ ...before, isWaiting: true }));
    return () => {
      clearTimeout(timer);
      given.abort();
    };
  }, [key]);
  return answer;
}
