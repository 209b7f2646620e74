/** What is said of estimated viewpoints. */
import { expect, test } from "vitest";
import { auditor, type Audit } from "../../../src/evaluate/viewpoints/audit.js";
import { estimateReport, type EstimateErrors, type EstimateErrorTable, type EstimateSource } from "../../../src/evaluate/viewpoints/estimate-report.js";

const errors = (share: number, pictures = 40): EstimateErrors => ({ pictures, shapes: 9, medianAzimuthDegrees: 12.34, shareWithin30Degrees: share, medianElevationDegrees: 4.5 });
const table = (car: number, all = 0.66): EstimateErrorTable => ({ ...errors(0.7), perCategory: { all: errors(all), car: errors(car) } });

function seen(...azimuths: number[]): Audit {
  const audit = auditor();
  for (const azimuth of azimuths) audit.add({ category: azimuth > 3 ? "all" : "car", azimuth, elevation: 0, distance: null, visibleFraction: null, truncation: null, size: null });
  return audit.audit();
}

function source(change: Partial<EstimateSource> = {}): EstimateSource {
  const network = { sha256: "0".repeat(64), variant: "corrected", heldOut: { aroundBox: table(0.8), wholePicture: table(0.3) }, learnt: { run: "vehicles", arms: ["bg3d", "diffusion"], pictures: 100, shapes: 20, epochs: 30 } };
  return { hasTarget: false, network, shown: { aroundBox: 2, wholePicture: 0 }, broken: null, agreement: null, ...change };
}

const headings = (report: { tables: readonly { heading: string }[] }) => report.tables.map(({ heading }) => heading);

test("the network's own error stands beside, for each way in which pictures were shown", () => {
  const boxes = estimateReport(seen(0, 1), source());
  expect(headings(boxes)).toEqual(["Estimated viewpoints", "The network's own error, around the object's box, on shapes that it did not learn from", "Classes"]);
  expect(boxes.tables[1]!.rows).toEqual([["all", "40", "12.3", "66.0", "4.5", "9"], ["car", "40", "12.3", "80.0", "4.5", "9"], ["all", "40", "12.3", "70.0", "4.5", "9"]]);
  expect(headings(estimateReport(seen(0), source({ shown: { aroundBox: 1, wholePicture: 1 } })))[2]).toContain("own error, as a whole");
});

test("notes: estimates, from what, how far off, and which say little in the way that was used", () => {
  const { warnings } = estimateReport(seen(0, 1), source());
  expect(warnings).toEqual([expect.stringMatching(/estimates of a pose network, which learnt from 100 pictures of 20 shapes \(vehicles: bg3d, diffusion\)/), expect.stringMatching(/^2 pictures were shown around the object's box: .* off by 12\.3° \(median\) and within 30° for 70\.0 %/)]);
  const whole = estimateReport(seen(0, 1), source({ shown: { aroundBox: 0, wholePicture: 2 }, broken: { name: "a.png", problem: "it is empty" } })).warnings.join("\n");
  expect(whole).toMatch(/of car, shown as a whole, the network reads fewer than half of the azimuths within 30°/);
  expect(whole).toContain("unreadable, such as a.png: it is empty");
});

test("beside labels: how far off on these pictures, and how far the distributions are apart; a category may be called all", () => {
  const agreement = { errors: table(0.9), labels: seen(0, 1, 4), estimates: seen(0, 1, 5) };
  const { tables, figures } = estimateReport(seen(0, 1, 5, 5), source({ agreement }));
  const rows = tables.find(({ heading }) => heading.startsWith("Estimates beside the labels"))!.rows;
  expect(rows.map((row) => [row[0], row[3], row.at(-1)])).toEqual([["all", "66.0", "1.000"], ["car", "90.0", "0.000"], ["all", "70.0", "0.333"]]);
  expect(rows[1]).toEqual(["car", "40", "12.3", "90.0", "4.5", "1.00", "7.170", "0.000"]);
  expect(figures).toMatchObject({ count: 4, againstLabels: { jensenShannonBits: expect.closeTo(1 / 3, 9) as number, labels: { count: 3 } } });
});
