/** How much prompts differ from each other, in numbers. */
import { MEASURED } from "./circumstances.js";

/** How far captions speak of one thing: scene, weather or time. */
export interface Coverage {
  /** Share of the captions that say something about it. */
  share: number;
  /** Different words for it. */
  kinds: number;
}

/** Measures of a list of captions. */
export interface Diversity {
  captions: number;
  /** Different captions ÷ captions. */
  unique: number;
  /** Different pairs of neighbouring words ÷ all such pairs (Li et al., "A Diversity-Promoting Objective Function", 2016). */
  distinct2: number;
  scene: Coverage;
  weather: Coverage;
  time: Coverage;
}

/** Measures captions. Lists are comparable when they are of one length: distinct-2 falls as a list grows. */
export function measureDiversity(captions: readonly string[]): Diversity {
  const pairs = new Set<string>();
  let all = 0;
  for (const caption of captions) {
    const words = caption.toLowerCase().replaceAll(/[^\p{L}\p{N}' -]/gu, "").split(" ").filter((word) => word !== "");
    for (let index = 1; index < words.length; index++) pairs.add(`${words[index - 1]} ${words[index]}`);
    all += Math.max(0, words.length - 1);
  }
  return {
    captions: captions.length,
    unique: captions.length === 0 ? 0 : new Set(captions).size / captions.length,
    distinct2: all === 0 ? 0 : pairs.size / all,
    scene: coverage(captions, MEASURED.scene),
    weather: coverage(captions, MEASURED.weather),
    time: coverage(captions, MEASURED.time),
  };
}

function coverage(captions: readonly string[], terms: readonly string[]): Coverage {
  const pattern = new RegExp(`\\b(${terms.join("|")})s?\\b`, "gi");
  const kinds = new Set<string>();
  let saying = 0;
  for (const caption of captions) {
    const found = [...caption.matchAll(pattern)];
    if (found.length > 0) saying++;
    for (const [, term] of found) kinds.add(term!.toLowerCase());
  }
  return { share: captions.length === 0 ? 0 : saying / captions.length, kinds: kinds.size };
}
