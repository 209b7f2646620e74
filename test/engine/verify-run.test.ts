import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { generate } from "../../src/engine/generate.js";
import { exportRunReview, importRunReview } from "../../src/engine/review-run.js";
import { verifyRun } from "../../src/engine/verify-run.js";
import { readScores } from "../../src/verify/score-file.js";
import { smallRecipe } from "../pipeline/small-recipe.js";

const overrides = { "verify.signals": ["sanity", "colors"], "verify.planted.count": 80 };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dst3d-verify-run-"));
  const recipe = smallRecipe({ count: 10, shapes: [{ builtin: ["car", "chair"] }], camera: { width: 64, height: 64 }, plant: { share: 0.4, kinds: ["erased", "wrong-category"] } });
  await generate({ recipe, recipeFolder: folder, out: folder });
  await verifyRun({ folder, overrides });
}, 180_000);

test("every image has a line with its numbers and verdict; planted mistakes get the smaller chances", async () => {
  const scores = (await readScores(folder))!;
  expect(scores.map(({ id }) => Number(id))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const { truth, verdicts } = JSON.parse(await readFile(join(folder, "verify", "report.json"), "utf8")) as { truth: { auc: number }; verdicts: Record<string, number> };
  expect(verdicts["accepted"]! + verdicts["rejected"]! + verdicts["unsure"]!).toBe(10);
  expect(truth.auc).toBeGreaterThan(0.7);
});

test("the same again gives the same, without measuring; another precision moves only the verdicts", async () => {
  const before = await readFile(join(folder, "verify", "scores.jsonl"), "utf8");
  const steps: string[] = [];
  await verifyRun({ folder, overrides, onEvent: (event) => void (event.type === "step-progress" && steps.push(event.step)) });
  expect(await readFile(join(folder, "verify", "scores.jsonl"), "utf8")).toBe(before);
  expect(steps).toEqual([]);
});

test("an image that changed since is unsure, and named", async () => {
  const image = join(folder, "shard-00000", "00000003.image.png");
  const bytes = await readFile(image);
  await writeFile(image, "no picture");
  const notes: string[] = [];
  await verifyRun({ folder, overrides: { ...overrides, "verify.seed": 1 }, onEvent: (event) => void (event.type === "note" && notes.push(event.message)) });
  const score = (await readScores(folder))!.find(({ id }) => id === "00000003")!;
  expect(score).toMatchObject({ verdict: "unsure", score: null });
  expect(notes.join("\n")).toContain("00000003.image.png is not the file that its record names");
  await writeFile(image, bytes);
});

test("answers of people reach the next report", async () => {
  const review = join(folder, "verify", "review");
  const { key } = await exportRunReview({ folder, out: review, count: 6, gold: 0 });
  const answers = { formatVersion: key.formatVersion, review: key.review, rater: "ann", answers: key.items.map(({ item, images }) => ({ item, images: images.map(({ imageSha256 }) => imageSha256), answer: "yes" })) };
  const file = join(review, "ann.json");
  await writeFile(file, JSON.stringify(answers));
  const second = join(review, "bob.json");
  await writeFile(second, JSON.stringify({ ...answers, rater: "bob" }));
  const { kept, summary } = await importRunReview({ review, files: [file, second] });
  expect(kept).toEqual([{ folder, answers: 6 }]);
  expect(summary).toContain("kappa");
  const { rows } = await verifyRun({ folder, overrides });
  expect(rows.filter(({ source }) => source === "human")).toHaveLength(6);
});

test("a folder without images is refused", async () => {
  const empty = await mkdtemp(join(tmpdir(), "dst3d-verify-empty-"));
  await expect(verifyRun({ folder: empty })).rejects.toMatchObject({ code: "E_NOT_FOUND" });
});
