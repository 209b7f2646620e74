/** What people's answers say: how far they agree, and how many pictures show their label. */
import type { Verdict } from "../scores.js";
import { bootstrapInterval, type Interval } from "../statistics/bootstrap.js";
import { agreement, cohenKappa, fleissKappa } from "../statistics/kappa.js";
import { wilsonInterval } from "../statistics/wilson.js";
import { type AnsweredItem, consensusOf, type ImportedReview, type Rater } from "./import-review.js";
import type { Answer } from "./review-set.js";

/** A figure with its 95 % interval; null where there is too little to take it of. */
export interface Figure {
  value: number | null;
  interval: Interval | null;
}

/** A share, counted. */
export interface CountedShare {
  name: string;
  hits: number;
  count: number;
  share: number | null;
  /** Wilson, 95 %. */
  interval: Interval | null;
}

/** See the file's comment. */
export interface ReviewFigures {
  raters: Rater[];
  problems: string[];
  questions: number;
  /** With an answer that most raters give. */
  decided: number;
  agreement: Figure;
  /** Of every two raters, over the questions that both have answered. */
  cohen: ({ first: string; second: string; questions: number } & Figure)[];
  fleiss: Figure;
  /** Single pictures: share that shows its label, of all and by verdict; those that nobody can tell are left out of it. */
  correct: CountedShare[];
  /** Single pictures that raters are split on or cannot tell. */
  undecided: number;
  /** Pairs: how often each dataset's picture is better, of the questions that are decided; draws count half. */
  preferred: { dataset: string; wins: number; draws: number; losses: number; share: number | null; interval: Interval | null }[];
}

/**
 * Takes the figures; this repeats the paper's human evaluation: the share of correct pictures before and after filtering.
 * @param verdictOf of a picture, where it was verified: shares are then given for the accepted alone, too
 */
export function reviewFigures({ key, raters, items, problems }: ImportedReview, { seed, verdictOf = () => undefined }: { seed: number; verdictOf?: (dataset: string, id: string) => Verdict | undefined }): ReviewFigures {
  const rated = items.map(({ answers }) => answers.map(({ answer }) => answer));
  const overItems = (name: string, chosen: readonly (readonly Answer[])[], figure: (items: readonly (readonly Answer[])[]) => number | null): Figure => ({
    value: figure(chosen),
    interval: bootstrapInterval(chosen.length, (times) => figure(chosen.flatMap((each, at) => new Array<readonly Answer[]>(times[at]!).fill(each))), { seed, purpose: `review/${name}` }),
  });
  const consensus = items.map((item) => ({ item, answer: consensusOf(item) }));
  const isSingle = key.kind === "single";
  return {
    raters, problems,
    questions: items.length,
    decided: consensus.filter(({ answer }) => answer !== null).length,
    agreement: overItems("agreement", rated, agreement),
    cohen: pairsOf(raters).map(([first, second]) => {
      const both = items.flatMap(({ answers }): Answer[][] => {
        const of = (name: string): Answer | undefined => answers.find(({ rater }) => rater === name)?.answer;
        const [a, b] = [of(first), of(second)];
        return a === undefined || b === undefined ? [] : [[a, b]];
      });
      return { first, second, questions: both.length, ...overItems(`cohen/${first}/${second}`, both, (chosen) => cohenKappa(chosen.map(([a, b]): [Answer, Answer] => [a!, b!]))) };
    }),
    fleiss: overItems("fleiss", rated, fleissKappa),
    correct: isSingle ? correctShares(consensus, verdictOf) : [],
    undecided: isSingle ? consensus.filter(({ item: { answers }, answer }) => answers.length > 0 && answer !== "yes" && answer !== "no").length : 0,
    preferred: isSingle ? [] : preferences(items, seed),
  };
}

function pairsOf(raters: readonly Rater[]): [string, string][] {
  const names = raters.filter(({ isTrusted }) => isTrusted).map(({ name }) => name);
  return names.flatMap((first, at) => names.slice(at + 1).map((second): [string, string] => [first, second]));
}

function correctShares(consensus: readonly { item: AnsweredItem; answer: Answer | null }[], verdictOf: (dataset: string, id: string) => Verdict | undefined): CountedShare[] {
  const known = consensus.flatMap(({ item: { item: { images } }, answer }) => (answer === "yes" || answer === "no" ? [{ isGood: answer === "yes", verdict: verdictOf(images[0]!.dataset, images[0]!.id) }] : []));
  const shareOf = (name: string, chosen: typeof known): CountedShare => {
    const hits = chosen.filter(({ isGood }) => isGood).length;
    return { name, hits, count: chosen.length, share: chosen.length === 0 ? null : hits / chosen.length, interval: wilsonInterval(hits, chosen.length) };
  };
  const byVerdict = (["accepted", "unsure", "rejected"] as const).map((verdict) => shareOf(verdict, known.filter((each) => each.verdict === verdict)));
  return [shareOf("all", known), ...byVerdict.filter(({ count }) => count > 0)];
}

/** How much of a question a dataset wins: 1, ½ or 0, by the answer that most give. */
function preferences(items: readonly AnsweredItem[], seed: number): ReviewFigures["preferred"] {
  const datasets = [...new Set(items.flatMap(({ item }) => item.images.map(({ dataset }) => dataset)))].sort();
  return datasets.map((dataset) => {
    const won = items.flatMap((answered) => {
      const answer = consensusOf(answered);
      const side = answered.item.images.findIndex((image) => image.dataset === dataset);
      if (answer === null || side < 0) return [];
      return [answer === "same" ? 0.5 : (answer === "left") === (side === 0) ? 1 : 0];
    });
    const mean = (times: ArrayLike<number>): number | null => (won.length === 0 ? null : won.reduce<number>((sum, each, at) => sum + each * times[at]!, 0) / won.length);
    const counted = (value: number): number => won.filter((each) => each === value).length;
    return { dataset, wins: counted(1), draws: counted(0.5), losses: counted(0), share: mean(new Array<number>(won.length).fill(1)), interval: bootstrapInterval(won.length, mean, { seed, purpose: `review/preferred/${dataset}` }) };
  });
}
