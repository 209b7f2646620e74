/** A run's viewpoints, from its records. */
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { auditRun } from "../../src/engine/audit-run.js";
import type { Audit } from "../../src/evaluate/viewpoints/audit.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { call, fakeTerminal } from "../cli/fake-terminal.js";
import { smallRun } from "../interchange/small-run.js";
import { temporaryFolder } from "../temporary-folder.js";

let run: string;

beforeAll(async () => {
  run = await smallRun({ viewpoints: { list: [{ azimuthDegrees: 10, elevationDegrees: 5, distance: 1.6 }, { azimuthDegrees: 100, elevationDegrees: 5, distance: 2 }] } });
}, 120_000);

it("counts every object, and compares with another run and with a list", async () => {
  const out = join(temporaryFolder(), "figures");
  const { report, written } = await auditRun({ folder: run, against: run, out });
  const audit = report.figures as Audit;
  expect(audit).toMatchObject({ images: 6, objects: 6, count: 6, entropyBits: 1, jensenShannonBits: 0, leftOut: {}, balance: { distance: { minimum: 1.6, maximum: 2 } } });
  expect(audit.counts[6]!.filter((count) => count > 0)).toEqual([3, 3]);
  expect(written.every((file) => existsSync(file))).toBe(true);
  expect(readFileSync(join(out, "viewpoints.svg"), "utf8")).toContain("largest hole");
  const list = join(temporaryFolder(), "list.csv");
  writeFileSync(list, "azimuthDegrees,elevationDegrees\n10,5\n");
  const listed = (await auditRun({ folder: run, against: list, out: null })).report.figures as Audit;
  expect(listed.jensenShannonBits).toBeCloseTo(0.311, 3);
});

it("as a command: a table, JSON, and what is wrong with the call", async () => {
  const audit = (args: readonly string[]) => call(["evaluate", "viewpoints", ...args], { library: { auditRun }, terminal: fakeTerminal({ folder: run }) });
  expect((await audit([run])).out).toMatch(/all +6 +1\.00/);
  expect(JSON.parse((await audit([run, "--json"])).out)).toMatchObject({ type: "evaluation", metric: "viewpoints", count: 6 });
  expect((await audit([run, "--type", "segm"])).err).toContain("knows no --type");
  expect((await audit([run, run])).code).toBe(2);
  expect((await audit([run, "--against", "nowhere.json"])).err).toContain("there is no");
  expect((await audit([join(run, "none")])).err).toContain("holds no dataset");
});

it("leaves out and counts images without label, unknown fronts and records that cannot be read", async () => {
  const copy = join(temporaryFolder(), "copy");
  cpSync(run, copy, { recursive: true });
  const change = (index: number, text: (record: SampleRecord) => string): void => {
    const file = join(copy, "shard-00000", `0000000${index}.json`);
    writeFileSync(file, text(JSON.parse(readFileSync(file, "utf8")) as SampleRecord));
  };
  change(0, (record) => JSON.stringify({ ...record, labelStatus: "none" }));
  change(1, (record) => JSON.stringify({ ...record, objects: record.objects.map((object) => ({ ...object, frontKnown: false })) }));
  change(2, () => "{");
  const { report } = await auditRun({ folder: copy, against: null, out: null });
  expect(report.figures).toMatchObject({ images: 5, objects: 4, count: 3, leftOut: { "no label": 1, "front unknown": 1, "record unreadable": 1 } });
  expect(report.warnings).toContain("1 left out: front unknown");
});
