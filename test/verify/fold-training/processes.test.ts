import { rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jobsOfFolds } from "../../../src/verify/fold-training/job.js";
import type { FoldSample } from "../../../src/verify/fold-training/task.js";
import type { trainFolds as TrainFolds, TrainedFolds, TrainingContext } from "../../../src/verify/fold-training/train-folds.js";
import { correctedTarget } from "../../../src/verify/kcf/pose-target.js";
import { packNumbers } from "../../../src/verify/kcf/sample-numbers.js";
import { kcfTask, type KcfTaskOptions } from "../../../src/verify/kcf/task.js";
import { buildProgram } from "../../built-program.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { dials } from "../kcf/dials.js";

let program = "";
let trainFolds: typeof TrainFolds;
let samples: FoldSample[];

beforeAll(async () => {
  program = await buildProgram();
  ({ trainFolds } = (await import(pathToFileURL(join(program, "dist", "verify", "fold-training", "train-folds.js")).href)) as { trainFolds: typeof TrainFolds });
  samples = await Promise.all(dials(24).map(async (sample) => ({ bytes: (await sample.image()).data, numbers: packNumbers(0, correctedTarget(sample.record.objects[0]!)) })));
}, 60_000);
afterAll(() => rmSync(program, { recursive: true }));

const OPTIONS: KcfTaskOptions = { variant: "corrected", categories: 1, size: 32, border: 0, batch: 8, epochs: 2, learningRate: 0.003, network: { kind: "residual", widths: [4, 8] } };
const JOBS = jobsOfFolds(Array.from({ length: 24 }, (_, index) => index % 3));

const train = (change: Partial<TrainingContext>, options: Partial<KcfTaskOptions> = {}): Promise<TrainedFolds> =>
  trainFolds(
    { task: kcfTask, options: { ...OPTIONS, ...options }, samples, jobs: JOBS },
    { seed: 1, folder: temporaryFolder(), processes: 2, device: "cpu", signal: new AbortController().signal, progress: () => {}, step: "kcf", ...change },
  );

test("processes give the same numbers as this one, however many there are", async () => {
  const told: number[] = [];
  const here = await train({ processes: 1 });
  const [two, three] = [await train({ processes: 2, progress: (_, done) => told.push(done) }), await train({ processes: 3 })];
  for (const other of [two, three]) expect(other.results.map(({ outputs, losses }) => ({ outputs, losses }))).toEqual(here.results.map(({ outputs, losses }) => ({ outputs, losses })));
  expect(told.at(-1)).toBe(3 * 2 * 2);
});

test("aborted, the processes end at once, and another call goes on", async () => {
  const folder = temporaryFolder();
  const controller = new AbortController();
  const aborted = train({ folder, signal: controller.signal, progress: (_, done) => done >= 3 && controller.abort(new Error("enough")) });
  await expect(aborted).rejects.toThrow("enough");
  expect((await train({ folder })).results[2]!.outputs).toEqual((await train({ processes: 1 })).results[2]!.outputs);
});

test("what a process reports reaches the caller as it is; one that dies is named", async () => {
  await expect(train({}, { learningRate: 1e30 })).rejects.toMatchObject({ code: "E_TRAINING", subject: expect.stringMatching(/^fold-[012]$/) as unknown, hint: expect.stringContaining("Lower the learning rate") as unknown });
  await writeFile(join(program, "dist", "verify", "fold-training", "process.js"), "process.exit(9);");
  await expect(train({})).rejects.toMatchObject({ code: "E_WORKER", message: expect.stringMatching(/trained fold-[01] ended \(code 9\)/) as unknown });
});
