import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeImage } from "../../../src/codecs/image.js";
import { radians } from "../../../src/core/math.js";
import { azimuthGroup, elevationGroup } from "../../../src/verify/report/groups.js";
import { makeReport } from "../../../src/verify/report/make-report.js";
import { reportPage } from "../../../src/verify/report/page.js";
import type { JudgedSample } from "../../../src/verify/report/report.js";
import { reportPlots } from "../../../src/verify/report/report-plots.js";
import { extremes, inTurn, verdictSheet } from "../../../src/verify/report/sheets.js";
import { summaryText } from "../../../src/verify/report/summary.js";
import { writeReport } from "../../../src/verify/report/write-report.js";
import { boxScene } from "../../sheet/synthetic.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { sampleOf } from "../samples.js";
import { judgedSamples, reportInput } from "./judged-samples.js";

const judged = judgedSamples(240);
const input = reportInput(judged);
const report = makeReport(input);

test("verdicts and truth are counted, as a whole and by group", () => {
  const { accepted, rejected, unsure } = report.verdicts;
  expect(accepted + rejected + unsure).toBe(240);
  for (const groups of [report.categories, report.azimuths, report.elevations]) expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(240);
  expect(report.truth).toMatchObject({ known: 240, good: judged.filter(({ isGood }) => isGood).length });
  expect(report.truth!.auc).toBeGreaterThan(0.85);
  expect(report.truth!.aucInterval!.low).toBeLessThan(report.truth!.auc!);
  const car = report.categories.find(({ name }) => name === "car")!;
  const cars = judged.filter(({ sample }) => sample.record.objects[0]!.category === "car");
  expect(car.count).toBe(cars.length);
  expect(car.precision).toBeCloseTo(cars.filter(({ verdict, isGood }) => verdict === "accepted" && isGood).length / car.verdicts.accepted, 12);
  expect(report.kinds.map(({ name }) => name)).toEqual([...new Set(judged.flatMap(({ plantedKind }) => plantedKind ?? []))].sort());
  expect(report.kinds.find(({ name }) => name === "erased")!.auc).toBeGreaterThan(0.9);
});

test("yields are promised by the chances and counted where the truth is known", () => {
  const at95 = report.yields.find(({ precision }) => precision === 0.95)!;
  const accepted = judged.filter(({ score }) => score !== null && score >= at95.cut!);
  expect(at95.accepted).toBe(accepted.length);
  expect(at95.expected!.precision).toBeCloseTo(accepted.reduce((sum, { score }) => sum + score!, 0) / accepted.length, 12);
  expect(at95.measured!.precision).toBeCloseTo(accepted.filter(({ isGood }) => isGood).length / accepted.length, 12);
  expect(report.yields.map(({ precision }) => precision)).toEqual([0.9, 0.95, 0.99]);
  expect(makeReport({ ...input, targetPrecision: 0.8 }).yields.map(({ precision }) => precision)).toEqual([0.8, 0.9, 0.95, 0.99]);
});

test("another share of wrong pictures than the chances assume is said", () => {
  expect(report.truth!.caution).toBeNull();
  const mostlyBad = makeReport({ ...input, judged: judged.filter(({ isGood }, index) => !isGood || index % 4 === 0) });
  expect(summaryText(mostlyBad)).toMatch(/\d\d% of the pictures here are wrong, and chances are those of 25% \(badShare\)/);
});

test("without truth there is no curve and no area, but an expected yield", () => {
  const blind = makeReport(reportInput(judgedSamples(60, { knowsTruth: false })));
  expect(blind.truth).toBeNull();
  expect(blind.yields[0]!.expected).not.toBeNull();
  expect(blind.yields[0]!.measured).toBeNull();
  expect(blind.kinds).toEqual([]);
  expect(summaryText(blind)).not.toContain("Truth is known");
});

test("pictures of another generator are uncalibrated until people have answered", () => {
  const other = makeReport({ ...input, generator: { id: "diffusion", model: "sd15" } });
  expect(other.calibration.status).toBe("uncalibrated");
  expect(summaryText(other)).toContain("Uncalibrated: the calibration was made with pictures of imitation, these are of diffusion (sd15)");
  expect(makeReport({ ...input, generator: { id: "diffusion", model: "sd15" }, humanAnswerCount: 200 }).calibration.status).toBe("calibrated");
  const none = makeReport({ ...input, calibration: null, judged: judged.map((each) => ({ ...each, score: null, verdict: "unsure" as const })) });
  expect(none).toMatchObject({ truth: null, expectedGoodShare: null, calibration: { status: "uncalibrated" } });
  expect(reportPage(none, new Map(), [])).toContain("not reached");
});

test("sides and heights are named by what is seen", () => {
  const at = (azimuthDegrees: number, elevationDegrees: number) => boxScene({ index: 0, azimuthRadians: radians(azimuthDegrees), elevationRadians: radians(elevationDegrees), size: 8 }).record;
  expect([0, 22, 23, 90, 180, 270, 337, 338].map((azimuth) => azimuthGroup(at(azimuth, 0)))).toEqual(["front", "front", "front left", "left", "back", "right", "front right", "front"]);
  expect([-5, 0, 15, 45, 80].map((elevation) => elevationGroup(at(0, elevation)))).toEqual(["from below", "0° to 15°", "15° to 30°", "30° to 60°", "from above 60°"]);
  expect(azimuthGroup({ ...at(0, 0), labelStatus: "none" })).toBeNull();
  expect(azimuthGroup({ ...at(0, 0), objects: [] })).toBeNull();
});

test("a page says everything, escapes it, and reaches for nothing", () => {
  const evil = '"><script>alert(1)</script>';
  const page = reportPage(makeReport({ ...input, run: evil, notes: [evil], leftOut: [{ signal: evil, why: evil }], trainings: [{ name: evil, note: evil, losses: [] }] }), reportPlots(report, judged), [{ png: new Uint8Array([1]), caption: evil }]);
  expect(page).not.toContain("<script");
  expect(page.match(/https?:/g)).toBeNull();
  expect(page).toContain("default-src &#39;none&#39;");
  for (const { name } of report.measures) expect(page).toContain(name);
});

test("sheets show the extremes, categories in turn", () => {
  expect(inTurn(["a1", "a2", "a3", "b1", "c1", "c2"], (name) => name[0]!, 5)).toEqual(["a1", "b1", "c1", "a2", "c2"]);
  const best = extremes(judged, "best", 4);
  expect(best.map(({ sample }) => sample.record.objects[0]!.category).sort()).toEqual(["car", "car", "chair", "chair"]);
  expect(Math.min(...best.map(({ score }) => score!))).toBeGreaterThan(Math.max(...extremes(judged, "worst", 4).map(({ score }) => score!)));
});

test("the sheet of verdicts has a row of each; a picture that cannot be read is left out", async () => {
  const sheet = await verdictSheet(judged, { columns: 4, tileWidth: 64 });
  expect(sheet.width).toBe(2 * 24 + 4 * 64 + 3 * 12);
  const unreadable: JudgedSample = { ...judged[0]!, score: 1, sample: { ...sampleOf(judged[0]!.sample.record), image: () => judgedError() } };
  await expect(verdictSheet([unreadable], { columns: 1, tileWidth: 64 })).resolves.toMatchObject({ width: 112 });
});

async function judgedError(): Promise<never> {
  await decodeImage(new Uint8Array([1, 2, 3]));
  throw new Error("unreachable");
}

test("everything is written, and the same again from the same", async () => {
  const folders = [temporaryFolder(), temporaryFolder()];
  const [first] = [await writeReport(folders[0]!, input), await writeReport(folders[1]!, input)];
  const names = (await readdir(folders[0]!, { recursive: true })).sort();
  expect(names).toEqual(expect.arrayContaining(["best.png", "worst.png", "report.html", "report.json", "report.txt", join("plots", "roc.svg"), join("plots", "roc.png"), join("plots", "reliability.svg"), join("plots", "loss-kcf.svg")]));
  for (const name of ["report.html", "report.json", "best.png", join("plots", "roc.png")]) expect(await readFile(join(folders[0]!, name))).toEqual(await readFile(join(folders[1]!, name)));
  expect(JSON.parse(await readFile(join(folders[0]!, "report.json"), "utf8"))).toEqual(first.report);
  expect(first.summary).toContain("kcf: 5 folds, 30 epochs, 64 px");
});
