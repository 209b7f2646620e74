import { beforeAll, describe, expect, test } from "vitest";
import { unfitness, type LabelNeeds } from "../../src/interchange/fitness.js";
import type { ObjectRecord, SampleRecord } from "../../src/sample/record.js";
import { recordsOf, smallRun } from "./small-run.js";

const NOTHING: LabelNeeds = { label: true, front: false, metres: false, pinhole: false, centred: false, upright: false };
const degree = Math.PI / 180;

let records: SampleRecord[];
beforeAll(async () => {
  records = await recordsOf(await smallRun({ count: 2 }));
});
const changed = (change: (object: ObjectRecord) => Partial<ObjectRecord>): SampleRecord[] => records.map((record) => ({ ...record, objects: record.objects.map((object) => ({ ...object, ...change(object) })) }));
const reasons = (of: readonly SampleRecord[], needs: Partial<LabelNeeds>): unknown[] => [...new Set(of.map((record) => unfitness(record, { ...NOTHING, ...needs }, {})))];

describe("fronts", () => {
  test("are there", () => expect(reasons(records, { front: true })).toEqual([null]));

  test("are not known, which only formats with poses mind", () => {
    const unknown = changed((object) => ({ frontKnown: false, viewpoint: { ...object.viewpoint, azimuthRadians: null } }));
    expect(reasons(unknown, { front: true })).toEqual(["front unknown"]);
    expect(reasons(unknown, {})).toEqual([null]);
  });

  test("do not lie where the model's own frame has them: its rotation would tell another azimuth than its viewpoint", () => {
    const turned = changed(({ viewpoint }) => ({ viewpoint: { ...viewpoint, azimuthRadians: viewpoint.azimuthRadians! + 30 * degree } }));
    const lifted = changed(({ viewpoint }) => ({ viewpoint: { ...viewpoint, elevationRadians: viewpoint.elevationRadians + degree } }));
    expect(reasons(turned, { front: true })).toEqual(["front turned against its model"]);
    expect(reasons(lifted, { front: true })).toEqual(["front turned against its model"]);
    expect(reasons(turned, {})).toEqual([null]);
  });

  test("are the same after whole turns and the rounding of other formats", () => {
    const rounded = changed(({ viewpoint }) => ({ viewpoint: { ...viewpoint, azimuthRadians: viewpoint.azimuthRadians! - 360 * degree + 1e-4 } }));
    expect(reasons(rounded, { front: true })).toEqual([null]);
  });
});
