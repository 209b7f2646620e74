import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exportRun } from "../../src/engine/export-run.js";
import type { RunEvent } from "../../src/core/events.js";
import { writeScores } from "../../src/verify/score-file.js";
import { smallRun } from "../interchange/small-run.js";
import { temporaryFolder } from "../temporary-folder.js";

let run: string;
let out: string;

beforeAll(async () => {
  run = await smallRun({ outputs: ["image"], shapes: [{ builtin: ["car", "chair"] }] });
}, 120_000);

beforeEach(() => {
  out = join(temporaryFolder(), "export");
});

const recordFile = (index: number) => join(run, "shard-00000", `0000000${index}.json`);
const imageFile = (index: number) => join(run, "shard-00000", `0000000${index}.image.png`);

/** Changes a record on disk for the time of some work. */
async function withRecord<T>(index: number, change: (record: { labelStatus: string; objects: { frontKnown: boolean; symmetry: unknown; sizeMeters?: unknown }[] }) => void, work: () => Promise<T>): Promise<T> {
  const before = readFileSync(recordFile(index), "utf8");
  const record = JSON.parse(before) as Parameters<typeof change>[0];
  change(record);
  writeFileSync(recordFile(index), JSON.stringify(record));
  return work().finally(() => writeFileSync(recordFile(index), before));
}

test("without kept depth the proof renders the labels again", async () => {
  const { proof } = await exportRun({ folder: run, format: "coco", out });
  expect(proof!.find(({ what }) => what.startsWith("surface points"))!.compared).toBeGreaterThanOrEqual(600);
});

test("a run without recipe and depth cannot be proved, and says what to do", async () => {
  const recipe = readFileSync(join(run, "recipe.yaml"));
  rmSync(join(run, "recipe.yaml"));
  await expect(exportRun({ folder: run, format: "coco", out })).rejects.toMatchObject({ code: "E_EXPORT", hint: expect.stringContaining("--no-verify") as string });
  await expect(exportRun({ folder: run, format: "coco", out, verifySamples: 0 })).resolves.toMatchObject({ proof: null, samples: { train: 6 } });
  writeFileSync(join(run, "recipe.yaml"), recipe);
});

test("a folder with something in it is refused, an empty one is taken", async () => {
  mkdirSync(out);
  await exportRun({ folder: run, format: "coco", out });
  await expect(exportRun({ folder: run, format: "coco", out })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("not empty") as string });
  await expect(exportRun({ folder: run, format: "coco", out: recordFile(0) })).rejects.toMatchObject({ code: "E_OPTION" });
});

test("what the proof finds wrong is nowhere: an image that is not the labelled one", async () => {
  const image = readFileSync(imageFile(2));
  writeFileSync(imageFile(2), readFileSync(imageFile(3)));
  await expect(exportRun({ folder: run, format: "coco", out })).rejects.toMatchObject({ code: "E_EXPORT", message: expect.stringContaining("00000002.png") as string });
  expect(readdirSync(join(out, ".."))).toEqual([]);
  writeFileSync(imageFile(2), image);
});

test("a missing image ends it, and nothing is left", async () => {
  const image = readFileSync(imageFile(2));
  rmSync(imageFile(2));
  await expect(exportRun({ folder: run, format: "coco", out })).rejects.toMatchObject({ code: "E_STORAGE" });
  expect(readdirSync(join(out, ".."))).toEqual([]);
  writeFileSync(imageFile(2), image);
});

test("records without label or that cannot be read are left out and counted", async () => {
  const notes: string[] = [];
  const onEvent = (event: RunEvent) => void (event.type === "note" && notes.push(event.message));
  await withRecord(1, (record) => (record.labelStatus = "none"), async () => {
    const broken = readFileSync(recordFile(4));
    writeFileSync(recordFile(4), "{");
    expect(await exportRun({ folder: run, format: "coco", out, onEvent })).toMatchObject({ samples: { train: 4 }, leftOut: { "no label": 1, "record unreadable": 1 } });
    writeFileSync(recordFile(4), broken);
  });
  expect(notes.join()).toContain("00000004");
  expect(existsSync(join(out, "train", "00000001.png"))).toBe(false);
});

describe("only accepted ones", () => {
  const score = (index: number, verdict: "accepted" | "rejected" | "unsure", imageSha256?: string) => ({
    id: `0000000${index}`,
    imageSha256: imageSha256 ?? createHash("sha256").update(readFileSync(imageFile(index))).digest("hex"),
    verdict,
    score: null,
    reasons: [],
    signals: {},
  });

  test("a run that was never verified is refused", async () => {
    await expect(exportRun({ folder: run, format: "coco", out, accepted: true })).rejects.toMatchObject({ code: "E_OPTION", hint: expect.stringContaining("verify") as string });
  });

  test("verdicts of other images do not count", async () => {
    await writeScores(run, [score(0, "accepted"), score(1, "rejected"), score(2, "accepted", "0".repeat(64)), score(3, "unsure"), score(5, "accepted")]);
    const { samples, leftOut } = await exportRun({ folder: run, format: "coco", out, accepted: true });
    expect(samples).toEqual({ train: 2 });
    expect(leftOut).toEqual({ "not verified": 1, rejected: 1, unsure: 1, "verdict stale: the image has changed since": 1 });
    rmSync(join(run, "verify"), { recursive: true });
  });
});

test("tar storage is read like folders; it cannot be linked", async () => {
  const packed = await smallRun({ storage: "tar", count: 3 });
  await expect(exportRun({ folder: packed, format: "coco", out, placing: "symlink" })).rejects.toMatchObject({ code: "E_OPTION" });
  expect(await exportRun({ folder: packed, format: "coco", out })).toMatchObject({ samples: { train: 3 } });
});

test("lens distortion is carried by formats that have a place for it", async () => {
  const bent = await smallRun({ count: 2, camera: { width: 96, height: 64, distortion: { k1: [-0.2, -0.2] } } as never });
  const { proof } = await exportRun({ folder: bent, format: "coco", out });
  expect(proof!.find(({ what }) => what.startsWith("surface points"))!.worst).toBeLessThan(0.05);
});

test("pose formats leave out unknown fronts, unless all sides look alike, and unknown sizes, unless the user says them", async () => {
  const unknownFront = (record: { objects: { frontKnown: boolean; symmetry: unknown; sizeMeters?: unknown }[] }): void => void (record.objects[0]!.frontKnown = false);
  const round = (record: { objects: { frontKnown: boolean; symmetry: unknown }[] }): void => {
    unknownFront(record);
    record.objects[0]!.symmetry = { discrete: [], continuous: [{ axis: [0, 0, 1], offset: [0, 0, 0] }] };
  };
  const noSize = (record: { objects: { sizeMeters?: unknown }[] }): void => void (record.objects[0]!.sizeMeters = null);
  await withRecord(0, unknownFront, () => withRecord(1, round, () => withRecord(2, noSize, async () => {
    expect(await exportRun({ folder: run, format: "omni3d", out })).toMatchObject({ samples: { train: 4 }, leftOut: { "front unknown": 1, "size unknown": 1 } });
    expect(await exportRun({ folder: run, format: "omni3d", out: `${out}-sized`, options: { sizes: { car: 4, chair: 1 } } })).toMatchObject({ samples: { train: 5 }, leftOut: { "front unknown": 1 } });
    expect(await exportRun({ folder: run, format: "coco", out: `${out}-coco` })).toMatchObject({ samples: { train: 6 }, leftOut: {} });
  })));
});

test("what KITTI cannot say is refused, with what to do", async () => {
  await expect(exportRun({ folder: run, format: "kitti", out })).rejects.toMatchObject({ code: "E_EXPORT", message: expect.stringContaining("6 × object tilted") as string, hint: expect.stringContaining("elevation 0") as string });
});

test("unknown formats, wrong options and empty runs say what to do", async () => {
  await expect(exportRun({ folder: run, format: "cocoo", out })).rejects.toMatchObject({ code: "E_OPTION", hint: "Did you mean coco?" });
  await expect(exportRun({ folder: run, format: "coco", out, options: { split: [0.5, 0.4] } })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("add up to 1") as string });
  await expect(exportRun({ folder: temporaryFolder(), format: "coco", out })).rejects.toMatchObject({ code: "E_NOT_FOUND" });
});

test.each(["webdataset", "imagefolder"])("%s keeps images without label, and says that they have none", async (format) => {
  await withRecord(1, (record) => (record.labelStatus = "none"), async () => {
    expect(await exportRun({ folder: run, format, out })).toMatchObject({ samples: { train: 6 }, leftOut: {} });
  });
  const text = readFileSync(join(out, format === "webdataset" ? "train-000000.tar" : "train/metadata.jsonl"), "utf8");
  expect(text).toMatch(/"id":"00000001"[^\n]*"label_status":"none"[^\n]*"camera":null,"objects":(\[\]|\{"bbox":\[\],"categories":\[\]\})/);
});
