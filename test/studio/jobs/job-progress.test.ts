import { expect, test } from "vitest";
import { JobProgress, newJob } from "../../../src/studio/jobs/job-progress.js";

const START = { type: "run-start", name: "x", folder: "x", total: 100, done: 20, shapes: 1, generator: "render", seed: 0, workers: 2 } as const;
const error = { code: "E_SHAPE_FILE", message: "broken", hint: "mend it", subject: null } as const;

function progress(): JobProgress {
  const made = new JobProgress(newJob({ id: 1, kind: "generate", run: "x" }));
  made.take(START, 100);
  return made;
}

function samples(made: JobProgress, count: number, from: number, every: number): void {
  for (let at = 0; at < count; at++) made.take({ type: "sample-end", index: 20 + at, seconds: 1, stageSeconds: {} }, from + at * every);
}

test("what was there before counts as done, and not for the pace", () => {
  const made = progress();
  samples(made, 10, 101, 1);
  expect(made.job).toMatchObject({ done: 30, total: 100, samplesPerSecond: 1, secondsLeft: 70 });
});

test("the pace is that of the last half minute", () => {
  const made = progress();
  samples(made, 5, 101, 1);
  for (let at = 0; at < 40; at++) made.take({ type: "sample-end", index: 50 + at, seconds: 1, stageSeconds: {} }, 400 + at * 5);
  expect(made.job.samplesPerSecond).toBeCloseTo(0.2, 1);
});

test("the newest come first, each once, and not for ever", () => {
  const made = progress();
  samples(made, 30, 101, 1);
  made.take({ type: "sample-end", index: 45, seconds: 1, stageSeconds: {} }, 200);
  expect(made.job.newest.slice(0, 3)).toEqual([45, 49, 48]);
  expect(made.job.newest).toHaveLength(12);
});

test("samples that fail are counted, and the first few are named", () => {
  const made = progress();
  for (let index = 0; index < 9; index++) made.take({ type: "sample-error", index, error }, 101 + index);
  expect(made.job.failed).toBe(9);
  expect(made.job.failures.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
});

test.each([
  ["done", 0, [] as const, "done", null],
  ["done, though some samples failed", 1, [{ type: "sample-error", index: 1, error }] as const, "done", null],
  ["paused", 130, [] as const, "stopped", null],
  ["refused", 2, [{ type: "error", error }] as const, "failed", error],
  ["dead", 139, [] as const, "failed", { code: "E_WORKER" }],
  ["killed", null, [] as const, "failed", { code: "E_WORKER" }],
])("a job that is %s", (_name, code, events, status, found) => {
  const made = progress();
  for (const event of events) made.take(event, 101);
  made.end(code, "Segmentation fault");
  expect(made.job).toMatchObject({ status, secondsLeft: null, step: null });
  if (found === null) expect(made.job.error).toBeNull();
  else expect(made.job.error).toMatchObject(found);
});

test("one that is killed while it was asked to stop has stopped", () => {
  const made = progress();
  made.stopping();
  made.end(null, "");
  expect(made.job).toMatchObject({ status: "stopped", error: null });
});

test("steps and what an export has written are told", () => {
  const made = new JobProgress(newJob({ id: 1, kind: "export", run: "x" }));
  made.take({ type: "export-progress", step: "prove", done: 3, total: 20 }, 1);
  expect(made.job.step).toEqual({ name: "prove", done: 3, total: 20 });
  const exported = { folder: "/x", format: "coco", samples: { train: 3 }, leftOut: {}, proof: [], loses: null };
  made.take({ type: "exported", ...exported }, 2);
  made.end(0, "");
  expect(made.job).toMatchObject({ status: "done", exported });
});
