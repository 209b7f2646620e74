/** Labels that differ, and how much: each mistake is found where it was made, and nowhere else. */
import { beforeAll, describe, expect, it } from "vitest";
import { labelComparison } from "../../../src/dataset/diff/label-differences.js";
import { optionDifferences } from "../../../src/dataset/diff/flat-options.js";
import { multiply3 } from "../../../src/geometry/vector.js";
import { rotationFromViewpoint } from "../../../src/geometry/viewpoint.js";
import type { ObjectRecord, SampleRecord } from "../../../src/sample/record.js";
import { recordsOf, smallRun } from "../../interchange/small-run.js";
import { shiftedKeypoints, shiftedMask } from "../../interchange/wrong-records.js";

let records: SampleRecord[];

beforeAll(async () => {
  records = await recordsOf(await smallRun());
}, 120_000);

const objects = (change: (object: ObjectRecord) => ObjectRecord) => (record: SampleRecord): SampleRecord => ({ ...record, objects: record.objects.map(change) });

function compared(change: (record: SampleRecord) => SampleRecord) {
  const comparison = labelComparison();
  const equal = records.map((record) => comparison.add(record, change(record)));
  const differences = comparison.differences();
  return { equal, differences, names: Object.keys(differences).filter((name) => differences[name]!.differing > 0) };
}

describe("labels", () => {
  it("that are the same do not differ", () => {
    const { equal, names } = compared((record) => structuredClone(record));
    expect(equal).toEqual(records.map(() => true));
    expect(names).toEqual([]);
  });

  it("turned by three degrees", () => {
    const turn = rotationFromViewpoint({ azimuthRadians: (3 * Math.PI) / 180, elevationRadians: 0, inPlaneRadians: 0 });
    const none = rotationFromViewpoint({ azimuthRadians: 0, elevationRadians: 0, inPlaneRadians: 0 });
    const back = [none[0], none[3], none[6], none[1], none[4], none[7], none[2], none[5], none[8]] as const;
    const { differences, names, equal } = compared(objects((object) => ({ ...object, rotationObjectToCamera: [...multiply3(multiply3(turn, back), object.rotationObjectToCamera as never)] })));
    expect(names).toEqual(["rotation"]);
    expect(differences["rotation"]).toMatchObject({ compared: 6, differing: 6, unit: "°", mean: expect.closeTo(3, 6) as number, worst: expect.closeTo(3, 6) as number });
    expect(equal).not.toContain(true);
  });

  it("one in a hundred farther away, in one sample", () => {
    const { differences, names } = compared((record) => (record.index === 4 ? objects((object) => ({ ...object, translationObjectToCamera: object.translationObjectToCamera.map((value) => value * 1.01) as [number, number, number] }))(record) : record));
    expect(names).toEqual(["translation"]);
    expect(differences["translation"]).toMatchObject({ differing: 1, mean: expect.closeTo(0.01, 9) as number, at: "00000004, object 1" });
  });

  it("masks, boxes and points shifted by a pixel", () => {
    const mask = compared(shiftedMask);
    expect(mask.names).toEqual(["boxVisible", "maskVisible"]);
    expect(mask.differences["boxVisible"]!.worst).toBe(1);
    expect(mask.differences["maskVisible"]!.worst).toBeGreaterThan(0.01);
    expect(mask.differences["maskVisible"]!.worst).toBeLessThan(0.6);
    const points = compared(shiftedKeypoints);
    expect(points.names).toEqual(["keypoints"]);
    expect(points.differences["keypoints"]!.worst).toBeCloseTo(1, 9);
  });

  it("another object, class, size or prompt", () => {
    expect(compared((record) => ({ ...record, objects: [] })).names).toEqual(["objects"]);
    expect(compared(objects((object) => ({ ...object, category: "bus" }))).names).toEqual(["category"]);
    expect(compared(objects((object) => ({ ...object, truncation: 0.7 }))).names).toEqual(["object, other"]);
    expect(compared((record) => ({ ...record, prompt: null, labelStatus: "none" })).names).toEqual(["labelStatus", "prompt"]);
    expect(compared(objects((object) => ({ ...object, boxAmodalXYXY: null }))).differences["boxAmodal"]).toMatchObject({ differing: 6, mean: null, worst: null });
  });
});

it("options differ by their paths, lists of other lengths as a whole", () => {
  expect(optionDifferences({ a: { b: 1, c: [1, 2] }, d: null }, { a: { b: 2, c: [1, 3] }, e: [] })).toEqual([
    { option: "a.b", first: 1, second: 2 },
    { option: "a.c[1]", first: 2, second: 3 },
    { option: "d", first: null, second: undefined },
    { option: "e", first: undefined, second: [] },
  ]);
  expect(optionDifferences({ list: [1] }, { list: [1, 2] })).toEqual([{ option: "list", first: [1], second: [1, 2] }]);
  expect(optionDifferences({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
});
