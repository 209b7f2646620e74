import { describe, expect, it } from "vitest";
import { SCHEDULER_CLASSES } from "../../../src/diffusion/schedulers/registry.js";
import { follow, goldenCases, relativeError } from "./golden.js";

/** Fractional timesteps come from logarithms, whose last bit differs between NumPy's builds. */
const TIMESTEP_TOLERANCE = 2e-4;
const TOLERANCE = 1e-5;

describe.each(SCHEDULER_CLASSES)("%s follows diffusers", (className) => {
  const cases = goldenCases.filter((golden) => golden.config._class_name === className);

  it.each(cases)("$name", (golden) => {
    const { scheduler, samples, added } = follow(golden);
    expect(scheduler.timesteps).toHaveLength(golden.timesteps.length);
    scheduler.timesteps.forEach((timestep, i) => expect(Math.abs(timestep - golden.timesteps[i]!)).toBeLessThan(TIMESTEP_TOLERANCE));
    expect(Math.abs(scheduler.initNoiseSigma / golden.initNoiseSigma - 1)).toBeLessThan(1e-6);
    expect(relativeError(added, golden.added)).toBeLessThan(TOLERANCE);
    samples.forEach((sample, i) => expect(relativeError(sample, golden.samples[i]!), `step ${i}`).toBeLessThan(TOLERANCE));
  });

  it("is covered by recorded runs that differ from each other", () => {
    expect(cases.length).toBeGreaterThan(5);
    const ends = new Set(cases.map((golden) => golden.samples.at(-1)!.join()));
    expect(ends.size).toBeGreaterThan(cases.length / 2);
  });
});
