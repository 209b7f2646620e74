/** Prompts from templates: "A photo of a red car parked on a cobbled street in rural Poland on a frosty morning, …". */
import type * as z from "zod";
import type { Random } from "../core/random.js";
import { article, cleanWords, objectWords, type ObjectWords } from "./category-words.js";
import type { Prompter } from "./prompter.js";
import { agree, INDOOR_DETAILS, INDOOR_LIGHT, OUTDOOR_DETAILS, PHOTOGRAPHY, SEASONS, VOCABULARY } from "./vocabulary.js";
import { withWordsAround, wordsAroundOptions } from "./words-around.js";

/** Options of the template prompter. */
export const templateOptions = wordsAroundOptions;

/** Options of the template prompter, defaults filled in. */
export type TemplateOptions = z.infer<typeof templateOptions>;

/** Words about the camera's place, which the render decides; a keyword with one of them is not used. */
export const VIEWPOINT_WORDS = /\b(front|rear|back|side|left|right|above|below|top|bottom|overhead|aerial|angle|angles|view|viewed|viewpoint|profile|close-up|closeup|facing|perspective|isometric|behind|underneath|bird's-eye)\b/i;

/**
 * A prompter that says what the object is, where, when and how it was photographed, and leaves each but the first out
 * now and then. It never mentions the viewpoint or a second main object.
 * @param options of {@link templateOptions}
 */
export function templatePrompter(options: TemplateOptions): Prompter {
  return (subject, random) => {
    const { category, keywords } = subject;
    const object = objectWords(category);
    const parts = [`A photo of ${describe(object, keywords, random)} ${circumstances(object, random)}`];
    if (random.next() < 0.6) parts.push(random.pick(PHOTOGRAPHY));
    return { text: withWordsAround(parts, subject, options), negative: options.negative, source: "template" };
  };
}

/** "an old car (volkswagen beetle)". */
function describe(object: ObjectWords, keywords: readonly string[], random: Random): string {
  const look = random.next() < 0.7 ? `${random.pick(VOCABULARY[object.setting].looks)} ` : "";
  const words = `${look}${object.words}`;
  const usable = keywords.map(cleanWords).filter((keyword) => keyword.length > 2 && keyword.toLowerCase() !== object.words && !VIEWPOINT_WORDS.test(keyword));
  const keyword = usable.length > 0 ? ` (${random.pick(usable)})` : "";
  return `${object.countable ? `${article(words)} ` : ""}${words}${keyword}`;
}

/** "parked on a cobbled street in rural Poland on a frosty morning with dust hanging in the air". */
function circumstances(object: ObjectWords, random: Random): string {
  const { places, surroundings, outdoors } = VOCABULARY[object.setting];
  let text = random.pick(places);
  // A phrase that contradicts what is already there is left out.
  const append = (share: number, draw: () => string): void => {
    const phrase = draw();
    if (random.next() < share && agree(text, phrase)) text += ` ${phrase}`;
  };
  append(0.8, () => random.pick(surroundings));
  append(0.75, () => (outdoors ? timeAndWeather(random) : random.pick(INDOOR_LIGHT)));
  append(0.5, () => random.pick(outdoors ? OUTDOOR_DETAILS : INDOOR_DETAILS));
  return text;
}

function timeAndWeather(random: Random): string {
  const { weather, times } = random.pick(SEASONS);
  const words = `${random.pick(weather)} ${random.pick(times)}`;
  return `on ${article(words)} ${words}`;
}
