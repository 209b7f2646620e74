import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SamplePage } from "../../../src/studio/protocol.js";
import type { DistributionReport, RunComparison, RunsDifference, SamplePairs, VerificationReport, Viewpoints } from "../../../src/studio/report/report-messages.js";
import { smallRun } from "../../interchange/small-run.js";
import { judgedRun } from "../judged-run.js";
import { openedRun, smallStudio, type SmallStudio } from "../small-studio.js";

const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;

async function studioOf(folders: readonly string[], names: readonly string[]): Promise<SmallStudio> {
  const studio = await smallStudio(folders);
  for (const name of names) await openedRun(studio, name);
  return studio;
}

test("tells how samples are spread, under the gallery's filters", async () => {
  const { ask } = await studioOf([await judgedRun()], ["vehicles"]);
  const all = await json<DistributionReport>(ask("api/runs/vehicles/report"));
  expect(all.total).toBe(24);
  expect(all.series.reduce((sum, { count }) => sum + count, 0)).toBe(24);
  const cars = await json<DistributionReport>(ask("api/runs/vehicles/report?category=car"));
  expect(cars.total).toBe(8);
  const bar = cars.distributions.flatMap((each) => (each.name === "elevation" && each.kind === "number" ? each.bins : [])).find(({ counts }) => counts.some((count) => count > 0))!;
  const page = await json<SamplePage>(ask(`api/runs/vehicles/samples?category=car&elevation=${bar.range}`));
  expect(page.total).toBe(bar.counts.reduce((sum, count) => sum + count, 0));
  const seen = await json<Viewpoints>(ask("api/runs/vehicles/report/viewpoints?category=car"));
  expect(seen).toMatchObject({ images: 8, division: { azimuthBins: 24, sineBins: 12 } });
  expect(await json(ask("api/runs/vehicles/report?colour=red"))).toMatchObject({ code: "E_OPTION", message: expect.stringContaining("colour") as string });
  expect((await ask("api/runs/other/report")).status).toBe(404);
});

test("gives the report of a verification with curves of each number, and says what it is not about", async () => {
  const root = await judgedRun();
  const { ask, studio } = await studioOf([root], ["vehicles"]);
  const found = await json<Extract<VerificationReport, { report: object }>>(ask("api/runs/vehicles/report/verification"));
  expect(found.report).toMatchObject({ count: 24, calibration: { status: "uncalibrated" }, truth: { known: 24 }, leftOut: [{ signal: "depth" }] });
  expect(found).toMatchObject({ changed: 0, unjudged: 0, answers: 0, command: `dst3d verify ${root}` });
  expect(found.curves.map(({ name }) => name)).toEqual(["combined", "edgeRecall", "sharpness"]);
  for (const { auc, points } of found.curves) {
    let area = 0;
    for (let at = 1; at < points.length; at++) area += ((points[at]!.falsePositiveRate - points[at - 1]!.falsePositiveRate) * (points[at]!.truePositiveRate + points[at - 1]!.truePositiveRate)) / 2;
    expect(area).toBeCloseTo(auc, 9);
  }
  const record = join(root, "shard-00000", "00000003.json");
  const image = join(root, "shard-00000", "00000003.image.png");
  writeFileSync(record, readFileSync(record, "utf8").replaceAll((JSON.parse(readFileSync(record, "utf8")) as { files: { image: { sha256: string } } }).files.image.sha256, "a".repeat(64)));
  writeFileSync(image, "another");
  rmSync(join(root, "shard-00000", "00000004.json"));
  await studio.workspace.refresh();
  expect(await json(ask("api/runs/vehicles/report/verification"))).toMatchObject({ changed: 1, unjudged: 0 });
  writeFileSync(join(root, "verify", "report.json"), `{"formatVersion":1,"run":7}`);
  const broken = await ask("api/runs/vehicles/report/verification");
  expect(await broken.json()).toMatchObject({ code: "E_RECORD", hint: "Run dst3d verify again." });
  rmSync(join(root, "verify", "report.json"));
  expect(await json(ask("api/runs/vehicles/report/verification"))).toEqual({ report: null, hasScores: true, command: `dst3d verify ${root}` });
});

test("says that a run was not verified", async () => {
  const { ask } = await studioOf([await smallRun()], ["run"]);
  expect(await json(ask("api/runs/run/report/verification"))).toMatchObject({ report: null, hasScores: false });
});

test("compares two runs: distributions, options, samples with equal ids, and all of them when asked", async () => {
  const [first, second] = [await judgedRun("first"), await judgedRun("second")];
  const scores = join(second, "verify", "scores.jsonl");
  writeFileSync(scores, readFileSync(scores, "utf8").replace(/"verdict":"accepted"/, '"verdict":"unsure"'));
  const { ask } = await studioOf([first, second], ["first", "second"]);
  const same = await json<RunComparison>(ask("api/runs/first/report/comparison?with=second"));
  expect(same).toMatchObject({ runs: [{ name: "first", count: 24 }, { name: "second", count: 24 }], common: 24, sameLabel: 24, otherVerdict: 1, options: [] });
  expect(same.viewpointDifference).toBeCloseTo(0, 12);
  expect(same.distributions[0]).toMatchObject({ name: "verdict", difference: expect.closeTo(1 / 24, 9) as number });
  const pairs = await json<SamplePairs>(ask("api/runs/first/report/pairs?with=second&category=car&offset=2&limit=3"));
  expect(pairs.total).toBe(8);
  expect(pairs.pairs.map(({ id, first: one, second: other }) => [id, one.id, other.id])).toEqual(pairs.pairs.map(({ id }) => [id, id, id]));
  expect((await json<SamplePairs>(ask("api/runs/first/report/pairs?with=second&only=verdict"))).total).toBe(1);
  expect(await json<RunsDifference>(ask("api/runs/first/report/difference?with=second"))).toMatchObject({ differ: false, labels: { compared: 24, differing: 0 } });
  expect(await json(ask("api/runs/first/report/comparison"))).toMatchObject({ code: "E_OPTION" });
  expect((await ask("api/runs/first/report/comparison?with=..%2F..%2Fetc")).status).toBe(404);
});
