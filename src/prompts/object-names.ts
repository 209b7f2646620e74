/** Which things a text names, in the words of the category table. */
import { categories, canonicalCategory, type Category } from "../sample/category-table.js";
import { objectWords } from "./category-words.js";

/** A thing that a text names. */
export interface NamedThing {
  /** Canonical category id. */
  category: string;
  /** Of its first word among the text's words. */
  position: number;
  isPlural: boolean;
}

/** Words that mean something else as often as the thing: they say nothing about what else is in the picture. */
const AMBIGUOUS = new Set(
  "can fan iron tie watch mouse counter bow cap book plate pan pot key sign orange picture display screen monitor lounge coach plane jet vessel auto barrow tank speaker trailer range bath blind mat shelf tap bin ball barrier box skate teddy torch glasses kite bar comb bear apple semi tandem pickup lighter cooker remote machine shoes clothes clothing painting bureau drape dryer washer hammer iron phone purse luggage fiddle sax pail gun reaper racket bowl cup jar basket basin chest".split(" "),
);

/** After the name of a thing, these make it the name of a place or of something else: a train station, a car park. No verbs. */
const PLACES = new Set(
  "station stop park lane path shop store dealership track tracks yard platform garage port terminal repair rental harbour harbor museum factory hangar depot shelter rack barn stable bridge tunnel ramp wheel house line lines lot wheat festival market stall cloth top tops side room frame frames sill sills pane panes seat garden hill hills grass".split(" "),
);

/** People beside the table's words for them; those that go before other nouns (a passenger jet) are left out. */
const PEOPLE = new Set("man men woman women people person persons child children boy boys girl girls pedestrian pedestrians crowd crowds drivers riders passengers tourists workers fishermen".split(" "));

/** Names of more than one word are found before those in them: a fire truck is no truck. */
const MOST_WORDS = 4;

const table = new Map<string, string>();
for (const category of categories) for (const name of spellings(category)) if (!table.has(name)) table.set(name, category.id);

/** Lower-case words of every name that a sentence may use for a category. */
export function spellings(category: Category): string[] {
  const vocabularies = [category.pascal3d, category.objectnet3d, category.omni3d, category.coco].filter((name) => name !== null);
  return [...new Set([category.id, objectWords(category.id).words, ...category.aliases, ...vocabularies].map((name) => plainWords(name.replaceAll("_", " ")).join(" ")))];
}

/** The words of a text, in lower case. */
export function plainWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu) ?? [];
}

/**
 * The things that a text names, in its order. Words that mean other things as often count only for `own`.
 * @param own category that the text should be about; also by the names given
 */
export function namedThings(text: string, own: string, ownNames: readonly string[]): NamedThing[] {
  const category = canonicalCategory(own);
  const names = new Map<string, string>(ownNames.map((name) => [plainWords(name).join(" "), category]));
  const words = plainWords(text);
  const found: NamedThing[] = [];
  for (let position = 0; position < words.length; position++) {
    for (let length = Math.min(MOST_WORDS, words.length - position); length > 0; length--) {
      const thing = thingCalled(words.slice(position, position + length), names, category);
      if (thing === null) continue;
      const next = words[position + length];
      if (next === undefined || !PLACES.has(next)) found.push({ ...thing, position });
      position += length - 1;
      break;
    }
  }
  return found;
}

function thingCalled(words: readonly string[], ownNames: ReadonlyMap<string, string>, own: string): Omit<NamedThing, "position"> | null {
  const name = words.join(" ");
  if (words.length === 1 && PEOPLE.has(name) && own !== "person") return { category: "person", isPlural: false };
  const exact = ownNames.get(name) ?? table.get(name);
  if (exact !== undefined) return exact !== own && AMBIGUOUS.has(name) ? null : { category: exact, isPlural: false };
  const single = singular(name);
  if (single === null) return null;
  const several = single.map((one) => ownNames.get(one) ?? table.get(one)).find((category) => category !== undefined);
  if (several === undefined || (several !== own && single.some((one) => AMBIGUOUS.has(one)))) return null;
  return { category: several, isPlural: true };
}

/** What a name in the plural may be the plural of; null where it is none. */
function singular(name: string): string[] | null {
  if (!name.endsWith("s") || name.endsWith("ss")) return null;
  return [name.slice(0, -1), ...(name.endsWith("es") ? [name.slice(0, -2)] : []), ...(name.endsWith("ies") ? [`${name.slice(0, -3)}y`] : [])];
}
