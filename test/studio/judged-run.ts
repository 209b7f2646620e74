/** A small run with planted mistakes, judged by made-up numbers: what verification would write, without its work. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { readSamples } from "../../src/verify/read-samples.js";
import { judgedSamplesOf } from "../../src/verify/report/judged-samples.js";
import { writeReport } from "../../src/verify/report/write-report.js";
import { writeScores } from "../../src/verify/score-file.js";
import type { Score } from "../../src/verify/scores.js";
import { smallRun } from "../interchange/small-run.js";
import { temporaryFolder } from "../temporary-folder.js";

let made: Promise<string> | null = null;

/** A copy of the run, which tests may break; 24 samples, about a third with a planted mistake. */
export async function judgedRun(name = "vehicles"): Promise<string> {
  made ??= make();
  const root = join(temporaryFolder(), name);
  cpSync(await made, root, { recursive: true });
  return root;
}

async function make(): Promise<string> {
  const root = await smallRun({ count: 24, seed: 7, camera: { width: 96, height: 96 }, viewpoints: { sphere: { elevationDegrees: [5, 40] } }, generator: { type: "imitation" }, plant: { share: 0.35, kinds: ["erased", "wrong-category"] } });
  const read = await readSamples(await openDataset(root));
  const scores = read.samples.map(({ id, key, imageSha256 }, at): Score => {
    // Two are judged wrongly.
    const isGood = (read.planted.get(key) === null) !== (at % 11 === 5);
    return { id, imageSha256, signals: { edgeRecall: isGood ? 0.8 + at / 200 : 0.2 + at / 200, sharpness: at / 24 }, score: isGood ? 0.7 + at / 100 : 0.1 + at / 100, verdict: isGood ? "accepted" : at % 3 === 0 ? "unsure" : "rejected", reasons: isGood ? [] : ["edges of the render are missing"] };
  });
  await writeScores(root, scores);
  await writeReport(join(root, "verify"), {
    run: "vehicles", generator: { id: "imitation", model: null }, seed: 0,
    judged: judgedSamplesOf(read, scores, { isPlanted: true }),
    measures: [{ name: "edgeRecall", good: "high", description: "edges that are found again", reason: "edges of the render are missing" }, { name: "sharpness", good: "high", description: "how sharp the picture is", reason: "the picture is not sharp" }],
    calibration: null, humanAnswerCount: 0, targetPrecision: 0.95, leftOut: [{ signal: "depth", why: "it needs a model" }], trainings: [], notes: [],
  });
  return root;
}
