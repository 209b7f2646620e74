import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { encodePng } from "../../src/codecs/image.js";
import { decodeMask, encodeMask, maskArea, type RunLengthMask } from "../../src/codecs/rle.js";
import { exportRun } from "../../src/engine/export-run.js";
import { importRun } from "../../src/engine/import-run.js";
import { exportRunReview } from "../../src/engine/review-run.js";
import { sheetOfRun } from "../../src/sheet/sheet-of-run.js";
import type { SampleLabels, SamplePage } from "../../src/studio/protocol.js";
import { openedRun, smallStudio } from "../studio/small-studio.js";
import { temporaryFolder } from "../temporary-folder.js";
import { agree } from "./import-agreement.js";
import { recordsOf, smallRun } from "./small-run.js";

interface Coco {
  images: { id: number; file_name: string; camera?: unknown; width: number; height: number }[];
  annotations: { id: number; image_id: number; category_id: number; segmentation?: unknown; bbox: (number | null)[]; area?: number; iscrowd?: number; keypoints?: number[]; num_keypoints?: number; pose3d?: { translation_object_to_camera: (number | null)[] } }[];
  categories: { id: number; name: string; keypoints?: string[]; skeleton?: number[][] }[];
}

let run: string;
let whole: string;
let source: string;
let out: string;

beforeAll(async () => {
  run = await smallRun({ count: 4, outputs: ["image"], shapes: [{ builtin: ["car", "chair"] }] });
  whole = join(temporaryFolder(), "export");
  await exportRun({ folder: run, format: "coco", out: whole, placing: "copy" });
}, 120_000);

beforeEach(() => {
  source = join(temporaryFolder(), "source");
  out = join(dirname(source), "imported");
  cpSync(whole, source, { recursive: true });
});

const file = (): string => join(source, "annotations", "instances_train.json");
const imported = (options = {}) => importRun({ source, format: "coco", out, options });

function change(by: (value: Coco) => void): void {
  const value = JSON.parse(readFileSync(file(), "utf8")) as Coco;
  by(value);
  writeFileSync(file(), JSON.stringify(value));
}

async function refused(expected: object): Promise<void> {
  await expect(imported()).rejects.toMatchObject(expected);
  expect(readdirSync(dirname(out))).toEqual(["source"]);
}

test.each(["rle", "polygon"] as const)("labels come back, masks from %s", async (segmentation) => {
  rmSync(source, { recursive: true });
  await exportRun({ folder: run, format: "coco", out: source, options: { segmentation } });
  // Lists may come in any order.
  change((all) => {
    all.annotations.reverse();
    all.images.reverse();
  });
  await imported();
  const before = await recordsOf(run);
  agree(before, await recordsOf(out), { from: new Map(before.map(({ id }) => [`train/${id}.png`, id])) }, { box3d: true, amodal: false, scaled: false, keypoints: "inside" });
  expect(readdirSync(out).sort()).toEqual(["run.json", "shard-00000"]);
  expect((await exportRun({ folder: out, format: "coco", out: `${out}-again`, verifySamples: 0 })).samples).toEqual({ train: 4 });
});

const PLAIN: Coco = {
  images: [{ id: 7, file_name: "a.png", width: 9, height: 6 }, { id: 3, file_name: "b.png", width: 9, height: 6 }],
  annotations: [
    { id: 501, image_id: 7, category_id: 18, bbox: [1.25, 0.5, 4.37, 3.01], area: 11.5, segmentation: { size: [6, 9], counts: encodeMask(Uint8Array.from({ length: 54 }, (_, at) => (at % 9 > 1 && at % 9 < 6 && at > 9 && at < 36 ? 1 : 0)), 9, 6).counts }, iscrowd: 0, keypoints: [2, 1, 2, 3.5, 2.25, 1, 0, 0, 0], num_keypoints: 2 },
    { id: 12, image_id: 7, category_id: 3, bbox: [0, 0, 9, 6], area: 54, segmentation: { size: [6, 9], counts: [0, 54] }, iscrowd: 1 },
    { id: 13, image_id: 7, category_id: 3, bbox: [2, 1, 3, 2], area: 6, segmentation: [[2, 1, 5, 1, 5, 3, 2, 3]], iscrowd: 0 },
    { id: 14, image_id: 7, category_id: 3, bbox: [0.1, 0.2, 0.3, 0.4], iscrowd: 0 },
  ],
  categories: [{ id: 18, name: "dog", keypoints: ["tail", "nose", "ear"], skeleton: [[1, 2]] }, { id: 3, name: "car" }],
};

/** Puts a COCO dataset as others write it where the source is. */
async function plain(by: (value: Coco) => void = () => {}): Promise<void> {
  rmSync(source, { recursive: true });
  mkdirSync(join(source, "annotations"), { recursive: true });
  mkdirSync(join(source, "train"));
  for (const [name, value] of [["a", 90], ["b", 160]] as const) writeFileSync(join(source, "train", `${name}.png`), await encodePng({ width: 9, height: 6, channels: 3, data: new Uint8Array(162).fill(value) }));
  const value = structuredClone(PLAIN);
  by(value);
  writeFileSync(file(), JSON.stringify(value));
}

test("corners of boxes that were exported as keypoints are no points of a shape; points are exported as they were", async () => {
  await imported();
  await exportRun({ folder: out, format: "coco", out: `${out}-again`, verifySamples: 0 });
  const points = (folder: string) => {
    const { annotations, categories } = JSON.parse(readFileSync(join(folder, "annotations", "instances_train.json"), "utf8")) as Coco;
    return annotations.map(({ keypoints = [], category_id }) => {
      const named = categories.find(({ id }) => id === category_id)!.keypoints!.map((name, at) => [name, ...keypoints.slice(at * 3, at * 3 + 3)]);
      return named.filter(([, , , flag]) => flag !== 0);
    });
  };
  expect(points(source).flat().length).toBeGreaterThan(10);
  expect(points(`${out}-again`)).toEqual(points(source));
  rmSync(source, { recursive: true });
  await exportRun({ folder: run, format: "coco", out: source, options: { keypoints: "box" } });
  await importRun({ source, format: "coco", out: `${out}-boxes` });
  expect((await recordsOf(`${out}-boxes`)).flatMap(({ objects }) => objects.flatMap(({ keypoints }) => keypoints))).toEqual([]);
});

test("a plain COCO file has no poses: what is marked in its images is kept, and exported again as it was", async () => {
  await plain();
  expect(await imported()).toMatchObject({ samples: 2, unknown: { objects: 2, camera: 2 } });
  const [empty, marked] = await recordsOf(out);
  for (const record of [empty!, marked!]) expect(record).toMatchObject({ labelStatus: "none", objects: [], camera: null });
  expect(empty!.regions).toEqual({ width: 9, height: 6, objects: [] });
  expect(marked!.regions!.objects[0]).toMatchObject({
    id: 501, category: "dog", boxXYXY: [1.25, 0.5, 1.25 + 4.37, 3.51], areaPixels: 11.5, isCrowd: false,
    keypoints: [{ name: "tail", image: [2.5, 1.5], visibility: "visible" }, { name: "nose", image: [4, 2.75], visibility: "occluded" }, { name: "ear", image: null, visibility: "outside" }],
  });
  expect(marked!.regions!.objects.map(({ mask, isCrowd }) => [mask === null, isCrowd])).toEqual([[false, false], [false, true], [false, false], [true, false]]);

  const exported = await exportRun({ folder: out, format: "coco", out: `${out}-again` });
  expect(exported).toMatchObject({ samples: { train: 2 }, leftOut: {} });
  expect(exported.proof!.map(({ what }) => what)).toEqual(expect.arrayContaining(["boxes from the edges of masks", "pixels of masks", "keypoints from their pixels", "categories"]));
  const again = JSON.parse(readFileSync(join(`${out}-again`, "annotations", "instances_train.json"), "utf8")) as Coco & { annotations: { source_id: number }[] };
  expect(again.images.map(({ width, height }) => [width, height])).toEqual([[9, 6], [9, 6]]);
  expect(again.categories).toMatchObject([{ name: "car" }, { name: "dog", keypoints: ["tail", "nose", "ear"] }]);
  const names = (all: Coco, id: number): string => all.categories.find((category) => category.id === id)!.name;
  for (const [index, annotation] of again.annotations.entries()) {
    const before = PLAIN.annotations[index]!;
    expect(annotation).toMatchObject({ source_id: before.id, bbox: before.bbox, iscrowd: before.iscrowd, ...(before.keypoints === undefined ? {} : { keypoints: before.keypoints, num_keypoints: 2 }), ...(before.area === undefined ? {} : { area: before.area }) });
    expect(names(again, annotation.category_id)).toBe(names(PLAIN, before.category_id));
  }
  expect(again.annotations[0]!.segmentation).toEqual(PLAIN.annotations[0]!.segmentation);
  expect(decodeMask(again.annotations[1]!.segmentation as RunLengthMask)).toEqual(new Uint8Array(54).fill(1));
  expect(maskArea(again.annotations[2]!.segmentation as RunLengthMask)).toBe(6);
  expect(again.annotations[3]).not.toHaveProperty("segmentation");

  await importRun({ source: `${out}-again`, format: "coco", out: `${out}-twice` });
  const numbered = (records: Awaited<ReturnType<typeof recordsOf>>) => records.map(({ regions }) => ({ ...regions, objects: regions!.objects.map(({ id: _id, ...region }) => region) }));
  const [first, twice] = [numbered(await recordsOf(out)), numbered(await recordsOf(`${out}-twice`))];
  expect(twice.map(({ objects }) => objects.map(({ mask, keypoints, category }) => ({ mask, keypoints, category })))).toEqual(first.map(({ objects }) => objects.map(({ mask, keypoints, category }) => ({ mask, keypoints, category }))));
});

test("sheets show what is marked; formats with poses leave such images out", async () => {
  await plain();
  await imported();
  const shown = await sheetOfRun(out);
  const bare = await sheetOfRun(out, { overlay: { box: false, mask: false, keypoints: false } });
  expect(shown.data).not.toEqual(bare.data);
  await expect(exportRun({ folder: out, format: "omni3d", out: `${out}-omni3d` })).rejects.toMatchObject({ code: "E_EXPORT", message: expect.stringContaining("no label") as string });
  expect((await exportRun({ folder: out, format: "webdataset", out: `${out}-wds` })).samples).toEqual({ train: 2 });
});

test("people can be asked about what is marked; images in which nothing is are not asked about", async () => {
  await plain();
  await imported();
  const { key, pageFolder } = await exportRunReview({ folder: out, out: join(dirname(source), "review"), count: 5, gold: 0 });
  expect(key.items).toHaveLength(1);
  const pictures = readdirSync(pageFolder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".png")).map((path) => readFileSync(join(pageFolder, path)));
  expect(pictures).toHaveLength(2);
  expect(pictures[0]!.equals(pictures[1]!)).toBe(false);
});

test("the studio finds images by what is marked in them, and gets it to draw", async () => {
  await plain();
  await imported();
  const studio = await smallStudio([out]);
  await openedRun(studio, "imported");
  const page = (await (await studio.ask("api/runs/imported/samples?category=dog")).json()) as SamplePage;
  expect(page.rows).toMatchObject([{ id: 1, values: { category: expect.stringContaining("dog") as string, objects: 4 } }]);
  const [labels] = (await (await studio.ask("api/runs/imported/labels?id=1")).json()) as SampleLabels[];
  expect(labels!.regions).toEqual((await recordsOf(out))[1]!.regions);
});

test.each<[string, (all: Coco) => void, string]>([
  ["boxes of negative size", (all) => (all.annotations[3]!.bbox = [1, 1, -1, 2]), "-1 × 2 pixels"],
  ["outlines that come from far away", (all) => (all.annotations[2]!.segmentation = [[2, 1, 5e9, 1, 5, 3]]), "an outline of more than"],
  ["rings of two points", (all) => (all.annotations[2]!.segmentation = [[2, 1, 5, 1]]), "fewer than three points"],
  ["images of no size", (all) => (all.images[0]!.width = 0), "0 × 6 pixels"],
  ["images that claim gigabytes", (all) => (all.images[0]!.width = 1e9), "1000000000 × 6 pixels"],
  ["images of another size than their picture", (all) => Object.assign(all, { images: [{ id: 7, file_name: "a.png", width: 8, height: 6 }], annotations: [PLAIN.annotations[3]!] }), "its label 8 × 6"],
  ["flags of keypoints that do not exist", (all) => (all.annotations[0]!.keypoints![2] = 3), "the flag 3"],
  ["keypoints that are too few", (all) => (all.annotations[0]!.keypoints = [1, 2, 2]), "9 finite numbers as keypoints"],
  ["two keypoints of one name", (all) => (all.categories[0]!.keypoints = ["tail", "tail", "ear"]), "two keypoints of one name"],
])("%s are refused", async (_, by, message) => {
  await plain(by);
  await refused({ code: "E_IMPORT", message: expect.stringContaining(message) as string, hint: expect.any(String) as string });
});

test.each<[string, (all: Coco) => void, string]>([
  ["ids that are there twice", (all) => (all.images[1]!.id = all.images[0]!.id), "twice"],
  ["annotation ids that are there twice", (all) => (all.annotations[1]!.id = all.annotations[0]!.id), "twice"],
  ["annotations of no image", (all) => (all.annotations[0]!.image_id = 999), "which is not there"],
  ["unknown categories", (all) => (all.annotations[0]!.category_id = 999), "which is not there"],
  ["paths that lead out", (all) => (all.images[0]!.file_name = "../../elsewhere.png"), "not followed"],
  ["absolute paths", (all) => (all.images[0]!.file_name = "/etc/passwd"), "not followed"],
  ["missing images", (all) => (all.images[0]!.file_name = "gone.png"), "is missing"],
  ["poses that are no numbers", (all) => (all.annotations[0]!.pose3d!.translation_object_to_camera[1] = null), "finite numbers"],
  ["masks of another size", (all) => (all.annotations[0]!.segmentation = { size: [3, 3], counts: "9" }), "a mask of 3"],
  ["masks that are damaged", (all) => (all.annotations[0]!.segmentation = { size: [64, 96], counts: "9" }), "cannot be"],
])("%s are refused", async (_, by, message) => {
  change(by);
  await refused({ code: "E_IMPORT", message: expect.stringContaining(message) as string, hint: expect.any(String) as string });
});

test("a cut-off file and NaN are refused", async () => {
  const text = readFileSync(file(), "utf8");
  truncateSync(file(), text.length - 30);
  await refused({ code: "E_IMPORT", message: expect.stringContaining("no whole JSON") as string });
  writeFileSync(file(), text.replace('"bbox":[', '"bbox":[NaN,'));
  await refused({ code: "E_IMPORT" });
});
