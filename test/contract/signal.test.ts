/** What every signal promises, whatever it compares. A new signal is taken in by its line in CASES. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DatasetError } from "../../src/core/errors.js";
import type { Signal, SignalContext, SignalValues } from "../../src/verify/signal.js";
import { SIGNAL_NAMES, signalsOptions, type SignalName } from "../../src/verify/signals/options.js";
import { signalOf } from "../../src/verify/signals/registry.js";
import type { VerifiedSample } from "../../src/verify/verified-sample.js";
import { draw, goodSamples, houseOf, idOf, sampleOfHouse, sceneOf, type Scene } from "../verify/signals/world.js";

const COUNT = 24;
/** The sample whose picture is spoilt, and the one that is compared with it. */
const SPOILT = 6;
const house = houseOf(SPOILT);

/** What spoils a picture for which measures. */
interface Case {
  options?: () => Record<string, unknown>;
  /** Measures that need more than a dataset has kept: shapes to be rendered again. */
  rendered?: readonly string[];
  bad: readonly { measures: readonly string[]; shows: () => Scene; named?: string }[];
}

const CASES: Record<SignalName, Case> = {
  sanity: {
    bad: [
      { measures: ["contrast", "clippedShare"], shows: () => sceneOf(house, { exposure: 0 }) },
      { measures: ["sharpness"], shows: () => sceneOf(house, { blur: 3 }) },
      { measures: ["nearestHashDistance"], shows: () => sceneOf(houseOf(SPOILT + 1)), named: idOf(SPOILT + 1) },
    ],
  },
  edges: { bad: [] },
  colors: { bad: [] },
  // What networks find is tested with more pictures than there are here.
  silhouette: { options: () => ({ folds: 2, epochs: 1 }), bad: [] },
  match: { options: () => ({ folds: 2, epochs: 1, size: 32, batch: 8 }), rendered: ["matchMargin"], bad: [] },
  kcf: { options: () => ({ folds: 2, epochs: 1, size: 32 }), bad: [] },
};

const open = (name: SignalName): Signal => signalOf(name, signalsOptions.parse({ [name]: CASES[name].options?.() ?? {} }));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dst3d-signal-"));
});
afterAll(() => rm(folder, { recursive: true }));

let runs = 0;
function contextOf(changes: Partial<SignalContext> = {}): SignalContext & { notes: string[] } {
  const notes: string[] = [];
  return { seed: 5, folder: join(folder, String(runs++)), processes: 1, device: "cpu", signal: new AbortController().signal, renderLabel: null, progress: () => {}, note: (message) => void notes.push(message), notes, ...changes };
}

const bySample = (values: ReadonlyMap<string, SignalValues>): [string, SignalValues][] => [...values].sort(([a], [b]) => (a < b ? -1 : 1));
const allNull = (values: SignalValues | undefined): boolean => values !== undefined && Object.values(values).every((value) => value === null);

it("is held up to every signal", () => {
  expect(Object.keys(CASES)).toEqual([...SIGNAL_NAMES]);
});

it("gives every measure a name of its own, a description and a reason", () => {
  const measures = SIGNAL_NAMES.flatMap((name) => open(name).measures);
  expect(new Set(measures.map(({ name }) => name)).size).toBe(measures.length);
  for (const { name, description, reason } of measures) {
    expect(name).toMatch(/^[a-z][A-Za-z0-9]+$/);
    expect(description.length).toBeGreaterThan(10);
    expect(reason).toMatch(/^[a-z].*[^.]$/);
  }
});

describe.each(SIGNAL_NAMES)("%s", (name) => {
  const samples = goodSamples(COUNT);
  const bad = CASES[name].bad;
  let signal: Signal;
  let good: ReadonlyMap<string, SignalValues>;

  beforeAll(async () => {
    signal = open(name);
    good = await signal.measure(samples, contextOf());
  });

  it("has the name that users type, and works on labelled pictures", () => {
    expect(signal.name).toBe(name);
    expect(signal.unavailable(samples)).toBeNull();
  });

  it("gives every sample all its measures, as numbers", () => {
    expect([...good.keys()].sort()).toEqual(samples.map(({ key }) => key));
    for (const values of good.values()) {
      expect(Object.keys(values).sort()).toEqual(signal.measures.map((measure) => measure.name).sort());
      for (const [measure, value] of Object.entries(values)) if (CASES[name].rendered?.includes(measure) !== true) expect(value).toSatisfy(Number.isFinite);
    }
  });

  it("does not depend on the order of samples, nor on what was planted", async () => {
    const planted = { kind: "mirrored", amount: 1 };
    const others = [...samples].reverse().map((sample, index): VerifiedSample => (index % 3 === 0 ? { ...sample, record: { ...sample.record, planted } } : sample));
    expect(bySample(await signal.measure(others, contextOf()))).toEqual(bySample(good));
  });

  it("gives nulls and a note for a picture that cannot be read", async () => {
    const spoilt = sampleOfHouse(idOf(3), houseOf(3), null, {}, () => new DatasetError("E_IMAGE", "broken.png is cut short."));
    const context = contextOf();
    const values = await signal.measure(samples.map((sample, index) => (index === 3 ? spoilt : sample)), context);
    expect(allNull(values.get(idOf(3)))).toBe(true);
    expect(Object.keys(values.get(idOf(3))!).sort()).toEqual(signal.measures.map((measure) => measure.name).sort());
    expect(context.notes.filter((note) => note.includes("broken.png is cut short."))).toHaveLength(1);
    expect(allNull(values.get(idOf(4)))).toBe(false);
  });

  it.skipIf(name === "sanity")("gives nulls where there is no label", async () => {
    const picture = draw(sceneOf(house), "unlabelled");
    const photograph = sampleOfHouse(idOf(3), house, picture, { objects: [], camera: null, labelStatus: "none", depth: null });
    const values = await signal.measure(samples.map((sample, index) => (index === 3 ? photograph : sample)), contextOf());
    expect(allNull(values.get(idOf(3)))).toBe(true);
    expect(allNull(values.get(idOf(4)))).toBe(false);
  });

  it("rejects with the reason for which it is stopped", async () => {
    const stop = new AbortController();
    const reason = new Error("enough");
    const measuring = signal.measure(samples, contextOf({ signal: stop.signal, progress: () => stop.abort(reason) }));
    await expect(measuring).rejects.toBe(reason);
  });

  it.each(bad.flatMap(({ measures, ...spoil }) => measures.map((measure) => ({ measure, ...spoil }))))("sees a bad picture by $measure", async ({ measure, shows, named }) => {
    const spoilt = sampleOfHouse(idOf(SPOILT), house, draw(shows(), named ?? idOf(SPOILT)));
    const values = await signal.measure(samples.map((sample, index) => (index === SPOILT ? spoilt : sample)), contextOf());
    const [before, after] = [good, values].map((map) => map.get(idOf(SPOILT))![measure]!) as [number, number];
    const { good: end } = signal.measures.find((one) => one.name === measure)!;
    expect(end === "high" ? before - after : after - before).toBeGreaterThan(0);
  });

  if (bad.length > 0) it("has a bad picture for every measure", () => {
    expect(bad.flatMap(({ measures }) => measures).sort()).toEqual(signal.measures.map((measure) => measure.name).sort());
  });
});
