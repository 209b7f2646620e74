/** What all parts of the form share. */
import { createContext, useContext } from "react";
import type { LocatedProblem } from "../../../../src/recipe/problem.js";
import type { Path } from "../text/recipe-text.js";

/** See the head of this file. */
export interface FormState {
  /** The recipe as it is written, without defaults. */
  value: Readonly<Record<string, unknown>>;
  problems: readonly LocatedProblem[];
  /** Words that an option takes, by its path with `N` for positions. */
  suggestions: Readonly<Record<string, readonly string[]>>;
  /** The option that was asked to be shown last; `turn` rises with each time. */
  revealed: { path: Path; turn: number } | null;
  set(path: Path, value: unknown): void;
  remove(path: Path): void;
  reveal(path: Path): void;
}

export const FormContext = createContext<FormState | null>(null);

export function useForm(): FormState {
  const state = useContext(FormContext);
  if (state === null) throw new Error("a part of the form stands outside of it");
  return state;
}

/** Id of the element in which an option is entered. */
export function elementId(path: Path): string {
  return `option-${path.join(".")}`;
}

/** Whether one path leads to another, or to something in it. */
export function leadsTo(outer: Path, inner: Path): boolean {
  return outer.length <= inner.length && outer.every((step, at) => String(step) === String(inner[at]));
}
