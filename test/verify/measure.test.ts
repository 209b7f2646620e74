import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { measureSamples } from "../../src/verify/measure.js";
import type { Signal, SignalContext } from "../../src/verify/signal.js";
import { sampleOf } from "./samples.js";

const context = async (changes: Partial<SignalContext> = {}): Promise<SignalContext> => ({
  seed: 0, folder: await mkdtemp(join(tmpdir(), "dst3d-measure-")), processes: 1, device: "cpu", signal: new AbortController().signal,
  progress: () => {}, note: () => {}, renderLabel: null, ...changes,
});

/** Counts how often it is asked. */
function countingSignal(changes: Partial<Signal> = {}): Signal & { asked: number } {
  const signal = {
    name: "counting",
    asked: 0,
    measures: [{ name: "scene", good: "high" as const, description: "number of the scene", reason: "it is early" }],
    unavailable: () => null,
    measure(samples: Parameters<Signal["measure"]>[0]) {
      signal.asked++;
      return Promise.resolve(new Map(samples.map(({ key, record }) => [key, { scene: record.scene }])));
    },
    ...changes,
  };
  return signal;
}

const samples = [0, 1, 2].map((scene) => sampleOf({ id: `0000000${scene}`, scene }));

test("what was measured is kept for the same samples and options, and for no others", async () => {
  const signal = countingSignal();
  const where = await context();
  const measure = async (given = samples, options: unknown = {}) => measureSamples(given, [{ signal, options }], where);
  expect((await measure()).values.get("00000002")).toEqual({ scene: 2 });
  await measure();
  expect(signal.asked).toBe(1);
  await measure(samples, { more: true });
  await measure(samples.slice(1), { more: true });
  const relabelled = samples.map((sample) => ({ ...sample, record: { ...sample.record, scene: 7 } }));
  expect((await measure(relabelled)).values.get("00000002")).toEqual({ scene: 7 });
  const repainted = samples.map((sample) => ({ ...sample, imageSha256: "1".repeat(64) }));
  await measure(repainted);
  expect(signal.asked).toBe(5);
});

test("a signal that cannot work is named, and the others are taken", async () => {
  const unable = { ...countingSignal({ unavailable: () => "there is no model" }), name: "unable" };
  const { values, leftOut } = await measureSamples(samples, [{ signal: unable, options: {} }, { signal: countingSignal(), options: {} }], await context());
  expect(leftOut).toEqual([{ signal: "unable", why: "there is no model" }]);
  expect(values.get("00000001")).toEqual({ scene: 1 });
});

test("a sample without a number has null, one with NaN is a defect", async () => {
  const few = countingSignal({ measure: () => Promise.resolve(new Map([["00000000", { scene: 4 }]])) });
  const { values } = await measureSamples(samples, [{ signal: few, options: {} }], await context());
  expect([...values.values()]).toEqual([{ scene: 4 }, { scene: null }, { scene: null }]);
  const broken = countingSignal({ measure: () => Promise.resolve(new Map([["00000000", { scene: NaN }]])) });
  await expect(measureSamples(samples, [{ signal: broken, options: {} }], await context())).rejects.toMatchObject({ code: "E_INTERNAL" });
});
