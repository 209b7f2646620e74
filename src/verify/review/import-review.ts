/** Brings answers of raters together, and leaves out what does not hold. */
import { DatasetError } from "../../core/errors.js";
import { few } from "../../core/quantities.js";
import { ANSWERS, type Answer, type AnswerFile, type ReviewItem, type ReviewKey } from "./review-set.js";

/** Raters whose share of right answers to gold questions is smaller do not count, from this many answers on. */
export const LEAST_GOLD_SHARE = 0.75;
export const LEAST_GOLD_ANSWERS = 5;
/** Answers that every item is to have. */
export const RATERS_WANTED = 2;

/** A rater and how gold questions went. */
export interface Rater {
  name: string;
  answered: number;
  goldAnswered: number;
  goldRight: number;
  /** Whether the answers count. */
  isTrusted: boolean;
}

/** A question with the answers that count, by rater. */
export interface AnsweredItem {
  item: ReviewItem;
  answers: { rater: string; answer: Answer }[];
}

/** What a review has come to. */
export interface ImportedReview {
  key: ReviewKey;
  raters: Rater[];
  /** True questions only; gold ones have done their work. */
  items: AnsweredItem[];
  /** What was left out and why, for people. */
  problems: string[];
}

/** sha256 of a picture as it is now; undefined where it is gone. */
export type PresentImage = (dataset: string, id: string) => string | undefined;

/**
 * Checks answers against the key and the pictures as they are now. Left out and named: answers on pictures that have
 * changed since, items that a rater has answered in two ways, raters who fail gold questions, items with too few answers.
 * @throws DatasetError E_REVIEW for answers of another review, to unknown items or of another kind
 */
export function importReview(key: ReviewKey, files: readonly AnswerFile[], presentImage: PresentImage): ImportedReview {
  const items = new Map(key.items.map((item) => [item.item, item]));
  const problems: string[] = [];
  const stale = new Set(key.items.filter(({ images }) => images.some(({ dataset, id, imageSha256 }) => presentImage(dataset, id) !== imageSha256)).map(({ item }) => item));
  if (stale.size > 0) problems.push(`${stale.size} questions are about pictures that have changed since or are gone: ${few([...stale])}; their answers are left out`);
  const byRater = new Map<string, Map<string, Set<Answer>>>();
  for (const file of files) {
    if (file.review !== key.review) throw fault(`the answers of ${file.rater} belong to another review`, "Give the key.json that was exported together with the page.", file.rater);
    const given = byRater.get(file.rater) ?? new Map<string, Set<Answer>>();
    byRater.set(file.rater, given);
    for (const answer of file.answers) {
      const item = items.get(answer.item);
      check(file.rater, answer, item, key);
      const answers = given.get(answer.item) ?? new Set<Answer>();
      given.set(answer.item, answers.add(answer.answer));
    }
  }
  const raters = [...byRater].map(([name, given]) => raterOf(name, given, items, stale, problems)).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, goldAnswered, goldRight, isTrusted } of raters) {
    if (!isTrusted) problems.push(`${name} has answered ${goldRight} of ${goldAnswered} gold questions right; these answers do not count`);
  }
  const trusted = raters.filter(({ isTrusted }) => isTrusted).map(({ name }) => name);
  const asked = key.items.filter(({ item, gold }) => gold === null && !stale.has(item));
  const answered = asked.map((item): AnsweredItem => ({ item, answers: trusted.flatMap((rater) => [...(byRater.get(rater)!.get(item.item) ?? [])].map((answer) => ({ rater, answer }))) }));
  const short = answered.filter(({ answers }) => answers.length < RATERS_WANTED).length;
  if (short > 0) problems.push(`${short} of ${asked.length} questions have fewer than ${RATERS_WANTED} answers that count`);
  return { key, raters, items: answered, problems };
}

function check(rater: string, { item: id, images, answer }: AnswerFile["answers"][number], item: ReviewItem | undefined, { kind }: ReviewKey): void {
  if (item === undefined) throw fault(`${rater} has answered ${id}, which this review does not ask`, "Give the key.json that was exported together with the page.", id);
  if (!(ANSWERS[kind] as readonly string[]).includes(answer)) throw fault(`${rater} has answered ${id} with "${answer}", and this review asks for ${ANSWERS[kind].join(", ")}`, "Use the page of this review.", id);
  if (images.join() !== item.images.map(({ imageSha256 }) => imageSha256).join()) throw fault(`${rater} has answered ${id} about other pictures than the key names`, "Give the key.json that was exported together with the page.", id);
}

/** Takes out what a rater has answered in two ways, and looks at the gold questions. */
function raterOf(name: string, given: Map<string, Set<Answer>>, items: ReadonlyMap<string, ReviewItem>, stale: ReadonlySet<string>, problems: string[]): Rater {
  const twice = [...given].filter(([, answers]) => answers.size > 1).map(([item]) => item);
  for (const item of twice) given.delete(item);
  if (twice.length > 0) problems.push(`${name} has answered ${few(twice)} in two ways; these answers are left out`);
  const gold = [...given].filter(([item]) => items.get(item)!.gold !== null && !stale.has(item));
  const goldRight = gold.filter(([item, [answer]]) => items.get(item)!.gold === answer).length;
  const isTrusted = gold.length < LEAST_GOLD_ANSWERS || goldRight >= LEAST_GOLD_SHARE * gold.length;
  return { name, answered: given.size, goldAnswered: gold.length, goldRight, isTrusted };
}

function fault(message: string, hint: string, subject: string): DatasetError {
  return new DatasetError("E_REVIEW", message, { hint, subject });
}

/** What most raters say of an item; null when there are fewer than two answers or as many for another one. */
export function consensusOf({ answers }: AnsweredItem): Answer | null {
  if (answers.length < RATERS_WANTED) return null;
  const counts = new Map<Answer, number>();
  for (const { answer } of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  return second !== undefined && second[1] === first![1] ? null : first![0];
}
