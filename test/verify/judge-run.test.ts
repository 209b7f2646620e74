import { join } from "node:path";
import { expect, test } from "vitest";
import { writeCalibration } from "../../src/verify/calibration/calibration-file.js";
import { fitCalibration } from "../../src/verify/calibration/fit-calibration.js";
import { judgeRun, type MeasuredRun } from "../../src/verify/judge-run.js";
import { verifyOptions } from "../../src/verify/options.js";
import { temporaryFolder } from "../temporary-folder.js";
import { SYNTHETIC_MEASURES, syntheticRows } from "./calibration/synthetic-rows.js";

const human = syntheticRows(200, { seed: 3, source: "human" });
const painted = { id: "diffusion", model: "sdxl" };

const runIn = (folder: string): MeasuredRun => ({
  folder,
  run: { samples: [], unreadable: [], planted: new Map() },
  generator: painted,
  planted: null,
  measured: { values: new Map(), measures: SYNTHETIC_MEASURES, leftOut: [] },
  human,
});

test("a calibration from a file was not fitted on the answers beside it, however many there are", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "other.json");
  await writeCalibration(file, fitCalibration(syntheticRows(200), { generator: { id: "imitation", model: null }, measures: SYNTHETIC_MEASURES, seed: 0 }));
  const judged = await judgeRun(runIn(folder), verifyOptions.parse({ calibration: file }));
  expect(judged).toMatchObject({ humanAnswerCount: 0, status: { status: "uncalibrated" }, calibration: { counts: { humanGood: 0, humanBad: 0 } } });
});

test("answers alone are enough for a calibration", async () => {
  const judged = await judgeRun(runIn(temporaryFolder()), verifyOptions.parse({}));
  expect(judged).toMatchObject({ humanAnswerCount: 200, status: { status: "calibrated" }, calibration: { generator: painted } });
});
