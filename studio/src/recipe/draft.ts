/** The text that is worked on, with the steps back to what it was; kept in the browser until it is started. */
import { useEffect, useState } from "react";

interface Draft {
  text: string;
  past: readonly string[];
  future: readonly string[];
  changedAt: number;
  /** What was changed last. */
  what: string;
}

const MOST_STEPS = 200;
/** What is typed in one place without a pause is one step. */
const ONE_STEP_MILLISECONDS = 800;

/** See the head of this file. */
export interface DraftActions {
  text: string;
  /** @param what is changed: changes of the same in quick succession are one step */
  change: (what: string, next: string | ((before: string) => string)) => void;
  undo: (() => void) | null;
  redo: (() => void) | null;
}

/** @param kept where it is kept */
export function useDraft(kept: string, beginning: string): DraftActions {
  const [draft, setDraft] = useState<Draft>(() => ({ text: sessionStorage.getItem(kept) ?? beginning, past: [], future: [], changedAt: 0, what: "" }));
  useEffect(() => {
    if (draft.text === beginning) sessionStorage.removeItem(kept);
    else sessionStorage.setItem(kept, draft.text);
  }, [draft.text, kept, beginning]);
  return {
    text: draft.text,
    change: (what, next) => setDraft((before) => {
      const text = typeof next === "string" ? next : next(before.text);
      if (text === before.text) return before;
      const now = performance.now();
      const isSameStep = what === before.what && now - before.changedAt < ONE_STEP_MILLISECONDS && before.past.length > 0;
      return { text, past: isSameStep ? before.past : [...before.past, before.text].slice(-MOST_STEPS), future: [], changedAt: now, what };
    }),
    undo: draft.past.length === 0 ? null : () => setDraft(({ text, past, future }) => ({ text: past.at(-1) ?? text, past: past.slice(0, -1), future: [text, ...future], changedAt: 0, what: "" })),
    redo: draft.future.length === 0 ? null : () => setDraft(({ text, past, future }) => ({ text: future[0] ?? text, past: [...past, text], future: future.slice(1), changedAt: 0, what: "" })),
  };
}
