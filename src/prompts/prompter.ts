/** The interface of every prompt writer. */
import type { Random } from "../core/random.js";
import type { Prompt } from "../sample/sample.js";
import type { SeenFrom } from "./view-words.js";

/** What a prompt is about. */
export interface PromptSubject {
  /** Canonical category id of the main object. */
  category: string;
  /** Keywords from the shape's catalogue; from strangers, never trusted. */
  keywords: readonly string[];
  /** Where the camera stands; null or absent where the shape's front is unknown or there is no camera. */
  seenFrom?: SeenFrom | null;
}

/** Writes the prompt of one image; a pure function of its arguments. */
export type Prompter = (subject: PromptSubject, random: Random) => Prompt;
