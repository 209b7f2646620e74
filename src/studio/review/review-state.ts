/** How far a review has come, and what its answers say. */
import { resolve } from "node:path";
import { sampleIndex } from "../../dataset/sample-id.js";
import { humanAnswers } from "../../verify/review/human-answers.js";
import { readHumanAnswers } from "../../verify/review/human-answer-file.js";
import { importReview, type ImportedReview } from "../../verify/review/import-review.js";
import { reviewFigures } from "../../verify/review/review-figures.js";
import type { AnswerFile, ReviewKey } from "../../verify/review/review-set.js";
import type { Verdict } from "../../verify/scores.js";
import type { OpenedRun } from "../opened-run.js";
import { shellWord } from "../../core/shell-word.js";
import { rowOf } from "../table/sample-table.js";
import { readAllAnswers } from "./rater-files.js";
import type { RaterProgress, ReviewEntry, ReviewState } from "./review-messages.js";

/** A review that lies in a run's folder. */
export interface OpenedReview {
  name: string;
  folder: string;
  key: ReviewKey;
}

/** What the list shows. */
export async function reviewEntry(run: OpenedRun, { name, folder, key }: OpenedReview): Promise<ReviewEntry & { answers: AnswerFile[] }> {
  const { answers, problems } = await readAllAnswers(folder, key, run.files);
  return {
    name, folder, answers,
    kind: key.kind,
    question: key.question,
    questions: key.items.length,
    gold: key.items.filter(({ gold }) => gold !== null).length,
    raters: progressOf(key, answers),
    problem: problems[0] ?? null,
  };
}

function progressOf({ items }: ReviewKey, answers: readonly AnswerFile[]): RaterProgress[] {
  const byRater = new Map<string, Set<string>>();
  for (const { rater, answers: given } of answers) {
    const answered = byRater.get(rater) ?? new Set<string>();
    byRater.set(rater, answered);
    for (const { item } of given) answered.add(item);
  }
  return [...byRater].map(([name, answered]) => ({ name, answered: answered.size, isDone: answered.size >= items.length })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Questions on which raters are split that are shown. */
const MOST_SPLIT = 60;

/**
 * Everything about a review. Raters who are not done see nothing of what others say.
 * @param rater who asks; null: nobody who answers
 * @param runs that are open, by their folders: images that have changed since are left out as far as these know
 * @throws DatasetError E_REVIEW for answers that do not belong to the review, E_STORAGE
 */
export async function reviewState(run: OpenedRun, review: OpenedReview, rater: string | null, runs: ReadonlyMap<string, OpenedRun>): Promise<ReviewState> {
  const { answers, ...entry } = await reviewEntry(run, review);
  const { folder, key } = review;
  const isHidden = rater !== null && entry.raters.find(({ name }) => name === rater)?.isDone !== true;
  const command = `dst3d verify ${shellWord(run.root)}`;
  if (isHidden || answers.length === 0) return { ...entry, figures: null, split: [], splitCount: 0, usable: 0, used: 0, command };
  const of = (dataset: string, id: string): { run: OpenedRun; row: number | null } | null => {
    const opened = runs.get(resolve(folder, dataset));
    return opened === undefined ? null : { run: opened, row: rowOf(opened.table, sampleIndex(id) ?? -1) };
  };
  const hashes = new Map(key.items.flatMap(({ images }) => images.map(({ dataset, id, imageSha256 }) => [`${dataset}\n${id}`, imageSha256])));
  const imported = importReview(key, answers, (dataset, id) => {
    const found = of(dataset, id);
    // Images of folders that are not open, as planted ones, are looked at when the answers are used.
    return found === null ? hashes.get(`${dataset}\n${id}`) : found.row === null ? undefined : found.run.table.imageSha256[found.row];
  });
  const verdictOf = (dataset: string, id: string): Verdict | undefined => machineVerdict(of(dataset, id), id);
  const usable = humanAnswers(imported).filter(({ dataset }) => resolve(folder, dataset) === run.root);
  const kept = new Map((await readHumanAnswers(run.root, run.files)).map((answer) => [answer.id, answer]));
  const split = splitOf(imported);
  const figures = reviewFigures(imported, { seed: 0, verdictOf });
  const called = (dataset: string): string => runs.get(resolve(folder, dataset))?.name ?? dataset;
  return {
    ...entry,
    figures: { ...figures, preferred: figures.preferred.map((each) => ({ ...each, dataset: called(each.dataset) })) },
    split: split.slice(0, MOST_SPLIT),
    splitCount: split.length,
    usable: usable.length,
    used: usable.filter(({ id, imageSha256, isGood }) => kept.get(id)?.imageSha256 === imageSha256 && kept.get(id)?.isGood === isGood).length,
    command,
  };
}

/** What was calibrated, not what a person has decided: the review measures that. */
function machineVerdict(found: { run: OpenedRun; row: number | null } | null, id: string): Verdict | undefined {
  if (found === null || found.row === null) return undefined;
  const score = found.run.scores.get(id);
  return score?.imageSha256 === found.run.table.imageSha256[found.row] ? score?.verdict : undefined;
}

function splitOf({ items }: ImportedReview): ReviewState["split"] {
  return items
    .filter(({ answers }) => new Set(answers.map(({ answer }) => answer)).size > 1)
    .map(({ item: { item, category, images }, answers }) => ({ item, category, sides: images.length, answers }));
}
