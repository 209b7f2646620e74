/** Answers of raters as files in a review's folder, one each, as `dst3d review import` reads them. */
import { join } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { canonicalJson } from "../../dataset/canonical-json.js";
import type { FileSystem } from "../../storage/file-system.js";
import { replaceFile } from "../../storage/replace-file.js";
import { sha256Hex } from "../../storage/sha256.js";
import { readAnswers } from "../../verify/review/read-review.js";
import { ANSWERS, type AnswerFile, REVIEW_FORMAT, type ReviewKey } from "../../verify/review/review-set.js";
import type { GivenAnswers } from "./review-messages.js";

const ANSWERS_FOLDER = "answers";

/** A rater's file; its name is made of the rater's, and of what sets apart those that look alike as names of files. */
export function raterFile(folder: string, rater: string): string {
  const plain = rater.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 40);
  return join(folder, ANSWERS_FOLDER, `${plain}-${sha256Hex(new TextEncoder().encode(rater)).slice(0, 8)}.json`);
}

/** All answers to a review and the files that hold them; what cannot be read or is of another is told. */
export async function readAllAnswers(folder: string, key: ReviewKey, files: FileSystem): Promise<{ answers: AnswerFile[]; paths: string[]; problems: string[] }> {
  const answers: AnswerFile[] = [];
  const paths: string[] = [];
  const problems: string[] = [];
  for (const name of await files.list(join(folder, ANSWERS_FOLDER))) {
    if (!name.endsWith(".json")) continue;
    const path = join(folder, ANSWERS_FOLDER, name);
    try {
      const file = await readAnswers(path, files);
      if (file.review === key.review) {
        answers.push(file);
        paths.push(path);
      } else problems.push(`${path} holds answers to another review`);
    } catch (error) {
      if (!DatasetError.isInstance(error)) throw error;
      problems.push(error.message);
    }
  }
  return { answers, paths, problems };
}

/** One rater's answers, in the order in which they were given; none where there is no file. @throws DatasetError E_REVIEW, E_STORAGE */
export async function readRater(folder: string, key: ReviewKey, rater: string, files: FileSystem): Promise<AnswerFile["answers"]> {
  const path = raterFile(folder, rater);
  if ((await files.stat(path)) === null) return [];
  const file = await readAnswers(path, files);
  if (file.review !== key.review || file.rater !== rater) throw new DatasetError("E_REVIEW", `${path} holds other answers`, { hint: "Move the file away, or answer under another name.", subject: path });
  return file.answers;
}

/**
 * Gives and takes back answers of one rater; the file is replaced as a whole. Calls on one review must not overlap.
 * @returns how many questions the rater has answered
 * @throws DatasetError E_REVIEW for questions that are not asked and answers that are none, E_STORAGE
 */
export async function giveAnswers(folder: string, key: ReviewKey, { rater, answers }: GivenAnswers, files: FileSystem): Promise<number> {
  const items = new Map(key.items.map((item) => [item.item, item]));
  const given = new Map((await readRater(folder, key, rater, files)).map((each) => [each.item, each]));
  for (const { item: id, answer } of answers) {
    const item = items.get(id);
    if (item === undefined) throw new DatasetError("E_REVIEW", `this review does not ask ${JSON.stringify(id)}`, { hint: "Load the page again.", subject: id });
    if (answer !== null && !(ANSWERS[key.kind] as readonly string[]).includes(answer)) throw new DatasetError("E_REVIEW", `this review asks for ${ANSWERS[key.kind].join(", ")}, not for ${JSON.stringify(answer)}`, { hint: "Load the page again.", subject: id });
    given.delete(id);
    if (answer !== null) given.set(id, { item: id, images: item.images.map(({ imageSha256 }) => imageSha256), answer });
  }
  const file: AnswerFile = { formatVersion: REVIEW_FORMAT, review: key.review, rater, answers: [...given.values()] };
  await replaceFile(raterFile(folder, rater), canonicalJson(file, 1), files);
  return given.size;
}
