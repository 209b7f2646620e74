/** What every signal promises, whatever it compares. A new signal is taken in by its line in CASES. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { degrees } from "../../src/core/math.js";
import { DatasetError } from "../../src/core/errors.js";
import type { Signal, SignalContext, SignalValues } from "../../src/verify/signal.js";
import { SIGNAL_NAMES, signalsOptions, type SignalName } from "../../src/verify/signals/options.js";
import { signalOf } from "../../src/verify/signals/registry.js";
import type { VerifiedSample } from "../../src/verify/verified-sample.js";
import { aroundObject, pictureInWindow } from "../../src/verify/window.js";
import { PLAIN, writeDepthModel, writeImageModel, writeOrientationModel, writeTextModel, writeTokenizer } from "../verify/signals/small-models.js";
import { draw, goodSamples, houseOf, idOf, sampleOfHouse, sceneOf, turnRadiansOf, type House, type Scene } from "../verify/signals/world.js";

// Some signals train networks, which takes long beside other work.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const COUNT = 24;
/** The sample whose picture is spoilt, and the one that is compared with it. */
const SPOILT = 6;
const house = houseOf(SPOILT);

/** What spoils a picture for which measures. */
interface Case {
  options?: (folder: string) => Promise<Record<string, unknown>>;
  /** Measures that need more than a dataset has kept: shapes to be rendered again. */
  rendered?: readonly string[];
  bad: readonly { measures: readonly string[]; shows: () => Scene; named?: string }[];
}

const SIZE = 64;
const moved = (dx: number): Scene => sceneOf({ ...house, x: house.x + dx });
const mirroredScene = (): Scene => sceneOf({ ...house, corner: 1 - house.corner });

const CASES: Record<SignalName, Case> = {
  sanity: {
    bad: [
      { measures: ["contrast", "clippedShare"], shows: () => sceneOf(house, { exposure: 0 }) },
      { measures: ["sharpness"], shows: () => sceneOf(house, { blur: 3 }) },
      { measures: ["nearestHashDistance"], shows: () => sceneOf(houseOf(SPOILT + 1)), named: idOf(SPOILT + 1) },
    ],
  },
  edges: {
    bad: [
      { measures: ["outlineRecall", "outlinePrecision"], shows: () => moved(12) },
      { measures: ["interiorRecall", "interiorPrecision", "turnMargin"], shows: mirroredScene },
      { measures: ["edgeShift"], shows: () => moved(1) },
    ],
  },
  colors: { bad: [{ measures: ["colorSeparation", "weakestSeparation"], shows: () => moved(8) }] },
  silhouette: {
    options: async () => ({ size: 32, folds: 2, batch: 6, epochs: 60, steps: 0, learningRate: 0.01 }),
    bad: [
      { measures: ["silhouetteIou", "silhouetteSeen", "silhouetteExcess", "silhouetteShift"], shows: () => moved(10) },
      { measures: ["secondInstance"], shows: () => sceneOf(house, { houses: [house, { ...house, x: house.x < 30 ? 66 : 2, y: house.y < 30 ? 66 : 2, width: 28, height: 28 }] }) },
    ],
  },
  // What these networks find is tested with more pictures than there are here.
  match: { options: async () => ({ folds: 2, epochs: 1, steps: 0, size: 32, batch: 8 }), rendered: ["matchMargin", "matchFront"], bad: [] },
  kcf: { options: async () => ({ folds: 2, epochs: 1, size: 32 }), bad: [] },
  depth: {
    options: async (folder) => ({ ...PLAIN, model: await writeDepthModel(folder, SIZE), size: SIZE }),
    bad: [{ measures: ["depthRank", "depthError"], shows: mirroredScene }],
  },
  orientation: {
    options: async (folder) => {
      const model = await writeOrientationModel(folder, SIZE);
      return { ...PLAIN, model, size: SIZE, gives: { kind: "angles", azimuth: { stepDegrees: degrees(turnRadiansOf(house)) / (await meanRed(house)) }, inPlane: null } };
    },
    bad: [{ measures: ["orientationErrorDegrees"], shows: mirroredScene }],
  },
  class: {
    options: async (folder) => ({
      ...PLAIN,
      imageModel: await writeImageModel(folder, SIZE),
      textModel: await writeTextModel(folder, (letter) => ("barn".includes(letter) ? [1, 0.5, 0] : [0, 0.5, 1])),
      tokenizer: await writeTokenizer(folder),
      size: SIZE,
      prompt: "{category}",
      scale: 10,
    }),
    bad: [{ measures: ["classLogChance"], shows: () => sceneOf({ ...house, category: "shed" }) }],
  },
};

/** What the small orientation model sees of a house. */
async function meanRed(shown: House): Promise<number> {
  const sample = sampleOfHouse(idOf(SPOILT), shown, draw(sceneOf(shown), idOf(SPOILT)));
  const { data } = pictureInWindow(await sample.image(), aroundObject(sample.record, { size: SIZE, margin: 1.2 })!);
  return data.reduce((all, value, at) => (at % 3 === 0 ? all + value / 255 : all), 0) / SIZE / SIZE;
}

const made = new Map<SignalName, Signal>();
const open = (name: SignalName): Signal => made.get(name)!;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dst3d-signal-"));
  for (const name of SIGNAL_NAMES) made.set(name, signalOf(name, signalsOptions.parse({ [name]: (await CASES[name].options?.(folder)) ?? {} })));
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

  if (name !== "sanity") it("gives nulls where there is no label", async () => {
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

  it.each(bad.map((spoil) => ({ ...spoil, by: spoil.measures.join(", ") })))("sees a bad picture by $by", async ({ measures, shows, named }) => {
    const spoilt = sampleOfHouse(idOf(SPOILT), house, draw(shows(), named ?? idOf(SPOILT)));
    const values = await signal.measure(samples.map((sample, index) => (index === SPOILT ? spoilt : sample)), contextOf());
    for (const measure of measures) {
      const [before, after] = [good, values].map((map) => map.get(idOf(SPOILT))![measure]!) as [number, number];
      const { good: end } = signal.measures.find((one) => one.name === measure)!;
      expect(end === "high" ? before - after : after - before, measure).toBeGreaterThan(0);
    }
  });

  if (bad.length > 0) it("has a bad picture for every measure", () => {
    expect(bad.flatMap(({ measures }) => measures).sort()).toEqual(signal.measures.map((measure) => measure.name).sort());
  });
});
