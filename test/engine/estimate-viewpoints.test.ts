/** Viewpoints of pictures without labels, estimated by a network that reads dials. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { encodePng } from "../../src/codecs/image.js";
import { estimateViewpoints } from "../../src/engine/estimate-viewpoints.js";
import type { Audit } from "../../src/evaluate/viewpoints/audit.js";
import { jensenShannonBits as jensenShannon } from "../../src/evaluate/viewpoints/divergence.js";
import type { EstimateErrorTable } from "../../src/evaluate/viewpoints/estimate-report.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { sha256Hex } from "../../src/storage/sha256.js";
import { writePoseNetwork } from "../../src/verify/pose-network/network-file.js";
import { call, fakeTerminal } from "../cli/fake-terminal.js";
import { smallRun } from "../interchange/small-run.js";
import { temporaryFolder } from "../temporary-folder.js";
import { dialImage } from "../verify/kcf/dials.js";
import { dialNetwork } from "../verify/pose-network/dial-network.js";

interface Figures extends Audit {
  shown: object;
  againstLabels: { errors: EstimateErrorTable; jensenShannonBits: number; labels: Audit } | null;
}

let network: string;
beforeAll(async () => {
  network = join(temporaryFolder(), "pose.safetensors");
  await writePoseNetwork(network, await dialNetwork());
}, 120_000);

/** Pictures of dials, by name and azimuth. */
async function folderOf(dials: Readonly<Record<string, number>>): Promise<string> {
  const root = temporaryFolder();
  for (const [name, azimuth] of Object.entries(dials)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), await encodePng(dialImage(azimuth, name)));
  }
  return root;
}

const around = (count: number, from: number, to: number): Record<string, number> => Object.fromEntries(Array.from({ length: count }, (_, index) => [`car/${String(index).padStart(3, "0")}.png`, from + ((to - from) * index) / count]));

async function estimate(folder: string, options: Partial<Parameters<typeof estimateViewpoints>[0]> = {}) {
  const { report, written } = await estimateViewpoints({ folder, network, category: null, against: null, out: null, ...options });
  return { report, written, figures: report.figures as Figures };
}

it("finds from which side pictures of a folder are taken, and tells evenness from bias", async () => {
  const even = (await estimate(await folderOf(around(96, 0, 360)))).figures;
  const fronts = (await estimate(await folderOf(around(96, -30, 30)))).figures;
  expect(even).toMatchObject({ images: 96, count: 96, leftOut: {}, shown: { aroundBox: 0, wholePicture: 96 }, againstLabels: null });
  expect(fronts.klUniformBits - even.klUniformBits).toBeGreaterThan(1);
  const byAzimuth = Array.from({ length: 24 }, (_, column) => fronts.counts.reduce((sum, row) => sum + row[column]!, 0));
  const near = [21, 22, 23, 0, 1, 2].reduce((sum, column) => sum + byAzimuth[column]!, 0);
  expect(near / 96).toBeGreaterThan(0.85);
});

it("says that these are estimates, and how far the network is off on pictures shown in the same way", async () => {
  const out = join(temporaryFolder(), "figures");
  const { report, written, figures } = await estimate(await folderOf(around(8, 0, 90)), { out });
  expect(report.tables.map(({ heading }) => heading)).toEqual(["Estimated viewpoints", "The network's own error, as a whole, on shapes that it did not learn from", "Classes"]);
  expect(report.tables[1]!.rows.map(([name, pictures]) => [name, pictures])).toEqual([["bus", "40"], ["car", "40"], ["all", "80"]]);
  expect(report.warnings[0]).toMatch(/estimates of a pose network, which learnt from 160 pictures of 8 shapes \(dials: bg3d\)/);
  expect(report.warnings[1]).toMatch(/^8 pictures were shown as a whole: so shown, the network's azimuth is off by [\d.]+° \(median\) and within 30° for [\d.]+ %/);
  expect(figures).toMatchObject({ estimatedBy: { sha256: sha256Hex(readFileSync(network)), variant: "corrected", heldOut: { wholePicture: { pictures: 80 } } } });
  expect(readFileSync(join(out, "metrics.md"), "utf8")).toMatch(/## The network's own error, as a whole[\s\S]*- note: these viewpoints are estimates/);
  expect(readFileSync(join(out, "viewpoints.svg"), "utf8")).toContain("Estimated viewpoints of all 8 objects");
  expect(written.length).toBeGreaterThan(3);
});

it("takes categories from folders, else from --category; counts what is broken or has none", async () => {
  const folder = await folderOf({ "car/a.png": 10, "autobus/b.png": 20, "other/c.png": 30, "d.png": 40 });
  writeFileSync(join(folder, "car", "broken.png"), "no picture");
  const without = await estimate(folder);
  expect(without.figures).toMatchObject({ images: 2, leftOut: { "no category": 2, "picture unreadable": 1 }, balance: { classes: { bus: 1, car: 1 } } });
  expect(without.report.warnings.join("\n")).toMatch(/1 left out: picture unreadable[\s\S]*such as car\/broken\.png: car\/broken\.png is not a PNG/);
  expect((await estimate(folder, { category: "auto" })).figures).toMatchObject({ images: 4, balance: { classes: { bus: 1, car: 3 } } });
  await expect(estimate(folder, { category: "dog" })).rejects.toMatchObject({ code: "E_OPTION", hint: "It knows bus, car." });
  await expect(estimate(await folderOf({ "x/a.png": 1 }))).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("nothing says what the pictures") as string });
  await expect(estimate(temporaryFolder())).rejects.toMatchObject({ code: "E_NOT_FOUND" });
});

it("pictures of any shape and size, the same again, and compared with a list", async () => {
  const folder = await folderOf(around(6, 0, 30));
  const dial = dialImage(0, "wide");
  const wide = new Uint8Array(96 * 32 * 3).fill(128);
  for (let y = 0; y < 32; y++) wide.set(dial.data.subarray(y * 96, y * 96 + 96), (y * 96 + 32) * 3);
  writeFileSync(join(folder, "car", "wide.png"), await encodePng({ width: 96, height: 32, channels: 3, data: wide }));
  writeFileSync(join(folder, "car", "dot.png"), await encodePng({ width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) }));
  const list = join(temporaryFolder(), "list.csv");
  writeFileSync(list, "azimuthDegrees,elevationDegrees\n15,0\n");
  const first = await estimate(folder, { against: list });
  expect(first.figures.count).toBe(8);
  expect(first.figures.jensenShannonBits).toEqual(expect.any(Number));
  expect((await estimate(folder, { against: list })).report).toEqual(first.report);
});

/** A run whose images are dials that show what their labels say, but for those that `shown` changes. */
async function dialRun(shown: (index: number, azimuth: number) => number = (_, azimuth) => azimuth): Promise<string> {
  const run = join(temporaryFolder(), "run");
  cpSync(await made(), run, { recursive: true });
  for (let index = 0; index < 12; index++) {
    await change(run, index, async (record, write) => {
      const object = record.objects[0]!;
      write(await encodePng(dialImage(shown(index, (object.viewpoint.azimuthRadians! * 180) / Math.PI), String(index))));
      const box = [3, 3, 29, 29] as [number, number, number, number];
      const angles = { elevationRadians: 0, inPlaneRadians: 0 };
      return { ...record, camera: { ...record.camera!, width: 32, height: 32 }, objects: [{ ...object, viewpoint: { ...object.viewpoint, ...angles }, translationObjectToCamera: [0, 0, 2], boxAmodalXYXY: box, boxVisibleXYXY: box }] };
    });
  }
  return run;
}

let base: Promise<string> | null = null;
const made = (): Promise<string> => (base ??= smallRun({ count: 12, shapes: [{ builtin: ["car"] }], viewpoints: { list: Array.from({ length: 12 }, (_, at) => ({ azimuthDegrees: at * 30, elevationDegrees: 5, distance: 1.6 })) }, outputs: ["image"] }));

async function change(run: string, index: number, by: (record: SampleRecord, write: (image: Uint8Array) => void) => Promise<unknown>): Promise<void> {
  const [image, json] = ["image.png", "json"].map((ending) => join(run, "shard-00000", `${String(index).padStart(8, "0")}.${ending}`)) as [string, string];
  const record = JSON.parse(readFileSync(json, "utf8")) as SampleRecord;
  const changed = await by(record, (bytes) => {
    writeFileSync(image, bytes);
    record.files["image"] = { ...record.files["image"]!, sha256: sha256Hex(bytes) };
  });
  writeFileSync(json, JSON.stringify({ ...(changed as SampleRecord), files: record.files }));
}

it("on a run, looks at the record's box and compares with its labels", async () => {
  const { figures, report } = await estimate(await dialRun());
  expect(figures).toMatchObject({ images: 12, count: 12, shown: { aroundBox: 12, wholePicture: 0 }, balance: { size: { count: 12, mean: expect.closeTo(26 / 32, 6) as number } } });
  const { errors, labels, jensenShannonBits } = figures.againstLabels!;
  expect(errors).toMatchObject({ pictures: 12, perCategory: { car: { pictures: 12 } } });
  expect(errors.medianAzimuthDegrees).toBeLessThan(20);
  expect(labels.count).toBe(12);
  expect(report.tables.map(({ heading }) => heading)).toContain("Estimates beside the labels of the same pictures");
  const turned = (await estimate(await dialRun((_, azimuth) => azimuth + 90))).figures.againstLabels!;
  expect(turned.errors.medianAzimuthDegrees).toBeGreaterThan(60);
  expect(turned.errors.shareWithin30Degrees).toBeLessThan(0.3);
  // All pictures have labels, so what is compared are all estimates.
  expect(jensenShannonBits).toBeCloseTo(jensenShannon(figures.counts.flat(), labels.counts.flat()), 9);
});

it("on a run, leaves out what cannot be asked; without labels it looks at whole images", async () => {
  const run = await dialRun();
  await change(run, 0, (record) => Promise.resolve({ ...record, labelStatus: "none" }));
  await change(run, 1, (record) => Promise.resolve({ ...record, objects: record.objects.map((object) => ({ ...object, category: "chair" })) }));
  await change(run, 2, (record) => Promise.resolve({ ...record, objects: record.objects.map((object) => ({ ...object, boxAmodalXYXY: null, boxVisibleXYXY: null })) }));
  await change(run, 3, (record) => Promise.resolve({ ...record, objects: record.objects.map((object) => ({ ...object, frontKnown: false })) }));
  await change(run, 4, (record) => Promise.resolve({ ...record, objects: [...record.objects, { ...record.objects[0]!, instanceId: 2 }] }));
  await change(run, 5, (record) => Promise.resolve({ ...record, objects: [] }));
  writeFileSync(join(run, "shard-00000", "00000006.json"), "{");
  writeFileSync(join(run, "shard-00000", "00000007.image.png"), "other bytes");
  const { figures } = await estimate(run);
  expect(figures).toMatchObject({
    images: 7,
    count: 7,
    shown: { aroundBox: 6, wholePicture: 1 },
    leftOut: { "the network knows no chair": 1, "not visible": 1, "beside the main object": 1, "no object": 1, "record unreadable": 1, "picture unreadable": 1 },
    againstLabels: { errors: { pictures: 5 } },
  });
  await expect(estimate(run, { category: "car" })).rejects.toMatchObject({ code: "E_OPTION", subject: "--category" });
});

it("as a command: tables, notes, JSON, and what is wrong with the call", async () => {
  const folder = await folderOf(around(3, 0, 30));
  const audit = (args: readonly string[]) => call(["evaluate", "viewpoints", ...args], { library: { estimateViewpoints }, terminal: fakeTerminal({ folder }) });
  const { code, out, err } = await audit([folder, "--predicted", network]);
  expect({ code, out, err }).toEqual({ code: 0, out: expect.stringMatching(/Estimated viewpoints[\s\S]*The network's own error/) as string, err: expect.stringContaining("note: these viewpoints are estimates") as string });
  expect(JSON.parse((await audit([folder, "--predicted", network, "--json"])).out.trim().split("\n").at(-1)!)).toMatchObject({ type: "evaluation", metric: "viewpoints", count: 3, estimatedBy: { variant: "corrected" } });
  expect((await audit([folder, "--predicted", join(folder, "car", "000.png")])).err).toContain("E_MODEL");
  expect((await audit([folder, "--predicted"])).err).toContain("--predicted needs a value");
  expect((await audit([folder, "--category", "car"])).err).toContain("--category goes with --predicted");
  expect((await call(["evaluate", "pose", "pairs.json", "--predicted", network])).err).toContain("evaluate pose knows no --predicted");
});

it("an abort ends it", async () => {
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  await expect(estimate(await folderOf(around(3, 0, 30)), { signal: controller.signal })).rejects.toThrow("enough");
});
