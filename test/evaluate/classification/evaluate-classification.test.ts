import { expect, test } from "vitest";
import { type ClassifiedImage, evaluateClassification } from "../../../src/evaluate/classification/evaluate-classification.js";

const images: ClassifiedImage[] = [
  { truth: "car", predicted: ["car", "bus"] },
  { truth: "car", predicted: ["bus", "boat", "sofa", "chair", "car", "train"], shift: "weather" },
  { truth: "bus", predicted: { bus: 0.2, car: 0.5, boat: 0.1 }, shift: "weather" },
  { truth: "bus", predicted: null, shift: "pose" },
  { truth: "bus", predicted: ["bus"], shift: "pose" },
];

test("first, among five, by category and by shift", () => {
  expect(evaluateClassification(images)).toEqual({
    count: 5, top1: 0.4, top5: 0.8,
    perCategory: { bus: { count: 3, top1: 1 / 3, top5: 2 / 3 }, car: { count: 2, top1: 0.5, top5: 1 } },
    perShift: { none: { count: 1, top1: 1, top5: 1 }, pose: { count: 2, top1: 0.5, top5: 0.5 }, weather: { count: 2, top1: 0, top5: 1 } },
    shifted: { top1: 0.25, top5: 0.75 },
  });
});

test("without shifts there is no table of them", () => expect(evaluateClassification(images.slice(0, 1))).toMatchObject({ perShift: {}, shifted: null }));

test("equal scores are no answer", () => {
  expect(evaluateClassification([{ truth: "car", predicted: { car: 0.5, bus: 0.5 } }])).toMatchObject({ top1: 0, top5: 1 });
  expect(evaluateClassification([{ truth: "car", predicted: { bus: 0.5 } }])).toMatchObject({ top1: 0, top5: 0 });
});

test.each([
  ["no images", [], "images: there are none"],
  ["no truth", [{ predicted: [] }], "images[0].truth"],
  ["no prediction", [{ truth: "car" }], "images[0].predicted: it is missing"],
  ["a class twice", [{ truth: "car", predicted: ["bus", "bus"] }], '"bus" is named twice'],
  ["a score that is no number", [{ truth: "car", predicted: { car: Number.NaN } }], "images[0].predicted.car: a finite number is needed"],
])("bad input: %s", (_, given, message) => {
  expect(() => evaluateClassification(given as ClassifiedImage[])).toThrowError(expect.objectContaining({ code: "E_EVALUATION", message: expect.stringContaining(message) as string }));
});
