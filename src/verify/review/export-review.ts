/** Exports a review: a folder for raters, and the key that they do not get. */
import { join } from "node:path";
import * as z from "zod";
import { encodePng } from "../../codecs/image.js";
import { DatasetError } from "../../core/errors.js";
import { canonicalJson } from "../../dataset/canonical-json.js";
import { type FileSystem, localFileSystem } from "../../storage/file-system.js";
import { replaceFile } from "../../storage/replace-file.js";
import { sha256Hex } from "../../storage/sha256.js";
import { type Candidate, type ChosenItem, choosePairs, chooseSingles, type GoldCandidate } from "./choose-items.js";
import { itemPictures } from "./item-pictures.js";
import { type PageImage, pageScript, reviewPage } from "./page.js";
import { readKey } from "./read-review.js";
import { REVIEW_FORMAT, type ReviewKey, reviewKeySchema, type ReviewKind } from "./review-set.js";
import { CAPTIONS, QUESTIONS } from "./wording.js";

/** What the user chooses. */
export const reviewOptions = z.strictObject({
  count: z.int().min(1).max(100_000).default(200).describe("questions that count"),
  gold: z.int().min(0).max(10_000).default(20).describe("questions among them whose answer is known, to see who does not look"),
  seed: z.int().default(0).describe("which pictures are asked about, and their order"),
});
/** See {@link reviewOptions}. */
export type ReviewOptions = z.infer<typeof reviewOptions>;

/** Names in the review's folder. */
export const KEY_FILE = "key.json";
export const PAGE_FOLDER = "page";
const PAGE_FILE = "review.html";

/** What is asked about. */
export interface ReviewRequest {
  first: readonly Candidate[];
  /** A second dataset: pairs are asked instead of single pictures. */
  second: readonly Candidate[] | null;
  gold: readonly GoldCandidate[];
  /** Told after each question whose pictures are made. */
  onItem?: (done: number, total: number) => void;
}

/** The pictures of a question, by what they show. */
export type PictureKind = keyof typeof CAPTIONS;
const ENDINGS: Record<PictureKind, string> = { plain: "", labelled: "-label", claimed: "-claim" };

/** Path of a picture below the page's folder. @param side of a pair; null: the only one */
export function pictureFile(item: string, side: "left" | "right" | null, kind: PictureKind): string {
  return `images/${item}${side === null ? "" : `-${side}`}${ENDINGS[kind]}.png`;
}

/** What was exported. */
export interface ExportedReview {
  key: ReviewKey;
  keyFile: string;
  /** The folder to hand out. */
  pageFolder: string;
  pageFile: string;
  /** Ids of pictures that could not be read and are left out. */
  unreadable: string[];
}

/**
 * Writes `page/` (review.html and its pictures, under names that say nothing) and `key.json` beside it. Pictures without a
 * label are not asked about, unless something is marked in them.
 * @throws DatasetError E_REVIEW where there is nothing to ask about, or the folder holds another review; E_STORAGE
 */
export async function exportReview(folder: string, { first, second, gold, onItem = () => {} }: ReviewRequest, given: Partial<ReviewOptions> = {}, fileSystem: FileSystem = localFileSystem): Promise<ExportedReview> {
  const { count, gold: goldCount, seed } = reviewOptions.parse(given);
  const kind: ReviewKind = second === null ? "single" : "pair";
  const labelled = <T extends Candidate>(candidates: readonly T[]): T[] => candidates.filter(({ sample: { record } }) => record.labelStatus !== "none" || (record.regions?.objects.length ?? 0) > 0);
  const older = await readKey(join(folder, KEY_FILE), fileSystem);
  const chosen = second === null ? chooseSingles(labelled(first), labelled(gold), { count, goldCount, seed }) : choosePairs(labelled(first), labelled(second), labelled(gold), { count, goldCount, seed });
  if (older !== null && !isSame(older, chosen)) {
    throw new DatasetError("E_REVIEW", `${folder} holds another review already; its answers could not be read without its key`, { hint: "Choose another folder, or remove that one.", subject: folder });
  }
  const items: { chosen: ChosenItem; images: PageImage[] }[] = [];
  const unreadable: string[] = [];
  const pageFolder = join(folder, PAGE_FOLDER);
  for (const item of chosen) {
    const images = await writePictures(pageFolder, item, unreadable, fileSystem);
    if (images !== null) items.push({ chosen: item, images });
    onItem(items.length + unreadable.length, chosen.length);
  }
  if (!items.some(({ chosen: { gold: answer } }) => answer === null)) throw new DatasetError("E_REVIEW", "none of the pictures to ask about can be read", { hint: "Check the run with dst3d status.", subject: unreadable[0] ?? folder });
  const unsigned = {
    kind, seed,
    question: QUESTIONS[kind],
    items: items.map(({ chosen: { item, pictures, category, gold: answer } }) => ({ item, category, gold: answer, images: pictures.map(({ dataset, sample: { id, imageSha256 } }) => ({ dataset, id, imageSha256 })) })),
  };
  const key = reviewKeySchema.parse({ formatVersion: REVIEW_FORMAT, review: sha256Hex(canonicalJson(unsigned)), ...unsigned });
  const page = reviewPage(
    { review: key.review, kind, question: key.question, items: items.map(({ chosen: { item, category }, images }) => ({ item, category, images })) },
    Buffer.from(sha256Hex(pageScript()), "hex").toString("base64"),
  );
  // The key first: pages without one would be of no use.
  await replaceFile(join(folder, KEY_FILE), canonicalJson(key, 1), fileSystem);
  await replaceFile(join(pageFolder, PAGE_FILE), page, fileSystem);
  return { key, keyFile: join(folder, KEY_FILE), pageFolder, pageFile: join(pageFolder, PAGE_FILE), unreadable };
}

/** Whether a key is that of these questions: then the same call is made again. */
function isSame({ items }: ReviewKey, chosen: readonly ChosenItem[]): boolean {
  const hashes = new Map(chosen.map(({ item, pictures }) => [item, pictures.map(({ sample }) => sample.imageSha256).join()]));
  return items.every(({ item, images }) => hashes.get(item) === images.map(({ imageSha256 }) => imageSha256).join());
}

/** The item's pictures as files; null, and a note, when one cannot be read. */
async function writePictures(folder: string, { item, pictures }: ChosenItem, unreadable: string[], fileSystem: FileSystem): Promise<PageImage[] | null> {
  const images: PageImage[] = [];
  for (const [side, { sample }] of pictures.entries()) {
    try {
      const { plain, labelled, claimed } = await itemPictures(sample);
      const write = async (kind: PictureKind, image: typeof plain): Promise<string> => {
        const name = pictureFile(item, pictures.length === 1 ? null : side === 0 ? "left" : "right", kind);
        await replaceFile(join(folder, name), await encodePng(image, { compressionLevel: 6, rowFilters: true }), fileSystem);
        return name;
      };
      images.push({ imageSha256: sample.imageSha256, plain: await write("plain", plain), labelled: await write("labelled", labelled), claimed: claimed === null ? null : await write("claimed", claimed) });
    } catch (error) {
      if (!DatasetError.isInstance(error) || (error.code !== "E_IMAGE" && error.code !== "E_NOT_FOUND" && error.code !== "E_RECORD")) throw error;
      unreadable.push(sample.id);
      return null;
    }
  }
  return images;
}
