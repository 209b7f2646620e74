import { expect, test } from "vitest";
import { consensusOf, importReview, type PresentImage } from "../../../src/verify/review/import-review.js";
import { readAnswers, readKey } from "../../../src/verify/review/read-review.js";
import { reviewFigures } from "../../../src/verify/review/review-figures.js";
import { reviewSummary } from "../../../src/verify/review/review-summary.js";
import { humanAnswers, humanRows } from "../../../src/verify/review/human-answers.js";
import { addHumanAnswers, readHumanAnswers } from "../../../src/verify/review/human-answer-file.js";
import type { Answer, AnswerFile, ReviewKey } from "../../../src/verify/review/review-set.js";
import { temporaryFile, temporaryFolder } from "../../temporary-folder.js";
import { candidates } from "./review-samples.js";

const hash = (index: number): string => index.toString(16).padStart(64, "0");
const REVIEW = "f".repeat(64);

/** Ten true questions about the run, six gold ones whose answer is no. */
const key: ReviewKey = {
  formatVersion: 1, review: REVIEW, kind: "single", question: "?", seed: 0,
  items: Array.from({ length: 16 }, (_, index) => ({
    item: `q${String(index + 1).padStart(4, "0")}`,
    images: [{ dataset: index < 10 ? "run" : "planted", id: String(index).padStart(8, "0"), imageSha256: hash(index) }],
    category: "car",
    gold: index < 10 ? null : ("no" as const),
  })),
};
const present: PresentImage = (_, id) => hash(Number(id));

function answersOf(rater: string, answers: string, change: Partial<AnswerFile> = {}): AnswerFile {
  const words: Record<string, Answer> = { y: "yes", n: "no", u: "unsure", l: "left", r: "right", s: "same" };
  return { formatVersion: 1, review: REVIEW, rater, answers: [...answers].flatMap((letter, index) => (letter === "-" ? [] : [{ item: key.items[index]!.item, images: key.items[index]!.images.map(({ imageSha256 }) => imageSha256), answer: words[letter]! }])), ...change };
}

const anna = answersOf("anna", "yyyyyynnnunnnnnn");
const bert = answersOf("bert", "yyyyynnnnynnnnny");

test("answers come together, gold questions are gone, most answers decide", () => {
  const { raters, items, problems } = importReview(key, [bert, anna], present);
  expect(raters).toEqual([
    { name: "anna", answered: 16, goldAnswered: 6, goldRight: 6, isTrusted: true },
    { name: "bert", answered: 16, goldAnswered: 6, goldRight: 5, isTrusted: true },
  ]);
  expect(items).toHaveLength(10);
  expect(items.map(consensusOf)).toEqual(["yes", "yes", "yes", "yes", "yes", null, "no", "no", "no", null]);
  expect(problems).toEqual([]);
});

test("what does not hold is left out and named", () => {
  const carl = answersOf("carl", "yyyyyyyyyyyyyyyy");
  const twice = answersOf("bert", "n---------------");
  const changed: PresentImage = (dataset, id) => (id === "00000001" ? hash(99) : id === "00000002" ? undefined : present(dataset, id));
  const { raters, items, problems } = importReview(key, [anna, bert, carl, twice], changed);
  expect(raters.map(({ name, isTrusted }) => [name, isTrusted])).toEqual([["anna", true], ["bert", true], ["carl", false]]);
  expect(items.map(({ item }) => item.item)).not.toContain("q0002");
  expect(items.map(({ item }) => item.item)).not.toContain("q0003");
  expect(items[0]!.answers).toEqual([{ rater: "anna", answer: "yes" }]);
  expect(problems).toEqual([
    "2 questions are about pictures that have changed since or are gone: q0002, q0003; their answers are left out",
    "bert has answered q0001 in two ways; these answers are left out",
    "carl has answered 0 of 6 gold questions right; these answers do not count",
    "1 of 8 questions have fewer than 2 answers that count",
  ]);
  expect(importReview(key, [anna, anna], present).problems).toEqual(["10 of 10 questions have fewer than 2 answers that count"]);
});

test.each([
  ["of another review", { review: "0".repeat(64) }, "belong to another review"],
  ["to a question that was not asked", { answers: [{ item: "q0099", images: [hash(1)], answer: "yes" as const }] }, "q0099, which this review does not ask"],
  ["of another kind", { answers: [{ item: "q0001", images: [hash(0)], answer: "left" as const }] }, 'with "left", and this review asks for yes, no, unsure'],
  ["about other pictures", { answers: [{ item: "q0001", images: [hash(5)], answer: "yes" as const }] }, "other pictures than the key names"],
])("answers %s are refused", (_, change, message) => {
  expect(() => importReview(key, [{ ...anna, ...change }], present)).toThrow(message);
});

test.each(["{", "[]", "null", JSON.stringify({ ...anna, rater: "  " }), JSON.stringify({ ...anna, answers: [{ item: "../x", images: [hash(0)], answer: "yes" }] }), JSON.stringify({ ...anna, formatVersion: 9 })])("a file that holds no answers is refused: %s", async (text) => {
  await expect(readAnswers(temporaryFile("answers.json", text))).rejects.toMatchObject({ code: "E_REVIEW" });
});

test("a key that contradicts itself is refused, a missing one is none", async () => {
  expect(await readKey("/nowhere/key.json")).toBeNull();
  const twice = { ...key, items: [key.items[0], key.items[0]] };
  await expect(readKey(temporaryFile("key.json", JSON.stringify(twice)))).rejects.toThrow("q0001 stands twice");
  await expect(readKey(temporaryFile("key.json", JSON.stringify({ ...key, kind: "pair" })))).rejects.toThrow("another number of pictures");
});

test("shares of right pictures are those of the decided ones, for all and for the accepted", () => {
  const verdictOf = (_: string, id: string) => (Number(id) < 5 ? ("accepted" as const) : ("rejected" as const));
  const figures = reviewFigures(importReview(key, [anna, bert], present), { seed: 1, verdictOf });
  expect(figures.correct.map(({ name, hits, count }) => [name, hits, count])).toEqual([["all", 5, 8], ["accepted", 5, 5], ["rejected", 0, 3]]);
  expect(figures.undecided).toBe(2);
  expect(figures.decided).toBe(8);
  expect(figures.agreement.value).toBe(0.8);
  expect(figures.cohen).toHaveLength(1);
  // 8 of 10 equal; by chance 0.6·0.6 + 0.3·0.4 + 0.1·0 = 0.48.
  expect(figures.cohen[0]!.value).toBeCloseTo((0.8 - 0.48) / 0.52, 12);
  expect(figures.fleiss.interval!.low).toBeLessThan(figures.fleiss.value!);
  const text = reviewSummary(figures);
  expect(text).toContain("all: 5 of 8, 62.5% (30.6% to 86.3%)");
  expect(text).toContain("anna: 16 answers, 6 of 6 gold questions right");
});

test("of two datasets the one is preferred whose side was better", () => {
  const pairs: ReviewKey = {
    ...key, kind: "pair",
    items: key.items.slice(0, 8).map((item, index) => {
      const images = [{ ...item.images[0]!, dataset: "a" }, { ...item.images[0]!, dataset: "b", imageSha256: hash(index + 100) }];
      return { ...item, images: index % 2 === 0 ? images : images.reverse() };
    }),
  };
  const answers = (rater: string, letters: string): AnswerFile => ({ ...answersOf(rater, letters), answers: answersOf(rater, letters).answers.map((answer, index) => ({ ...answer, images: pairs.items[index]!.images.map(({ imageSha256 }) => imageSha256) })) });
  const now: PresentImage = (dataset, id) => hash(Number(id) + (dataset === "b" ? 100 : 0));
  // a stands left, right, left, right …
  const figures = reviewFigures(importReview(pairs, [answers("x", "lrlrlsrl"), answers("y", "lrlrssrr")], now), { seed: 0 });
  expect(figures.preferred.map(({ dataset, wins, draws, losses, share }) => [dataset, wins, draws, losses, share])).toEqual([["a", 4, 1, 1, 0.75], ["b", 1, 1, 4, 0.25]]);
  expect(figures.correct).toEqual([]);
  expect(humanAnswers(importReview(pairs, [answers("x", "l"), answers("y", "l")], now))).toEqual([]);
});

test("answers become rows for a calibration, unless the picture has changed", () => {
  const answers = humanAnswers(importReview(key, [anna, bert], present));
  expect(answers).toHaveLength(8);
  const samples = candidates("run", 10).map(({ sample }) => sample);
  const values = new Map(samples.map(({ key: name }) => [name, { edgeRecall: 0.5 }]));
  const rows = humanRows(answers, samples, values);
  expect(rows.map(({ key: name, isGood }) => [name, isGood])).toEqual([0, 1, 2, 3, 4, 6, 7, 8].map((index) => [`run/0000000${index}`, index < 5]));
  expect(rows[0]).toMatchObject({ source: "human", plantedKind: null, category: "car", values: { edgeRecall: 0.5 }, group: "run/scene/0/view/0" });
  expect(humanRows(answers, samples.map((sample) => ({ ...sample, imageSha256: hash(77) })), values)).toEqual([]);
});

test("answers of a run are kept beside its verdicts; a later one replaces an earlier one", async () => {
  const root = temporaryFolder();
  expect(await readHumanAnswers(root)).toEqual([]);
  await addHumanAnswers(root, [{ id: "00000002", imageSha256: hash(2), isGood: true }, { id: "00000001", imageSha256: hash(1), isGood: true }]);
  await addHumanAnswers(root, [{ id: "00000001", imageSha256: hash(1), isGood: false }]);
  expect(await readHumanAnswers(root)).toEqual([{ id: "00000001", imageSha256: hash(1), isGood: false }, { id: "00000002", imageSha256: hash(2), isGood: true }]);
});
