/** Human review of runs: questions for raters, and what their answers come to. */
import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { DatasetError } from "../core/errors.js";
import { openDataset } from "../dataset/open-dataset.js";
import { imageHashes } from "../verify/image-hashes.js";
import { readSamples } from "../verify/read-samples.js";
import type { GoldCandidate } from "../verify/review/choose-items.js";
import { exportReview, KEY_FILE, type ExportedReview, type ReviewOptions } from "../verify/review/export-review.js";
import { addHumanAnswers } from "../verify/review/human-answer-file.js";
import { humanAnswers } from "../verify/review/human-answers.js";
import { importReview } from "../verify/review/import-review.js";
import { readAnswers, readKey } from "../verify/review/read-review.js";
import { reviewFigures, type ReviewFigures } from "../verify/review/review-figures.js";
import { reviewSummary } from "../verify/review/review-summary.js";
import { readScores, verdictsOf, type Verdicts } from "../verify/score-file.js";
import { COMPANION_FOLDER } from "./planted-companion.js";

/** What to ask about. */
export interface ExportRunReview extends Partial<ReviewOptions> {
  /** The run's folder. */
  folder: string;
  /** Another run: which of two pictures shows its label better is asked then. */
  other?: string;
  /** Folder of the review. */
  out: string;
}

/**
 * Writes a review: a page for raters and its key. Gold questions are the planted images of the run's verification, where
 * there are any.
 * @throws DatasetError E_NOT_FOUND, E_REVIEW
 */
export async function exportRunReview({ folder, other, out, ...options }: ExportRunReview): Promise<ExportedReview> {
  const candidates = async (root: string) => (await readSamples(await openDataset(root))).samples.map((sample) => ({ dataset: nameOf(out, root), sample }));
  const first = await candidates(folder);
  const second = other === undefined ? null : await candidates(other);
  return exportReview(out, { first, second, gold: second === null ? await goldOf(folder, out) : [] }, options);
}

async function goldOf(folder: string, out: string): Promise<GoldCandidate[]> {
  const root = join(folder, COMPANION_FOLDER);
  if (!existsSync(root)) return [];
  const { samples, planted } = await readSamples(await openDataset(root));
  return samples.map((sample) => ({ dataset: nameOf(out, root), sample, isGood: (planted.get(sample.key) ?? null) === null }));
}

/** The key names runs by where they lie, seen from the review. */
function nameOf(out: string, root: string): string {
  return relative(out, root).split(sep).join("/") || ".";
}

/** What a review has come to. */
export interface ImportedRunReview {
  figures: ReviewFigures;
  /** The figures in words. */
  summary: string;
  /** Answers that later verifications calibrate on, by run. */
  kept: { folder: string; answers: number }[];
}

/**
 * Reads the answers of raters, takes the figures, and keeps answers with the runs that were asked about.
 * @param review folder of the review
 * @param files saved on its page
 * @throws DatasetError E_NOT_FOUND, E_REVIEW
 */
export async function importRunReview({ review, files, seed = 0 }: { review: string; files: readonly string[]; seed?: number }): Promise<ImportedRunReview> {
  const key = await readKey(join(review, KEY_FILE));
  if (key === null) throw new DatasetError("E_NOT_FOUND", `${review} holds no review: ${KEY_FILE} is missing`, { hint: "Give the folder that `dst3d review export` wrote.", subject: review });
  const answers = await Promise.all(files.map((file) => readAnswers(file)));
  const runs = [...new Set(key.items.flatMap(({ images }) => images.map(({ dataset }) => dataset)))];
  const images = new Map<string, Map<string, string>>();
  const verdicts = new Map<string, Verdicts>();
  for (const run of runs) {
    const root = resolve(review, run);
    const hashes = await imageHashes(await openDataset(root));
    images.set(run, hashes);
    const scores = await readScores(root);
    if (scores !== null) verdicts.set(run, verdictsOf(scores, hashes));
  }
  const imported = importReview(key, answers, (dataset, id) => images.get(dataset)?.get(id));
  const figures = reviewFigures(imported, { seed, verdictOf: (dataset, id) => verdicts.get(dataset)?.verdicts.get(id) });
  const kept: ImportedRunReview["kept"] = [];
  const given = humanAnswers(imported);
  for (const run of new Set(given.map(({ dataset }) => dataset))) {
    const own = given.filter(({ dataset }) => dataset === run).map(({ id, imageSha256, isGood }) => ({ id, imageSha256, isGood }));
    await addHumanAnswers(resolve(review, run), own);
    kept.push({ folder: resolve(review, run), answers: own.length });
  }
  return { figures, summary: reviewSummary(figures), kept };
}
