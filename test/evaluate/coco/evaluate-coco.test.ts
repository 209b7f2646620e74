import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateCoco } from "../../../src/evaluate/coco/evaluate-coco.js";
import type { CocoGroundTruth, CocoResult, IouType } from "../../../src/evaluate/coco/form.js";

interface Case {
  name: string;
  iouType: IouType;
  sigmas: number[] | null;
  truth: CocoGroundTruth;
  results: CocoResult[];
  stats: number[];
  perCategory: Record<string, number>;
}

const OBJECT_NAMES = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"];
const KEYPOINT_NAMES = ["AP", "AP50", "AP75", "APm", "APl", "AR", "AR50", "AR75", "ARm", "ARl"];

describe("pycocotools gives the same", () => {
  const cases = JSON.parse(readFileSync(new URL("../../golden/evaluation/coco.json", import.meta.url), "utf8")) as Case[];
  test.each(cases.map((each) => [each.name, each] as const))("%s", (_, { iouType, sigmas, truth, results, stats, perCategory }) => {
    const ours = evaluateCoco(truth, results, { iouType, ...(sigmas === null ? {} : { keypointSigmas: sigmas }) }) as unknown as Record<string, number> & { perCategory: Record<string, { AP: number }> };
    const names = iouType === "keypoints" ? KEYPOINT_NAMES : OBJECT_NAMES;
    expect(stats).toHaveLength(names.length);
    names.forEach((name, at) => expect(Math.abs(ours[name]! - stats[at]!), name).toBeLessThanOrEqual(1e-9));
    expect(Object.keys(ours.perCategory).sort()).toEqual(Object.keys(perCategory).sort());
    for (const [name, AP] of Object.entries(perCategory)) expect(Math.abs(ours.perCategory[name]!.AP - AP), name).toBeLessThanOrEqual(1e-9);
  });
});

const truth: CocoGroundTruth = {
  images: [{ id: 1, width: 20, height: 10 }],
  categories: [{ id: 1, name: "car" }, { id: 2, name: "__proto__" }],
  annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 4, 4], area: 16, iscrowd: 0, segmentation: [[0, 0, 4, 0, 4, 4, 0, 4]], keypoints: [1, 1, 2], num_keypoints: 1 }],
};
const result: CocoResult = { image_id: 1, category_id: 1, bbox: [0, 0, 4, 4], score: 0.5 };

test("a category may have any name", () => expect(Object.keys(evaluateCoco(truth, []).perCategory)).toEqual(["car", "__proto__"]));

test("what is said of annotation 0 is said aloud", () => {
  const { AP, warnings } = evaluateCoco({ ...truth, annotations: [{ ...truth.annotations[0]!, id: 0 }] }, [result]);
  expect(AP).toBe(0);
  expect(warnings).toEqual([expect.stringContaining("annotation 0")]);
  expect(evaluateCoco(truth, [result])).toMatchObject({ AP: expect.closeTo(1, 12) as number, warnings: [] });
});

test("files are not changed, and their order only decides between equal scores", () => {
  const before = JSON.stringify([truth, result]);
  evaluateCoco(truth, [result], { iouType: "segm" });
  expect(JSON.stringify([truth, result])).toBe(before);
  const list = (scores: readonly number[]): CocoResult[] => scores.map((score, at) => ({ ...result, bbox: [at % 3, 0, 4, 4], score }));
  fc.assert(
    fc.property(fc.uniqueArray(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }).chain((scores) => fc.tuple(fc.constant(list(scores)), fc.shuffledSubarray(list(scores), { minLength: scores.length }))), ([one, other]) => {
      expect(evaluateCoco(truth, one).AP).toBe(evaluateCoco(truth, other).AP);
    }),
    { numRuns: 30 },
  );
});

describe("bad input", () => {
  const annotation = truth.annotations[0]!;
  const wrong: [string, unknown, unknown, IouType, string][] = [
    ["an unknown image", truth, [{ ...result, image_id: 7 }], "bbox", "results[0].image_id: there is no image 7"],
    ["an unknown category", truth, [{ ...result, category_id: 7 }], "bbox", "results[0].category_id: there is no category 7"],
    ["an object in an unknown image", { ...truth, annotations: [{ ...annotation, image_id: 3 }] }, [], "bbox", "annotations[0].image_id: there is no image 3"],
    ["annotations with one id", { ...truth, annotations: [annotation, annotation] }, [], "bbox", "annotation 1 comes twice"],
    ["images with one id", { ...truth, images: [truth.images[0], truth.images[0]] }, [], "bbox", "image 1 comes twice"],
    ["categories with one id", { ...truth, categories: [{ id: 1, name: "a" }, { id: 1, name: "b" }] }, [], "bbox", "category 1 comes twice"],
    ["categories with one name", { ...truth, categories: [{ id: 1, name: "a" }, { id: 2, name: "a" }] }, [], "bbox", '"a" is also the name'],
    ["no categories", { ...truth, categories: undefined }, [], "bbox", "categories: a list is needed"],
    ["a score that is no number", truth, [{ ...result, score: Number.NaN }], "bbox", "results[0].score: a finite number is needed, not NaN"],
    ["no score", truth, [{ ...result, score: undefined }], "bbox", "results[0].score"],
    ["a box of three numbers", truth, [{ ...result, bbox: [1, 2, 3] }], "bbox", "4 numbers are needed, not 3"],
    ["a box with NaN", truth, [{ ...result, bbox: [1, 2, 3, Number.NaN] }], "bbox", "results[0].bbox[3]"],
    ["a negative side", truth, [{ ...result, bbox: [1, 2, -3, 4] }], "bbox", "negative side"],
    ["an object without area", { ...truth, annotations: [{ ...annotation, area: undefined }] }, [], "bbox", "annotations[0].area"],
    ["results that are no list", truth, { results: [] }, "bbox", "results: a list is needed"],
    ["ground truth that is a list", [], [], "bbox", "the ground truth: an object is needed"],
    ["an id that is a text", { ...truth, annotations: [{ ...annotation, id: "1" }] }, [], "bbox", "annotations[0].id"],
    ["a mask of another size", truth, [{ ...result, bbox: undefined, segmentation: { size: [20, 10], counts: [200] } }], "segm", "is not [height, width]"],
    ["runs that do not fill the image", truth, [{ ...result, segmentation: { size: [10, 20], counts: [50, 10] } }], "segm", "the runs cover 60 of 200 pixels"],
    ["runs with a negative length", truth, [{ ...result, segmentation: { size: [10, 20], counts: [250, -50] } }], "segm", "run 1 has length -50"],
    ["a text that is no mask", truth, [{ ...result, segmentation: { size: [10, 20], counts: "\u0001" } }], "segm", "invalid character"],
    ["a polygon of two points", truth, [{ ...result, segmentation: [[1, 2, 3, 4]] }], "segm", "4 numbers are no polygon"],
    ["a polygon that reaches far", truth, [{ ...result, segmentation: [[0, 0, 1e15, 0, 0, 9]] }], "segm", "no place in an image"],
    ["an image without size", { ...truth, images: [{ id: 1 }] }, [], "segm", "image 1: width"],
    ["another number of keypoints", truth, [], "keypoints", "51 numbers are needed, not 3"],
  ];
  test.each(wrong)("%s", (_, groundTruth, results, iouType, message) => {
    expect(() => evaluateCoco(groundTruth as CocoGroundTruth, results as CocoResult[], { iouType })).toThrowError(expect.objectContaining({ code: "E_EVALUATION", message: expect.stringContaining(message) as string }));
  });

  test("an unknown kind of comparison", () => {
    expect(() => evaluateCoco(truth, [], { iouType: "boxes" as "bbox" })).toThrowError(expect.objectContaining({ code: "E_OPTION" }));
    expect(() => evaluateCoco(truth, [], { keypointSigmas: [0] })).toThrowError(expect.objectContaining({ code: "E_OPTION" }));
  });
});
