import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { readScores, scoreFile, verdictsOf, writeScores } from "../../src/verify/score-file.js";
import type { Score } from "../../src/verify/scores.js";
import { temporaryFolder } from "../temporary-folder.js";

const score = (id: string, change: Partial<Score> = {}): Score => ({ id, imageSha256: "a".repeat(64), signals: { edgeRecall: 0.5, poseLoss: null }, score: 0.75, verdict: "accepted", reasons: [], ...change });

test("scores are lines sorted by id, and read back", async () => {
  const root = temporaryFolder();
  expect(await readScores(root)).toBeNull();
  await writeScores(root, [score("00000002"), score("00000001", { verdict: "rejected", reasons: ["blurred"] })]);
  expect((await readFile(scoreFile(root), "utf8")).split("\n")[0]).toBe(`{"id":"00000001","imageSha256":"${"a".repeat(64)}","reasons":["blurred"],"score":0.75,"signals":{"edgeRecall":0.5,"poseLoss":null},"verdict":"rejected"}`);
  expect((await readScores(root))!.map(({ id }) => id)).toEqual(["00000001", "00000002"]);
  expect(await readdir(dirname(scoreFile(root)))).toEqual(["scores.jsonl"]);
});

test.each([
  ["{", "scores.jsonl:2 is not JSON"],
  [JSON.stringify(score("00000001")), "scores.jsonl:2 is a second line of 00000001"],
  [JSON.stringify({ ...score("00000002"), score: 2 }), "scores.jsonl:2 is no score: score"],
])("a broken line is refused with its place", async (line, message) => {
  const root = temporaryFolder();
  await mkdir(dirname(scoreFile(root)));
  await writeFile(scoreFile(root), `${JSON.stringify(score("00000001"))}\n${line}\n`);
  await expect(readScores(root)).rejects.toMatchObject({ code: "E_RECORD", message: expect.stringContaining(message) as string });
});

test("a verdict holds for the bytes that were judged, and no others", () => {
  const scores = [score("00000001"), score("00000002"), score("00000003", { verdict: "unsure" })];
  const images = new Map([["00000001", "b".repeat(64)], ["00000003", "a".repeat(64)], ["00000004", "a".repeat(64)]]);
  expect(verdictsOf(scores, images)).toEqual({ verdicts: new Map([["00000003", "unsure"]]), stale: ["00000001", "00000002"], unjudged: ["00000004"] });
});
