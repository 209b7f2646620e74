/** Asking for something while a part is shown. */
import { useEffect, useState } from "react";
import type { StudioEvent } from "../../src/studio/protocol.js";
import { source } from "./source.js";
import type { StudioError } from "./studio-error.js";

/** What has come of a question so far. */
export interface Asked<T> {
  value: T | null;
  error: StudioError | null;
  /** True while an older value is still shown. */
  isWaiting: boolean;
}

/**
 * Asks whenever `key` changes; the last value stays until the next is there.
 * @param work null = nothing to ask
 */
export function useAsked<T>(key: string, work: (() => Promise<T>) | null): Asked<T> {
  const [asked, setAsked] = useState<Asked<T> & { key: string }>({ key: "", value: null, error: null, isWaiting: true });
  useEffect(() => {
    if (work === null) return;
    let isCurrent = true;
    setAsked((before) => ({ ...before, isWaiting: true }));
    work().then(
      (value) => isCurrent && setAsked({ key, value, error: null, isWaiting: false }),
      (error: StudioError) => isCurrent && setAsked((before) => ({ key, value: before.value, error, isWaiting: false })),
    );
    return () => {
      isCurrent = false;
    };
    // `work` is made anew at each drawing; `key` says when it asks for something else.
  }, [key]);
  return asked;
}

/** Listens while the part is shown. */
export function useEvents(listener: (event: StudioEvent) => void, depends: readonly unknown[]): void {
  useEffect(() => source.listen(listener), depends);
}
