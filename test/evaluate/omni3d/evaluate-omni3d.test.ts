import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { iou3d } from "../../../src/evaluate/box3d/iou3d.js";
import { evaluateOmni3d, type Omni3dEvaluation } from "../../../src/evaluate/omni3d/evaluate-omni3d.js";
import type { Omni3dGroundTruth, Omni3dResult } from "../../../src/evaluate/omni3d/form.js";
import type { Omni3dOptions } from "../../../src/evaluate/omni3d/options.js";

interface Golden {
  scenes: { truth: Omni3dGroundTruth; results: Omni3dResult[] }[];
  cases: { name: string; scene: number; results: Omni3dResult[] | null; options: Omni3dOptions; figures: Omit<Omni3dEvaluation, "curves" | "warnings"> }[];
}

const golden = JSON.parse(readFileSync(new URL("../../golden/evaluation/omni3d.json", import.meta.url), "utf8")) as Golden;

describe("Omni3D's evaluator gives the same", () => {
  test.each(golden.cases.map((each) => [each.name, each] as const))("%s", (_, { scene, results, options, figures }) => {
    const { truth, results: usual } = golden.scenes[scene]!;
    const { curves: _curves, warnings: _warnings, perCategory, ...ours } = evaluateOmni3d(truth, results ?? usual, options);
    const { perCategory: expectedCategories, ...expected } = figures;
    expect(Object.keys(ours).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, value] of Object.entries(expected)) expect(Math.abs(ours[name as keyof typeof ours] - value), name).toBeLessThanOrEqual(1e-6);
    expect(Object.keys(perCategory).sort()).toEqual(Object.keys(expectedCategories).sort());
    for (const [name, { AP2D, AP3D }] of Object.entries(expectedCategories)) {
      expect(Math.abs(perCategory[name]!.AP2D - AP2D), name).toBeLessThanOrEqual(1e-6);
      expect(Math.abs(perCategory[name]!.AP3D - AP3D), name).toBeLessThanOrEqual(1e-6);
    }
  });
});

const corners = (z: number): number[][] => [[-1, -1, -1], [1, -1, -1], [1, 1, -1], [-1, 1, -1], [-1, -1, 1], [1, -1, 1], [1, 1, 1], [-1, 1, 1]].map(([dx, dy, dz]) => [dx!, dy!, z + dz!]);
const object = { id: 1, image_id: 1, category_id: 1, valid3D: true, bbox2D_proj: [10, 10, 60, 60], bbox3D_cam: corners(6), center_cam: [0, 0, 6], dimensions: [2, 2, 2] };
const truth: Omni3dGroundTruth = { images: [{ id: 1, height: 100 }], categories: [{ id: 1, name: "car" }], annotations: [object] };
const result: Omni3dResult = { image_id: 1, category_id: 1, score: 0.9, bbox: [10, 10, 50, 50], bbox3D: corners(6) };

test("what is right is right; what nobody says is −1", () => {
  const { AP2D, AP3D, "AP3D-N": near, "AP3D-F": far, warnings } = evaluateOmni3d(truth, [result]);
  expect([AP2D, AP3D, near]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12), expect.closeTo(1, 12)]);
  expect(far).toBe(-1);
  expect(warnings).toEqual([]);
  expect(evaluateOmni3d(truth, [])).toMatchObject({ AP2D: 0, AP3D: 0 });
});

test("a detection whose box is none overlaps nothing, and is told of", () => {
  const { AP2D, AP3D, warnings } = evaluateOmni3d(truth, [{ ...result, bbox3D: corners(6).map(() => [1, 1, 1]) }]);
  expect(AP2D).toBeCloseTo(1, 12);
  expect(AP3D).toBe(0);
  expect(warnings).toEqual([expect.stringContaining("results[0]: all corners are the same point")]);
});

test("where not everything is annotated, a detection away from all objects is no mistake", () => {
  const away: Omni3dResult = { ...result, score: 1, bbox: [200, 200, 50, 50], bbox3D: corners(30) };
  expect(evaluateOmni3d(truth, [away, result])).toMatchObject({ AP2D: expect.closeTo(0.5, 9) as number, AP3D: expect.closeTo(0.5, 9) as number });
  expect(evaluateOmni3d(truth, [away, result], { proximity: true })).toMatchObject({ AP2D: expect.closeTo(1, 9) as number, AP3D: expect.closeTo(1, 9) as number });
});

test("faces that are not flat are no box's, either; place holders of objects that do not count are left alone", () => {
  const bent = corners(6).map((corner, at) => (at === 6 ? [1.4, 1.1, 7.2] : corner));
  expect(evaluateOmni3d(truth, [{ ...result, bbox3D: bent }]).AP3D).toBe(0);
  // So little that iou3d takes it for a box, but the evaluator does not.
  const slightly = corners(6).map((corner, at) => (at === 6 ? [1, 1, 7.001] : corner));
  expect(iou3d(slightly, corners(6)).iou).toBeGreaterThan(0.99);
  expect(evaluateOmni3d(truth, [{ ...result, bbox3D: slightly }]).AP3D).toBe(0);
  const placeHolder = { ...object, id: 2, valid3D: false, bbox3D_cam: corners(6).map(() => [-1, -1, -1]) };
  expect(evaluateOmni3d({ ...truth, annotations: [object, placeHolder] }, [result]).AP3D).toBeCloseTo(1, 12);
});

describe("bad input", () => {
  const withObject = (changes: object): unknown => ({ ...truth, annotations: [{ ...object, ...changes }] });
  const wrong: [string, unknown, unknown, string, string][] = [
    ["an object that counts without a box", withObject({ bbox3D_cam: corners(6).map(() => [1, 1, 1]) }), [], "E_BOX", "annotations[0].bbox3D_cam is no box"],
    ["corners that are missing", withObject({ bbox3D_cam: corners(6).slice(1) }), [], "E_EVALUATION", "8 corners are needed, not 7"],
    ["an unknown image", withObject({ image_id: 4 }), [], "E_EVALUATION", "there is no image 4"],
    ["an unknown category", withObject({ category_id: 4 }), [], "E_EVALUATION", "there is no category 4"],
    ["a detection in an unknown image", truth, [{ ...result, image_id: 4 }], "E_EVALUATION", "results[0].image_id: there is no image 4"],
    ["a detection of an unknown category", truth, [{ ...result, category_id: 4 }], "E_EVALUATION", "results[0].category_id: there is no category 4"],
    ["annotations with one id", { ...truth, annotations: [object, object] }, [], "E_EVALUATION", "annotation 1 comes twice"],
    ["a corner that is no number", truth, [{ ...result, bbox3D: corners(Number.NaN) }], "E_EVALUATION", "results[0].bbox3D[0][2]: a finite number is needed, not NaN"],
    ["no size", withObject({ dimensions: undefined }), [], "E_EVALUATION", "annotations[0].dimensions"],
    ["an image without height", { ...truth, images: [{ id: 1 }] }, [], "E_EVALUATION", "image 1: height"],
  ];
  test.each(wrong)("%s", (_, groundTruth, results, code, message) => {
    expect(() => evaluateOmni3d(groundTruth as Omni3dGroundTruth, results as Omni3dResult[])).toThrowError(expect.objectContaining({ code, message: expect.stringContaining(message) as string }));
  });

  test("an unknown option", () => expect(() => evaluateOmni3d(truth, [], { depth: 3 } as Omni3dOptions)).toThrowError(expect.objectContaining({ code: "E_OPTION" })));
});
