/**
 * A review set: questions to people about pictures. What raters get says nothing of where pictures come from; the key,
 * which they do not get, does.
 */
import * as z from "zod";

/** Raised whenever a field changes its meaning. */
export const REVIEW_FORMAT = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const itemId = z.string().regex(/^q\d{4,6}$/);
const text = z.string().max(1000);

/** What can be answered: on one picture, and on two beside each other. */
export const ANSWERS = {
  single: ["yes", "no", "unsure"],
  pair: ["left", "right", "same"],
} as const;
export type ReviewKind = keyof typeof ANSWERS;
export type Answer = (typeof ANSWERS)[ReviewKind][number];

const reviewedImage = z.strictObject({
  dataset: text.describe("the run or arm that the picture is of, as the one who exports calls it"),
  id: z.string().max(40),
  imageSha256: sha256,
});
/** A picture that is asked about. */
export type ReviewedImage = z.infer<typeof reviewedImage>;

const item = z.strictObject({
  item: itemId,
  images: z.array(reviewedImage).min(1).max(2).describe("of a pair the left one first"),
  category: text,
  gold: z.enum([...ANSWERS.single, ...ANSWERS.pair]).nullable().describe("the right answer, where it is known beforehand; null = a true question"),
});
/** One question. */
export type ReviewItem = z.infer<typeof item>;

/** The schema of `key.json`. */
export const reviewKeySchema = z
  .strictObject({
    formatVersion: z.literal(REVIEW_FORMAT),
    review: sha256.describe("what the set holds; answers carry it, so that they cannot be taken for those of another set"),
    kind: z.enum(["single", "pair"]),
    question: text,
    seed: z.int(),
    items: z.array(item).min(1).max(100_000),
  })
  .superRefine(({ kind, items }, context) => {
    const seen = new Set<string>();
    items.forEach(({ item: id, images, gold }, at) => {
      const fault = (message: string): void => context.addIssue({ code: "custom", message, path: ["items", at] });
      if (seen.has(id)) fault(`${id} stands twice`);
      seen.add(id);
      if (images.length !== (kind === "pair" ? 2 : 1)) fault("has another number of pictures than the kind of the review");
      if (gold !== null && !(ANSWERS[kind] as readonly string[]).includes(gold)) fault("has an answer of another kind of review");
    });
  });
/** See {@link reviewKeySchema}. */
export type ReviewKey = z.infer<typeof reviewKeySchema>;

/** The schema of a rater's answers. */
export const answerFileSchema = z.strictObject({
  formatVersion: z.literal(REVIEW_FORMAT),
  review: sha256,
  rater: z.string().trim().min(1).max(100),
  answers: z.array(z.strictObject({ item: itemId, images: z.array(sha256).min(1).max(2).describe("sha256 of the pictures that were asked about"), answer: z.enum([...ANSWERS.single, ...ANSWERS.pair]) })).max(100_000),
});
/** See {@link answerFileSchema}. */
export type AnswerFile = z.infer<typeof answerFileSchema>;
