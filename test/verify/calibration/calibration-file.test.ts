import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applyCalibration } from "../../../src/verify/calibration/apply-calibration.js";
import { parseCalibration, readCalibration, writeCalibration } from "../../../src/verify/calibration/calibration-file.js";
import { fitCalibration } from "../../../src/verify/calibration/fit-calibration.js";
import { missingMeasures, statusFor } from "../../../src/verify/calibration/status.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { SYNTHETIC_MEASURES, syntheticRows } from "./synthetic-rows.js";

const calibration = fitCalibration(syntheticRows(200), { generator: { id: "diffusion", model: "sd15" }, measures: SYNTHETIC_MEASURES, seed: 4 });

test("a calibration that was written reads back equal", async () => {
  const file = join(temporaryFolder(), "calibration.json");
  await writeCalibration(file, calibration);
  const read = await readCalibration(file);
  expect(read).toEqual(calibration);
  const { values } = syntheticRows(1)[0]!;
  expect(applyCalibration(read, values)).toEqual(applyCalibration(calibration, values));
});

test("a missing file, and one that is no calibration, are refused with their name", async () => {
  const folder = temporaryFolder();
  await expect(readCalibration(join(folder, "none.json"))).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  await writeFile(join(folder, "bad.json"), "{");
  await expect(readCalibration(join(folder, "bad.json"))).rejects.toMatchObject({ code: "E_CALIBRATION", message: expect.stringContaining("bad.json is not JSON") as string });
});

test.each([
  ["of another version", { formatVersion: 2 }, "formatVersion"],
  ["with weights that speak the wrong way", { model: { ...calibration.model, shared: { ...calibration.model.shared, worst: -1 } } }, "model.shared.worst"],
  ["with a function that falls", { model: { ...calibration.model, measures: [{ ...calibration.model.measures[0]!, logOdds: calibration.model.measures[0]!.logOdds.map((_, at) => -at) }] } }, "model.measures.0.logOdds"],
  ["with knots in no order", { curve: { ...calibration.curve, knots: [1, 0, 2, 3, 4] } }, "curve.knots"],
  ["with a slope missing", { curve: { ...calibration.curve, slopes: [1] } }, "curve"],
  ["with a number that is none", { model: { ...calibration.model, bias: "0" } }, "model.bias"],
  ["with log odds that no sum can hold", { model: { ...calibration.model, bias: 1e308 } }, "model.bias"],
  ["with the same number twice", { model: { ...calibration.model, measures: [calibration.model.measures[0]!, calibration.model.measures[0]!] } }, "model.measures: must have different names"],
  ["with fields that nobody knows", { constructor: { prototype: {} } }, "constructor"],
])("a file %s is refused", (_, change, place) => {
  expect(() => parseCalibration(JSON.stringify({ ...calibration, ...change }), "a file")).toThrow(place);
});

test("names of measures cannot reach what an object inherits", () => {
  const text = JSON.stringify(calibration).replaceAll('"edgeRecall"', '"constructor"');
  expect(applyCalibration(parseCalibration(text, "a file"), { overlap: 1 }).chance).toBeGreaterThan(0);
});

test("the largest numbers that a file may hold still give a chance", () => {
  const { model } = calibration;
  const measures = model.measures.map((part) => ({ ...part, logOdds: part.logOdds.map(() => 1e9), missing: 1e9, tail: { values: [-1e300, 1e300], evidence: [1e9, 0] } }));
  const shared = { worst: 1e9, worstThree: 1e9, all: 1e9 };
  const curve = { ...calibration.curve, knots: [-1e9, 1e9], start: -1e9, slopes: [1e9, 1e9, 1e9] };
  const read = parseCalibration(JSON.stringify({ ...calibration, model: { ...model, bias: 1e9, measures, shared, sharedMissing: shared }, curve }), "a file");
  for (const value of [-1e308, -5, 0, 5, 1e308]) {
    const { chance } = applyCalibration(read, Object.fromEntries(SYNTHETIC_MEASURES.map(({ name }) => [name, value])));
    expect(chance).toBeGreaterThanOrEqual(0);
    expect(chance).toBeLessThanOrEqual(1);
  }
});

test("a calibration belongs to its generator until people have answered 200 questions", () => {
  expect(statusFor(calibration, { id: "diffusion", model: "sd15" }, 0)).toEqual({ status: "calibrated", sentence: "Calibrated on pictures of diffusion (sd15)." });
  expect(statusFor(calibration, { id: "diffusion", model: "sdxl" }, 199)).toMatchObject({ status: "uncalibrated", sentence: expect.stringContaining("now: 199") as string });
  expect(statusFor(calibration, { id: "comfyui", model: null }, 200).status).toBe("calibrated");
  expect(statusFor(null, { id: "render", model: null }, 500).status).toBe("uncalibrated");
});

test("numbers that were not taken are named", () => {
  expect(missingMeasures(calibration, SYNTHETIC_MEASURES)).toEqual([]);
  expect(missingMeasures(calibration, SYNTHETIC_MEASURES.slice(1))).toEqual([SYNTHETIC_MEASURES[0]!.name]);
});
