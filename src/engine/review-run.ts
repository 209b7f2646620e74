/** Human review of runs: questions for raters, and what their answers come to. */
import { join, relative, resolve, sep } from "node:path";
import { DatasetError } from "../core/errors.js";
import { openDataset } from "../dataset/open-dataset.js";
import { type FileSystem, localFileSystem } from "../storage/file-system.js";
import { imageHashes } from "../verify/image-hashes.js";
import { readSamples, type ReadSamples } from "../verify/read-samples.js";
import type { Candidate, GoldCandidate } from "../verify/review/choose-items.js";
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
  /** What reads the runs; default: the computer's files. */
  filesOf?: FilesOf;
  /** What writes the review. */
  fileSystem?: FileSystem;
  /** Told after each question whose pictures are made. */
  onItem?: (done: number, total: number) => void;
}

/** The files of a run's folder; may refuse it. */
export type FilesOf = (root: string) => FileSystem | Promise<FileSystem>;

/**
 * Writes a review: a page for raters and its key. Gold questions are the planted images of the run's verification, or,
 * where that has none, those of a run that was planted itself.
 * @throws DatasetError E_NOT_FOUND, E_REVIEW
 */
export async function exportRunReview({ folder, other, out, filesOf = () => localFileSystem, fileSystem = localFileSystem, onItem, ...options }: ExportRunReview): Promise<ExportedReview> {
  const read = async (root: string): Promise<ReadSamples> => readSamples(await openDataset(root, await filesOf(root)));
  const candidates = ({ samples }: ReadSamples, root: string): Candidate[] => samples.map((sample) => ({ dataset: nameOf(out, root), sample }));
  const run = await read(folder);
  const gold = async (): Promise<GoldCandidate[]> => {
    const companion = join(folder, COMPANION_FOLDER);
    const hasCompanion = (await (await filesOf(folder)).stat(companion)) !== null;
    const known = hasCompanion ? await read(companion) : run;
    if ([...known.planted.values()].every((planted) => planted === null)) return [];
    return candidates(known, hasCompanion ? companion : folder).map((candidate) => ({ ...candidate, isGood: (known.planted.get(candidate.sample.key) ?? null) === null }));
  };
  const first = candidates(run, folder);
  const second = other === undefined ? null : candidates(await read(other), other);
  return exportReview(out, { first, second, gold: await gold(), ...(onItem === undefined ? {} : { onItem }) }, options, fileSystem);
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
 * @param filesOf of the review's folder and of the runs that it asks about, which answers are written to
 * @throws DatasetError E_NOT_FOUND, E_REVIEW
 */
export async function importRunReview({ review, files, seed = 0, filesOf = () => localFileSystem }: { review: string; files: readonly string[]; seed?: number; filesOf?: FilesOf }): Promise<ImportedRunReview> {
  const own = await filesOf(review);
  const key = await readKey(join(review, KEY_FILE), own);
  if (key === null) throw new DatasetError("E_NOT_FOUND", `${review} holds no review: ${KEY_FILE} is missing`, { hint: "Give the folder that `dst3d review export` wrote.", subject: review });
  const answers = await Promise.all(files.map((file) => readAnswers(file, own)));
  const runs = [...new Set(key.items.flatMap(({ images }) => images.map(({ dataset }) => dataset)))];
  const images = new Map<string, Map<string, string>>();
  const verdicts = new Map<string, Verdicts>();
  for (const run of runs) {
    const root = resolve(review, run);
    const fileSystem = await filesOf(root);
    const asked = new Set(key.items.flatMap((item) => item.images.filter(({ dataset }) => dataset === run).map(({ id }) => id)));
    const hashes = await imageHashes(await openDataset(root, fileSystem), asked);
    images.set(run, hashes);
    const scores = await readScores(root, fileSystem);
    if (scores !== null) verdicts.set(run, verdictsOf(scores, hashes));
  }
  const imported = importReview(key, answers, (dataset, id) => images.get(dataset)?.get(id));
  const figures = reviewFigures(imported, { seed, verdictOf: (dataset, id) => verdicts.get(dataset)?.verdicts.get(id) });
  const kept: ImportedRunReview["kept"] = [];
  const given = humanAnswers(imported);
  for (const run of new Set(given.map(({ dataset }) => dataset))) {
    const root = resolve(review, run);
    const answered = given.filter(({ dataset }) => dataset === run).map(({ id, imageSha256, isGood }) => ({ id, imageSha256, isGood }));
    await addHumanAnswers(root, answered, await filesOf(root));
    kept.push({ folder: root, answers: answered.length });
  }
  return { figures, summary: reviewSummary(figures), kept };
}
