import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { decodeImage } from "../../../src/codecs/image.js";
import { sha256Hex } from "../../../src/storage/sha256.js";
import { exportReview } from "../../../src/verify/review/export-review.js";
import { PAGE_LOGIC } from "../../../src/verify/review/page-logic.js";
import { pageScript, reviewPage } from "../../../src/verify/review/page.js";
import { readAnswers, readKey } from "../../../src/verify/review/read-review.js";
import { temporaryFile, temporaryFolder } from "../../temporary-folder.js";
import { candidates } from "./review-samples.js";

const gold = candidates("planted", 8, 1000).map((candidate, index) => ({ ...candidate, isGood: index % 2 === 0 }));
const request = { first: candidates("run", 12), second: null, gold };

test("what raters get says nothing of where pictures come from", async () => {
  const folder = temporaryFolder();
  const { key, pageFolder, keyFile } = await exportReview(folder, request, { count: 6, gold: 4, seed: 3 });
  expect(await readKey(keyFile)).toEqual(key);
  expect(key.items).toHaveLength(10);
  expect((await readdir(folder)).sort()).toEqual(["key.json", "page"]);
  const names = await readdir(join(pageFolder, "images"));
  expect(names).toHaveLength(20);
  expect(names.every((name) => /^q\d{4}(-label)?\.png$/.test(name))).toBe(true);
  const page = await readFile(join(pageFolder, "review.html"), "utf8");
  const data = JSON.parse(/<script type="application\/json" id="review">(.*?)<\/script>/s.exec(page)![1]!) as object;
  expect(JSON.stringify(data)).not.toMatch(/planted|gold|"run"|"0000000\d"/);
  expect(data).toMatchObject({ formatVersion: 1, review: key.review, choices: [{ answer: "yes" }, { answer: "no" }, { answer: "unsure" }] });
  const image = await decodeImage(await readFile(join(pageFolder, "images", "q0001-label.png")));
  expect([image.width, image.height]).toEqual([32, 32]);
});

test("the page runs no script but its own and loads nothing from elsewhere; words cannot break out of it", () => {
  const evil = `</script><script>alert(1)</script>"'><img src=x>`;
  const page = reviewPage({ review: "a".repeat(64), kind: "single", question: evil, items: [{ item: "q0001", category: evil, images: [{ imageSha256: "b".repeat(64), plain: "images/q0001.png", labelled: "images/q0001-label.png", claimed: null }] }] }, "HASH");
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page.match(/<img/g)).toBeNull();
  expect(page).not.toMatch(/https?:|\/\/[a-z]/);
  expect(page).toContain("default-src &#39;none&#39;");
  expect(page).toContain("script-src &#39;sha256-HASH&#39;");
  expect(page).not.toMatch(/ on[a-z]+=/);
  expect(JSON.parse(/id="review">(.*?)<\/script>/s.exec(page)![1]!)).toMatchObject({ items: [{ category: evil }] });
  const script = /<script>(.*?)<\/script>/s.exec(page)![1]!;
  expect(script).toBe(pageScript());
  expect(script).not.toContain("innerHTML");
});

test("the policy names the hash of the script as it stands on the page", async () => {
  const { pageFile } = await exportReview(temporaryFolder(), request, { count: 2, gold: 0 });
  const page = await readFile(pageFile, "utf8");
  const hash = Buffer.from(sha256Hex(/<script>(.*?)<\/script>/s.exec(page)![1]!), "hex").toString("base64");
  expect(page).toContain(`script-src &#39;sha256-${hash}&#39;`);
});

/** What the page's functions do, run outside a browser. */
interface Logic {
  startReview(set: object, rater: string, kept: string | null): { order: string[] };
  keptText(state: object): string;
  placeOf(state: object): number;
  giveAnswer(state: object, answer: string): void;
  undoAnswer(state: object): void;
  answerFile(state: object): string;
  answerFileName(state: object): string;
}

test("answers are given in order, taken back, kept, and saved as what import reads", async () => {
  const logic = runInNewContext(`${PAGE_LOGIC}; ({ startReview, keptText, placeOf, giveAnswer, undoAnswer, answerFile, answerFileName })`) as Logic;
  const { key } = await exportReview(temporaryFolder(), request, { count: 3, gold: 0 });
  const set = { formatVersion: 1, review: key.review, choices: ["yes", "no", "unsure"].map((answer) => ({ answer })), items: key.items.map(({ item, images }) => ({ item, images: images.map(({ imageSha256 }) => ({ imageSha256 })) })) };
  const state = logic.startReview(set, "Änne / B", null);
  for (const answer of ["yes", "no", "unsure", "yes"]) logic.giveAnswer(state, answer);
  expect(logic.placeOf(state)).toBe(3);
  logic.undoAnswer(state);
  logic.undoAnswer(state);
  expect(logic.placeOf(state)).toBe(1);
  logic.giveAnswer(state, "yes");
  const again = logic.startReview(set, "Änne / B", logic.keptText(state));
  expect(again.order).toHaveLength(2);
  logic.giveAnswer(again, "no");
  expect(await readAnswers(temporaryFile(logic.answerFileName(again), logic.answerFile(again)))).toEqual({
    formatVersion: 1,
    review: key.review,
    rater: "Änne / B",
    answers: key.items.map(({ item, images }, at) => ({ item, images: [images[0]!.imageSha256], answer: ["yes", "yes", "no"][at] })),
  });
  for (const broken of ["{", "null", "[1]", '{"given":[["q0001","maybe"],["q9999","yes"],7]}']) expect(logic.startReview(set, "x", broken).order).toEqual([]);
});

test("the same command writes the same, another review does not replace one", async () => {
  const folder = temporaryFolder();
  const first = await exportReview(folder, request, { count: 4, seed: 1 });
  expect((await exportReview(folder, request, { count: 4, seed: 1 })).key).toEqual(first.key);
  await expect(exportReview(folder, request, { count: 4, seed: 2 })).rejects.toMatchObject({ code: "E_REVIEW", message: expect.stringContaining("holds another review already") as string });
});

test("pictures that cannot be read and those without a label are not asked about", async () => {
  const [broken, unlabelled, ...rest] = request.first.slice(0, 5);
  const first = [
    { ...broken!, sample: { ...broken!.sample, image: async () => decodeImage(new Uint8Array([1])) } },
    { ...unlabelled!, sample: { ...unlabelled!.sample, record: { ...unlabelled!.sample.record, labelStatus: "none" as const } } },
    ...rest,
  ];
  const { key, unreadable } = await exportReview(temporaryFolder(), { first, second: null, gold: [] });
  expect(unreadable).toEqual([broken!.sample.id]);
  expect(key.items.map(({ images }) => images[0]!.id).sort()).toEqual(rest.map(({ sample }) => sample.id));
  await expect(exportReview(temporaryFolder(), { first: first.slice(0, 1), second: null, gold: [] })).rejects.toMatchObject({ code: "E_REVIEW" });
});
