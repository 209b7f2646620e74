/** What a rater gets of a review: questions and opaque names, nothing of where pictures come from. */
import { join } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { random } from "../../core/random.js";
import type { FileSystem } from "../../storage/file-system.js";
import { PAGE_FOLDER, type PictureKind, pictureFile } from "../../verify/review/export-review.js";
import type { ReviewKey } from "../../verify/review/review-set.js";
import type { ReviewQuestions } from "./review-messages.js";

/** Kinds of pictures. */
const KINDS: readonly PictureKind[] = ["plain", "labelled", "claimed"];

/** Tells sets of questions apart in addresses. */
export function stampOf({ review }: ReviewKey): string {
  return review.slice(0, 16);
}

/**
 * The questions.
 * @param rater whose own order they are in; null: the order of the review
 */
export async function questionsOf(folder: string, key: ReviewKey, rater: string | null, files: FileSystem): Promise<Omit<ReviewQuestions, "given">> {
  const pictures = new Set((await files.list(join(folder, PAGE_FOLDER, "images"))).map((name) => `images/${name}`));
  const items = key.items.map(({ item, category, images }) => ({ item, category, sides: images.length, hasClaim: images.length === 1 && pictures.has(pictureFile(item, null, "claimed")) }));
  return { stamp: stampOf(key), kind: key.kind, question: key.question, items: rater === null ? items : random(key.seed, "review/order", rater).shuffle(items) };
}

/** Path of a question's picture. @throws DatasetError E_NOT_FOUND for one that the review has not */
export function picturePath(folder: string, key: ReviewKey, { item, side, kind }: { item: string; side: string; kind: string }): string {
  const asked = key.items.find((each) => each.item === item);
  const shown = KINDS.find((each) => each === kind);
  const sides: Record<string, "left" | "right" | null> = key.kind === "single" ? { "0": null } : { "0": "left", "1": "right" };
  if (asked === undefined || shown === undefined || !Object.hasOwn(sides, side)) throw new DatasetError("E_NOT_FOUND", "the review has no such picture", { hint: "Load the page again.", subject: item });
  return join(folder, PAGE_FOLDER, pictureFile(asked.item, sides[side]!, shown));
}
