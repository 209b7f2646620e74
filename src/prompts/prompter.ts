/** The interface of every prompt writer. */
import type { Random } from "../core/random.js";
import type { Prompt } from "../sample/sample.js";

/** What a prompt is about. */
export interface PromptSubject {
  /** Canonical category id of the main object. */
  category: string;
  /** Keywords from the shape's catalogue; from strangers, never trusted. */
  keywords: readonly string[];
}

/** Writes the prompt of one image; a pure function of its arguments. */
export type Prompter = (subject: PromptSubject, random: Random) => Prompt;
