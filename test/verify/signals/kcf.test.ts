import { expect, test } from "vitest";
import { DatasetError } from "../../../src/core/errors.js";
import type { KcfOptions } from "../../../src/verify/kcf/options.js";
import type { SignalContext, SignalValues } from "../../../src/verify/signal.js";
import { kcfSignal } from "../../../src/verify/signals/kcf.js";
import type { VerifiedSample } from "../../../src/verify/verified-sample.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { dials } from "../kcf/dials.js";

const SMALL: Partial<KcfOptions> = { folds: 2, size: 16, batch: 16, epochs: 2, widths: [8, 16, 32] };

const open = (options: Partial<KcfOptions> = {}) => kcfSignal({ ...SMALL, ...options });

function contextOf(change: Partial<SignalContext> = {}): SignalContext & { notes: string[] } {
  const notes: string[] = [];
  return { seed: 3, folder: temporaryFolder(), processes: 1, device: "cpu", signal: new AbortController().signal, progress: () => {}, renderLabel: null, note: (message) => notes.push(message), notes, ...change };
}

const measure = (samples: VerifiedSample[], options: Partial<KcfOptions>, context: SignalContext = contextOf()) => open(options).measure(samples, context);

/** Chance that a wrong one has the larger number. */
function areaUnderCurve(wrong: readonly number[], right: readonly number[]): number {
  const wins = wrong.flatMap((a) => right.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

const isWrong = (index: number) => index % 4 === 1;
const wrongDials = () => dials(240, (index) => (isWrong(index) ? { turned: 60 + ((index * 77) % 240) } : {}));

test.each(["faithful", "corrected"] as const)("%s: pictures that do not show what the label says get worse numbers", async (variant) => {
  const samples = wrongDials();
  const values = await measure(samples, { variant, epochs: 24, ...(variant === "faithful" ? { learningRate: 0.05 } : {}) });
  expect([...values.keys()]).toEqual(samples.map(({ key }) => key));
  for (const { name, good } of open({ variant }).measures.filter(({ name }) => name !== "kcfCategory")) {
    const of = (wrong: boolean) => samples.filter((_, index) => isWrong(index) === wrong).map(({ key }) => values.get(key)![name]! * (good === "low" ? 1 : -1));
    expect(areaUnderCurve(of(true), of(false)), name).toBeGreaterThan(0.8);
  }
});

test("the numbers depend on samples and seed alone, and are finite", async () => {
  const first = await measure(dials(40), {});
  const again = await measure(dials(40), {});
  expect([...again]).toEqual([...first]);
  expect([...(await measure(dials(40), {}, contextOf({ seed: 4 })))]).not.toEqual([...first]);
  expect([...(await measure([...dials(40)].reverse(), {}))].sort()).toEqual([...first].sort());
  for (const values of first.values()) for (const value of Object.values(values)) expect(value).toSatisfy(Number.isFinite);
});

test("with several categories, the picture of another one is noticed", async () => {
  const samples = dials(120, (index) => ({ category: index % 2 === 0 ? "car" : "bus", ...(index % 2 === 0 ? {} : { shown: 45 }) }));
  // Buses all point the same way, so a bus called a car is known by that.
  const [wrong] = samples.filter((_, index) => index === 21);
  const renamed = samples.map((sample) => (sample === wrong ? { ...sample, record: { ...sample.record, objects: [{ ...sample.record.objects[0]!, category: "car" }] } } : sample));
  const values = await measure(renamed, { epochs: 10 });
  const buses = samples.filter((sample, index) => index % 2 === 1 && sample !== wrong).map(({ key }) => values.get(key)!["kcfCategory"]!);
  expect(values.get(wrong!.key)!["kcfCategory"]!).toBeLessThan(Math.min(...buses));
});

const nothing: SignalValues = { kcfLoss: null, kcfAngleDegrees: null, kcfMargin: null, kcfCategory: null };

test("samples without label, picture or enough others of their category are not judged, and that is said", async () => {
  const samples = dials(44, (index) => ({ category: index >= 40 ? "tram" : "car" }));
  const without = (index: number, change: Partial<VerifiedSample>) => (samples[index] = { ...samples[index]!, ...change });
  without(1, { image: () => Promise.reject(new DatasetError("E_NOT_FOUND", "00000001.image.png is missing")) });
  without(2, { record: { ...samples[2]!.record, objects: [] } });
  without(3, { record: { ...samples[3]!.record, labelStatus: "none" } });
  without(4, { record: { ...samples[4]!.record, objects: [{ ...samples[4]!.record.objects[0]!, boxAmodalXYXY: null, boxVisibleXYXY: null }] } });
  without(5, { record: { ...samples[5]!.record, camera: null } });
  const context = contextOf();
  const values = await measure(samples, {}, context);
  for (const index of [1, 2, 3, 4, 5, 40, 41, 42, 43]) expect(values.get(samples[index]!.key), String(index)).toEqual(nothing);
  expect(values.get(samples[0]!.key)!["kcfLoss"]).toEqual(expect.any(Number));
  expect(context.notes.join("\n")).toMatch(/tram: 4 pictures .* too few/);
  expect(context.notes.join("\n")).toMatch(/2 pictures could not be looked at, such as 00000001: 00000001.image.png is missing/);
});

test("an error that is no fault of a sample is not hidden", async () => {
  const samples = dials(40);
  samples[7] = { ...samples[7]!, image: () => Promise.reject(new TypeError("a defect")) };
  await expect(measure(samples, {})).rejects.toThrow("a defect");
});

test("by shape, a category has as many folds as shapes; one with a single shape cannot be judged", async () => {
  const context = contextOf();
  const samples = dials(60, (index) => ({ category: index < 30 ? "car" : "bus", shape: index < 30 ? `car ${index % 2}` : "bus 0" }));
  const values = await measure(samples, { unit: "shape", folds: 3 }, context);
  expect(values.get(samples[0]!.key)!["kcfLoss"]).toEqual(expect.any(Number));
  expect(values.get(samples[59]!.key)!["kcfLoss"]).toBeNull();
  expect(context.notes.join("\n")).toMatch(/car: only 2 shapes, so 2 folds in place of 3/);
  expect(context.notes.join("\n")).toMatch(/bus: 30 pictures of 1 shape are too few/);
});

test("what cannot be filtered is said before anything is trained", () => {
  const signal = open();
  expect(signal.unavailable(dials(9))).toMatch(/no category has at least 10 labelled images/);
  expect(signal.unavailable(dials(40))).toBeNull();
  expect(open({ unit: "shape" }).unavailable(dials(40, () => ({ shape: "only one" })))).toMatch(/split by image/);
  expect(signal.unavailable(dials(40).map((sample) => ({ ...sample, record: { ...sample.record, objects: [] } })))).toMatch(/no category/);
  expect(signal.unavailable([])).toMatch(/no category/);
});

test("an abort ends it with its reason", async () => {
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  await expect(measure(dials(40), {}, contextOf({ signal: controller.signal }))).rejects.toThrow("enough");
});
