/** The recorded trajectories of diffusers' schedulers, and our own along the same made-up model. */
import { readFileSync } from "node:fs";
import { createScheduler } from "../../../src/diffusion/schedulers/registry.js";
import type { SchedulerConfig } from "../../../src/diffusion/schedulers/registry.js";
import type { Scheduler } from "../../../src/diffusion/schedulers/scheduler.js";

/** One recorded run. */
export interface GoldenCase {
  name: string;
  config: SchedulerConfig & { _class_name: string };
  steps: number;
  eta?: number;
  start?: number;
  setBegin?: boolean;
  timesteps: number[];
  initNoiseSigma: number;
  noisy: boolean;
  /** Samples after each step. */
  samples: Float32Array[];
  added: Float32Array;
}

const folder = new URL("../../golden/schedulers/", import.meta.url);
const file = JSON.parse(readFileSync(new URL("cases.json", folder), "utf8")) as { elements: number; noises: number; cases: Omit<GoldenCase, "samples" | "added" | "name">[] };
const bytes = readFileSync(new URL("trajectories.bin", folder));
const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
let row = 0;
const nextRow = (): Float32Array => numbers.slice(row * file.elements, ++row * file.elements);

const vector = nextRow();
/** One row of noise for each step; the last one starts the run. */
export const noises = Array.from({ length: file.noises }, nextRow);
const startNoise = noises[noises.length - 1]!;

/** Every recorded run. */
export const goldenCases: GoldenCase[] = file.cases.map((entry) => ({
  ...entry,
  name: JSON.stringify({ ...entry.config, trained_betas: undefined, steps: entry.steps, eta: entry.eta, start: entry.start, setBegin: entry.setBegin }),
  samples: Array.from({ length: entry.timesteps.length - (entry.start ?? 0) }, nextRow),
  added: nextRow(),
}));

/** The made-up model: s / (1 + |s|) + v·t/1000. */
export function model(scaled: Float32Array, timestep: number): Float32Array {
  const share = Math.fround(timestep / 1000);
  return scaled.map((value, i) => Math.fround(value / Math.fround(1 + Math.abs(value))) + Math.fround(vector[i]! * share));
}

/** Our scheduler along a recorded run: its samples after each step and what addNoise gives. */
export function follow(golden: GoldenCase): { scheduler: Scheduler; samples: Float32Array[]; added: Float32Array } {
  const scheduler = createScheduler(golden.config);
  scheduler.setTimesteps(golden.steps);
  const start = golden.start ?? 0;
  if (golden.setBegin === true) scheduler.setBeginIndex(start);
  let sample = start > 0 ? scheduler.addNoise(vector, startNoise, scheduler.timesteps[start]!) : startNoise.map((value) => value * Math.fround(scheduler.initNoiseSigma));
  let added = sample;
  const samples = scheduler.timesteps.slice(start).map((timestep, i) => {
    const output = model(scheduler.scaleModelInput(sample, timestep), timestep);
    const noise = golden.noisy ? { noise: noises[i]! } : {};
    sample = scheduler.step(output, timestep, sample, { ...noise, ...(golden.eta === undefined ? {} : { eta: golden.eta }) }).prevSample;
    return sample;
  });
  if (start === 0) {
    scheduler.setTimesteps(golden.steps);
    added = scheduler.addNoise(vector, startNoise, scheduler.timesteps[Math.floor(scheduler.timesteps.length / 2)]!);
  }
  return { scheduler, samples, added };
}

/** The largest difference, in units of the reference's largest element or of 1 where that is smaller. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let most = 1;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    most = Math.max(most, Math.abs(expected[i]!));
    const difference = Math.abs(actual[i]! - expected[i]!);
    worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }
  return worst / most;
}
