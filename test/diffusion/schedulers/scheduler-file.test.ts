import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createScheduler } from "../../../src/diffusion/schedulers/registry.js";
import { parsePythonJson, readSchedulerConfig } from "../../../src/diffusion/schedulers/scheduler-file.js";
import { temporaryFolder } from "../../temporary-folder.js";

it("reads what Python writes beyond JSON, and leaves texts alone", () => {
  expect(parsePythonJson('{"a": -Infinity, "b": [NaN, Infinity], "c": "NaN \\"-Infinity", "d": 1e-3}')).toEqual({ a: "-Infinity", b: ["NaN", "Infinity"], c: 'NaN "-Infinity', d: 0.001 });
});

it("makes the scheduler of a model's folder", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "scheduler_config.json"), '{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity, "variance_type": null}');
  expect(createScheduler(await readSchedulerConfig(folder)).className).toBe("DPMSolverMultistepScheduler");
});

it("names a file that is missing or broken", async () => {
  const folder = temporaryFolder();
  await expect(readSchedulerConfig(folder)).rejects.toMatchObject({ code: "E_NOT_FOUND", message: expect.stringContaining("scheduler_config.json") });
  mkdirSync(join(folder, "broken"));
  for (const content of ['{"_class_name": ', "[1]", "null"]) {
    writeFileSync(join(folder, "broken", "scheduler_config.json"), content);
    await expect(readSchedulerConfig(join(folder, "broken"))).rejects.toMatchObject({ code: "E_MODEL" });
  }
});
