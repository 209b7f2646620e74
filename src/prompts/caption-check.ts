/** Whether a caption goes with a label: a photo of one whole thing of the category, nothing said about the camera's place. */
import { canonicalCategory, categoryOf } from "../sample/category-table.js";
import { objectWords } from "./category-words.js";
import { namedThings, plainWords, spellings } from "./object-names.js";

/** Why captions are rejected, as users are told. */
export const REJECTIONS = [
  "no caption", "too short or too long", "not English", "object not named", "another main object", "more than one", "only a part", "viewpoint", "there already",
] as const;
/** One of {@link REJECTIONS}. */
export type Rejection = (typeof REJECTIONS)[number];

/** What captions are checked against. */
export interface CaptionSubject {
  /** Canonical category id. */
  category: string;
  /** Other words that may stand for the object. */
  keyword: string | null;
  /** Categories that the data set labels: they must not stand about as scenery, because nobody would label them. */
  labelled: ReadonlySet<string>;
}

const FEWEST_WORDS = 4;
/** About as many as the 77 tokens that CLIP takes at once. */
const MOST_WORDS = 60;
/** The object is named within so many words from the caption's beginning. */
const NAMED_WITHIN = 16;

/** What is no caption: excuses, commands, code, addresses, text for the one who asked. */
const NO_CAPTION = /https?:|www\.|[{}<>`\\|]|\[\w|\b(?:as an ai|i'm sorry|i am sorry|i cannot|i can't|i can not|i won't|unable to|language model|ignore (?:all|any|previous|the)|previous instructions|system prompt|here (?:are|is)|certainly|api key|password)\b|\bsure[,!]/i;

/** Small words by language; a text is in the language that has most of them. */
const ENGLISH = new Set("a an the of in on at with by under near over and its to from beside into against along through before after behind beneath surrounded".split(" "));
const FOREIGN = new Set(
  "der die das ein eine einen einem einer und mit auf im vor neben bei unter von zum zur le la les un une des du dans avec sur sous et près devant el los las una en del y junto sobre bajo il lo gli uno di nel nella con su sotto o um uma no na com em ao het een van op met voor naast en de den det och på med under och".split(" "),
);
/** In both lists or in words of all kinds: they decide nothing. */
const UNDECIDED = new Set("on under a an in at no o y de".split(" "));

const SEVERAL = /\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens?|many|several|multiple|numerous|few|couple of|pair of|row of|rows of|group of|fleet of|line of|lines of|stack of|pile of|collection of|set of|array of|hundreds|crowded with|other|another)\b/i;
const PART = /\b(?:close-?ups?|close up|macro|details? of|detail shot|zoomed|extreme close|interior of|inside (?:of )?(?:a|an|the|this)|inside view|cropped|part of (?:a|an|the)|half of (?:a|an|the)|cutaway|cross-section|cockpit|dashboard)\b/i;
const VIEWPOINT =
  /\b(?:(?:front|rear|back|side|top|bottom|aerial|overhead|bird'?s[- ]eye|worm'?s[- ]eye|low[- ]angle|high[- ]angle|three[- ]quarter|top[- ]down|profile|wide[- ]angle)[- ](?:view|shot|angle|perspective|profile|photo|photograph|image)|side[- ]on|head[- ]on|low angle|high angle|bird'?s[- ]eye|aerial|top-down|in profile|from (?:directly |slightly |far |high )?(?:above|below|behind|overhead|underneath|the (?:front|rear|back|side|left|right|top|bottom|air|ground))|(?:viewed|seen|shot|photographed|captured|taken) from(?! (?:afar|a distance|far|across))|view from|(?:facing|turned|pointing|looking) (?:left|right|forwards?|backwards?|away|towards?|the camera|us|the viewer|straight)|facing the (?:camera|viewer)|(?:left|right|rear|back|front|under)[- ]?side of|isometric|looking (?:up|down) at|viewpoint|first[- ]person)\b/i;

/** Big things that rooms and streets have anyway: named as scenery they are no second subject. */
const SCENERY = new Set("table desk counter bed shelves bookcase cabinet window door curtain fireplace floor_mat bench road_pole barrier wardrobe potted_plant blinds mirror lamp".split(" "));

/**
 * What is wrong with a caption; null when nothing is. Repetition is not looked for here.
 * @param text with single spaces, without line breaks
 */
export function captionProblem(text: string, subject: CaptionSubject): Rejection | null {
  if (NO_CAPTION.test(text) || /[^\P{Cc}]/u.test(text)) return "no caption";
  const words = plainWords(text);
  if (!isLatin(text)) return "not English";
  if (words.length < FEWEST_WORDS || words.length > MOST_WORDS) return "too short or too long";
  if (isForeign(words)) return "not English";
  const own = canonicalCategory(subject.category);
  const things = namedThings(text, own, namesOf(own, subject.keyword));
  const mine = things.find(({ category }) => category === own);
  if (mine === undefined || mine.position >= NAMED_WITHIN) return things.length > 0 && mine === undefined && things[0]!.position < NAMED_WITHIN && !SCENERY.has(things[0]!.category) ? "another main object" : "object not named";
  const others = things.filter(({ category }) => category !== own);
  const isScenery = (category: string): boolean => SCENERY.has(category) && !subject.labelled.has(category);
  if (others.some(({ category, position }) => position < mine.position || !isScenery(category))) return "another main object";
  if (objectWords(own).countable && (things.some(({ category, isPlural }) => category === own && isPlural) || countsObjects(words, mine.position))) return "more than one";
  if (PART.test(text)) return "only a part";
  return VIEWPOINT.test(text) ? "viewpoint" : null;
}

/** Names that a caption may use for its object. */
function namesOf(category: string, keyword: string | null): string[] {
  const known = categoryOf(category);
  return [...(known === null ? [objectWords(category).words] : spellings(known)), ...(keyword === null ? [] : [keyword])];
}

/** "three old cars", "a row of taxis": words of number shortly before the object. */
function countsObjects(words: readonly string[], position: number): boolean {
  return SEVERAL.test(words.slice(Math.max(0, position - 5), position).join(" "));
}

function isLatin(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length >= 0.8 * letters.length;
}

function isForeign(words: readonly string[]): boolean {
  const decided = words.filter((word) => !UNDECIDED.has(word));
  const foreign = decided.filter((word) => FOREIGN.has(word)).length;
  return foreign >= 2 && foreign > words.filter((word) => ENGLISH.has(word)).length;
}

/** Two captions that say the same: without case, marks and the order of words. */
export function sameness(text: string): string {
  return [...new Set(plainWords(text))].sort().join(" ");
}
