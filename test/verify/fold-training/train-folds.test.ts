import { readdir, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { jobsOfFolds } from "../../../src/verify/fold-training/job.js";
import { trainFolds, type TrainedFolds, type TrainingContext } from "../../../src/verify/fold-training/train-folds.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { TOY, toySamples, toyTask, type ToyOptions } from "./toy-task.js";

const SAMPLES = toySamples(40);
const FOLDS = SAMPLES.map((_, index) => index % 3);
const JOBS = jobsOfFolds(FOLDS);
/** 27 or 26 samples, 8 in a batch. */
const STEPS = 4 * TOY.epochs;

const contextOf = (change: Partial<TrainingContext> = {}): TrainingContext => ({ seed: 1, folder: temporaryFolder(), processes: 1, device: "cpu", signal: new AbortController().signal, progress: () => {}, step: "toy", ...change });
const train = (change: Partial<TrainingContext> = {}, options: Partial<ToyOptions> = {}): Promise<TrainedFolds> =>
  trainFolds({ task: toyTask, options: { ...TOY, ...options }, samples: SAMPLES, jobs: JOBS }, contextOf(change));

/** Aborts when this many steps are done. */
function abortingAt(steps: number, folder: string): Partial<TrainingContext> {
  const controller = new AbortController();
  return { folder, signal: controller.signal, progress: (_, done) => done >= steps && controller.abort(new Error("enough")) };
}

test("every sample is judged by a network that has not seen it, and rightly", async () => {
  const { results } = await train({}, { epochs: 8 });
  JOBS.forEach(({ train: seen, predict }, fold) => {
    expect([...seen, ...predict].sort((a, b) => a - b)).toEqual(SAMPLES.map((_, index) => index));
    const right = predict.filter((sample, place) => {
      const [left, other] = [...results[fold]!.outputs.subarray(place * 2, place * 2 + 2)];
      return Number(other! > left!) === SAMPLES[sample]!.numbers[0];
    });
    expect(right.length / predict.length).toBeGreaterThan(0.9);
  });
});

test("the same seed gives the same numbers, another one others; losses and progress are told", async () => {
  const told: number[] = [];
  const first = await train({ progress: (step, done, total) => told.push(done) && expect([step, total]).toEqual(["toy", 3 * STEPS]) });
  expect(told.at(-1)).toBe(3 * STEPS);
  expect([...told].sort((a, b) => a - b)).toEqual(told);
  expect((await train()).results.map(({ outputs }) => outputs)).toEqual(first.results.map(({ outputs }) => outputs));
  expect((await train({ seed: 2 })).results[0]!.outputs).not.toEqual(first.results[0]!.outputs);
  expect(first.results[0]!.losses).toHaveLength(TOY.epochs);
  expect(first.results[0]!.losses.at(-1)!).toBeLessThan(first.results[0]!.losses[0]!);
});

test("few samples are passed more often until there are enough steps; many are passed as often as asked", async () => {
  const steps: number[] = [];
  const { results } = await train({ progress: (_, __, total) => steps.push(total) }, { leastSteps: 18 });
  expect(results.map(({ losses }) => losses.length)).toEqual([5, 5, 5]); // 4 steps each
  expect(new Set(steps)).toEqual(new Set([3 * 20]));
  expect((await train({}, { leastSteps: STEPS })).results[0]!.losses).toHaveLength(TOY.epochs);
});

test.each([2, 6, STEPS + 5])("stopped after %i steps, the same call goes on and ends with the same numbers", async (steps) => {
  const whole = await train();
  const folder = temporaryFolder();
  await expect(train(abortingAt(steps, folder))).rejects.toThrow("enough");
  const told: number[] = [];
  const resumed = await train({ folder, progress: (_, done) => told.push(done) });
  expect(told.slice(0, 2)).toContain(Math.floor(steps / 4) * 4);
  expect(resumed.results.map(({ outputs, losses }) => ({ outputs, losses }))).toEqual(whole.results.map(({ outputs, losses }) => ({ outputs, losses })));
});

test("what is finished is not trained again; other settings, samples or seeds are", async () => {
  const folder = temporaryFolder();
  const first = await train({ folder });
  const told: number[] = [];
  await train({ folder, progress: (_, done) => told.push(done) });
  expect(told).toEqual([STEPS, 2 * STEPS, 3 * STEPS]);
  const others = [await train({ folder, seed: 2 }), await train({ folder }, { learningRate: 0.04 }), await trainFolds({ task: toyTask, options: TOY, samples: toySamples(40, 2), jobs: JOBS }, contextOf({ folder }))];
  expect(new Set([first, ...others].map((each) => each.folder)).size).toBe(4);
});

test("damaged checkpoints and answers are not used", async () => {
  const folder = temporaryFolder();
  const first = await train({ folder });
  await truncate(join(first.folder, "fold-0.outputs.bin"), 5);
  await truncate(join(first.folder, "fold-0.safetensors"), 100);
  await rm(join(first.folder, "fold-1.outputs.bin"));
  await writeFile(join(first.folder, "fold-1.losses.json"), "nonsense");
  expect((await train({ folder })).results.map(({ outputs }) => outputs)).toEqual(first.results.map(({ outputs }) => outputs));
});

test("where numbers overflow, training stops, says what to lower and keeps the last good checkpoint", async () => {
  const folder = temporaryFolder();
  const failing = train({ folder }, { explodesAt: 6 });
  await expect(failing).rejects.toMatchObject({ code: "E_TRAINING", hint: expect.stringContaining("Lower the learning rate") as unknown });
  await expect(train({ folder }, { explodesAt: 6 })).rejects.toThrow(/fold-0, epoch 2: .*The weights after epoch 1 are in .*fold-0\.safetensors/);
  const [work] = (await readdir(folder)).filter((name) => name.startsWith("toy-"));
  expect((await readdir(join(folder, work!))).sort()).toEqual(["fold-0.losses.json", "fold-0.safetensors"]);
  await expect(train({}, { explodesAt: 0 })).rejects.toThrow(/no earlier checkpoint/);
});

test("a job may learn from one set and be asked about another", async () => {
  const jobs = [{ name: "reference", train: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], predict: [30, 31] }];
  const { results } = await trainFolds({ task: toyTask, options: TOY, samples: SAMPLES, jobs }, contextOf());
  expect(results[0]!.outputs).toHaveLength(4);
  await expect(trainFolds({ task: toyTask, options: TOY, samples: SAMPLES, jobs: [{ name: "fold-0", train: [], predict: [1] }] }, contextOf())).rejects.toMatchObject({ code: "E_OPTION" });
});

test("normalised by the batch, what is said of a sample depends on those beside it", async () => {
  const ask = async (predict: number[], statistics: ToyOptions["statistics"]): Promise<number[]> => {
    const { results } = await trainFolds({ task: toyTask, options: { ...TOY, statistics }, samples: SAMPLES, jobs: [{ name: "all", train: FOLDS.map((_, index) => index), predict }] }, contextOf());
    return [...results[0]!.outputs.subarray(0, 2)];
  };
  expect(await ask([0, 1, 2], "running")).toEqual(await ask([0, 5, 7], "running"));
  expect(await ask([0, 1, 2], "batch")).not.toEqual(await ask([0, 5, 7], "batch"));
});
