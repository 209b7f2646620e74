/** Which questions are asked, in which order. */
import { DatasetError } from "../../core/errors.js";
import { random } from "../../core/random.js";
import { categoryOf } from "../report/groups.js";
import type { VerifiedSample } from "../verified-sample.js";
import type { Answer, ReviewItem } from "./review-set.js";

/** A picture that may be asked about. */
export interface Candidate {
  dataset: string;
  sample: VerifiedSample;
}

/** A question with its pictures; ids are given by the order. */
export interface ChosenItem extends Omit<ReviewItem, "images"> {
  pictures: Candidate[];
}

/** A picture whose answer is known: a gold question, to see who does not look. */
export interface GoldCandidate extends Candidate {
  isGood: boolean;
}

/**
 * Single questions: pictures drawn by chance, so that shares of answers are those of the dataset, with gold questions
 * spread among them.
 * @throws DatasetError E_REVIEW where there is nothing to ask about
 */
export function chooseSingles(candidates: readonly Candidate[], gold: readonly GoldCandidate[], { count, goldCount, seed }: { count: number; goldCount: number; seed: number }): ChosenItem[] {
  const asked = drawn(candidates, count, seed, "asked");
  if (asked.length === 0) throw nothingToAsk("no pictures");
  const known = notAsked(gold, asked);
  const half = Math.ceil(goldCount / 2);
  const chosenGold = [...drawn(known.filter(({ isGood }) => !isGood), half, seed, "gold bad"), ...drawn(known.filter(({ isGood }) => isGood), goldCount - half, seed, "gold good")];
  const items = [
    ...asked.map((picture) => itemOf([picture], null)),
    ...chosenGold.map(({ dataset, sample, isGood }) => itemOf([{ dataset, sample }], isGood ? "yes" : "no")),
  ];
  return inOrder(items, seed);
}

/**
 * Pairs: samples with the same id in two datasets, such as the same label painted twice, sides by chance. Gold pairs show
 * a right and a wrong picture of one category.
 * @throws DatasetError E_REVIEW where the datasets share no id
 */
export function choosePairs(first: readonly Candidate[], second: readonly Candidate[], gold: readonly GoldCandidate[], { count, goldCount, seed }: { count: number; goldCount: number; seed: number }): ChosenItem[] {
  const others = new Map(second.map((candidate) => [candidate.sample.id, candidate]));
  const both = first.filter(({ sample }) => others.has(sample.id));
  if (both.length === 0) throw nothingToAsk("no two pictures with the same id");
  const items = drawn(both, count, seed, "asked").map((one): ChosenItem => {
    const other = others.get(one.sample.id)!;
    return itemOf(random(seed, `review/${one.sample.key}`, "side").next() < 0.5 ? [one, other] : [other, one], null);
  });
  return inOrder([...items, ...goldPairs(notAsked(gold, [...first, ...second]), goldCount, seed)], seed);
}

/** Gold questions are about pictures of their own: nobody shall see one twice. */
function notAsked(gold: readonly GoldCandidate[], asked: readonly Candidate[]): GoldCandidate[] {
  const hashes = new Set(asked.map(({ sample }) => sample.imageSha256));
  return gold.filter(({ sample }) => !hashes.has(sample.imageSha256));
}

function goldPairs(gold: readonly GoldCandidate[], count: number, seed: number): ChosenItem[] {
  const good = new Map<string, GoldCandidate[]>();
  for (const candidate of drawn(gold.filter(({ isGood }) => isGood), gold.length, seed, "gold good")) {
    const category = categoryOf(candidate.sample.record);
    good.set(category, [...(good.get(category) ?? []), candidate]);
  }
  const items: ChosenItem[] = [];
  for (const { dataset, sample } of drawn(gold.filter(({ isGood }) => !isGood), gold.length, seed, "gold bad")) {
    const right = items.length < count ? good.get(categoryOf(sample.record))?.pop() : undefined;
    if (right === undefined) continue;
    const isLeft = random(seed, `review/${sample.key}`, "side").next() < 0.5;
    const pictures: Candidate[] = [{ dataset: right.dataset, sample: right.sample }, { dataset, sample }];
    items.push(itemOf(isLeft ? pictures : pictures.reverse(), isLeft ? "left" : "right"));
  }
  return items;
}

function itemOf(pictures: Candidate[], gold: Answer | null): ChosenItem {
  return { item: "", pictures, category: categoryOf(pictures[0]!.sample.record), gold };
}

/** Some of the candidates by chance, whatever their order was. */
function drawn<T extends Candidate>(candidates: readonly T[], count: number, seed: number, purpose: string): T[] {
  const sorted = [...candidates].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return random(seed, "review", purpose).shuffle(sorted).slice(0, Math.max(0, count));
}

function nameOf({ dataset, sample }: Candidate): string {
  return `${dataset}\n${sample.key}`;
}

function inOrder(items: readonly ChosenItem[], seed: number): ChosenItem[] {
  return random(seed, "review", "order").shuffle(items).map((item, at) => ({ ...item, item: `q${String(at + 1).padStart(4, "0")}` }));
}

function nothingToAsk(what: string): DatasetError {
  return new DatasetError("E_REVIEW", `there are ${what} to ask about`, { hint: "Generate images first; for pairs give two runs of the same recipe, made by two generators." });
}
