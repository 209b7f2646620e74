import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeMat5, type MatNumbers } from "../../src/codecs/read-mat5.js";
import { exportRun } from "../../src/engine/export-run.js";
import { rotationFromViewpoint } from "../../src/geometry/viewpoint.js";
import { anchorName } from "../../src/interchange/pascal-record.js";
import { failures } from "../../src/interchange/proof/proof.js";
import { exportFormat } from "../../src/interchange/registry.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { temporaryFolder } from "../temporary-folder.js";
import { recordsOf, smallRun, writeAndProve } from "./small-run.js";

let run: string;

beforeAll(async () => {
  run = await smallRun({ shapes: [{ builtin: ["car"] }], count: 2 });
}, 120_000);

/** Other poses of the same surface, so that every angle is at work. */
async function turned(inPlaneRadians: number, elevationRadians: number): Promise<SampleRecord[]> {
  return (await recordsOf(run)).map((record) => ({
    ...record,
    objects: record.objects.map((object) => ({ ...object, rotationObjectToCamera: [...rotationFromViewpoint({ azimuthRadians: 4, elevationRadians, inPlaneRadians })] })),
  }));
}

describe.each(["pascal3d", "objectnet3d", "imagenet3d"])("%s", (name) => {
  it.each([[0.4, 0.3], [-2.5, -1.1], [3, 1.5]])("in-plane rotation %d and elevation %d land on their pixels", async (inPlane, elevation) => {
    const records = await turned(inPlane, elevation);
    const { proof } = await writeAndProve(run, exportFormat(name), { records });
    expect(failures(proof).filter(({ what }) => what.startsWith("surface points from"))).toEqual([]);
    const wrong = await writeAndProve(run, exportFormat(name), { records, told: (record) => records.find(({ id }) => id === record.id) === record ? mirroredInPlane(record, inPlane, elevation) : record });
    expect(failures(wrong.proof).map(({ what }) => what)).toContain("surface points from their pixels");
  });

  it("objects beside the optical axis are refused: the format cannot say where they are", async () => {
    const several = await smallRun({ count: 2, scene: { objects: { minimum: 2, maximum: 2 } }, viewpoints: { preset: 3, distance: 2.5 } });
    await expect(exportRun({ folder: several, format: name, out: join(temporaryFolder(), "export") })).rejects.toMatchObject({ code: "E_EXPORT", message: expect.stringContaining("off the optical axis") as string, hint: expect.stringContaining("omni3d") as string });
  });
});

function mirroredInPlane(record: SampleRecord, inPlaneRadians: number, elevationRadians: number): SampleRecord {
  return { ...record, objects: record.objects.map((object) => ({ ...object, rotationObjectToCamera: [...rotationFromViewpoint({ azimuthRadians: 4, elevationRadians, inPlaneRadians: -inPlaneRadians })] })) };
}

it("numbers stand where the field's readers look: MATLAB's pixels, degrees, viewport times focal", async () => {
  const { folder } = await exportRun({ folder: run, format: "pascal3d", out: join(temporaryFolder(), "export") });
  const [record] = await recordsOf(run);
  const { record: read } = decodeMat5(readFileSync(join(folder, "Annotations/car_imagenet/00000000.mat")), "00000000.mat") as { record: { objects: { bbox: MatNumbers; viewpoint: Record<string, MatNumbers>[] }[] }[] };
  const { bbox, viewpoint } = read[0]!.objects[0]!;
  const [x0, y0, x1, y1] = record!.objects[0]!.boxVisibleXYXY!;
  expect(bbox.values).toEqual([x0 + 1, y0 + 1, x1, y1]);
  const value = (field: string): number => viewpoint[0]![field]!.values[0]!;
  expect(value("px")).toBe(50.3 + 0.5);
  expect(value("focal") * value("viewport")).toBe(record!.camera!.K[0]);
  expect(value("azimuth")).toBeCloseTo((record!.objects[0]!.viewpoint.azimuthRadians! * 180) / Math.PI, 9);
  expect(readdirSync(join(folder, "CAD", "car"))).toEqual(["01.off", "02.off"]);
  expect(readFileSync(join(folder, "Image_sets/car_imagenet_val.txt"), "utf8")).toBe("");
});

it("names of points become MATLAB's names, apart from each other", () => {
  expect(anchorName("left_wheel")).toBe("left_wheel");
  const names = ["left wheel", "left-wheel", "1", "", "x".repeat(40), "x".repeat(41)].map(anchorName);
  expect(new Set(names).size).toBe(6);
  for (const name of names) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]{0,30}$/);
});
