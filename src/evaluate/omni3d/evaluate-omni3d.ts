/** Omni3D's average precision of boxes in the image and in space, equal to that of its own evaluator (Omni3Deval). */
import { iouOfSolids } from "../box3d/iou3d.js";
import { boxOverlap } from "../coco/overlaps.js";
import { averagePrecision, meanCurve } from "../detection/averages.js";
import { type CategoryFigures, categoryFigures } from "../detection/category-figures.js";
import { type DetectionRules, type SizeRange, spaced } from "../detection/rules.js";
import { imagesOf } from "../input/catalogue.js";
import type { Omni3dGroundTruth, Omni3dResult } from "./form.js";
import { type Omni3dOptions, readOmni3dOptions } from "./options.js";
import { type Omni3dDetection, type Omni3dTruth, readOmni3dResults, readOmni3dTruth } from "./read.js";

/** Shares 0 … 1 (the paper's tables are percentages); −1 where there is nothing to be found. */
export interface Omni3dEvaluation {
  /** Overlaps in the image from 0.5 to 0.95. */
  AP2D: number;
  /** Overlaps in space from 0.05 to 0.5. */
  AP3D: number;
  "AP3D@15": number;
  "AP3D@25": number;
  "AP3D@50": number;
  /** Objects up to 10 m away. */
  "AP3D-N": number;
  /** 10 to 35 m. */
  "AP3D-M": number;
  /** 35 m and farther. */
  "AP3D-F": number;
  /** Of each category, by name. */
  perCategory: Record<string, { AP2D: number; AP3D: number }>;
  /** Precision at recalls 0, 0.01 … 1 for overlaps in space, averaged over categories. */
  curves: { iou: number; precision: readonly number[] }[];
  /** What a reader should know about the numbers. */
  warnings: string[];
}

/** How much of the image's boxes must overlap for two to be near each other. */
const NEAR = 0.3;
const ANY_SIZE = { name: "all", low: 0, high: 1e10 };
const DEPTHS: readonly SizeRange[] = [
  { name: "all", low: 0, high: 1e5 },
  { name: "near", low: 0, high: 10 },
  { name: "medium", low: 10, high: 35 },
  { name: "far", low: 35, high: 1e5 },
];
const THRESHOLDS_3D = spaced(0.05, 0.5, 10);
const AT_15 = 2;
const AT_25 = 4;
const AT_50 = 9;

/**
 * AP2D and AP3D as `cubercnn/evaluation/omni3d_evaluation.py` computes them, with its rules of what is ignored.
 * Detections of categories that do not count are left out.
 * @throws DatasetError E_EVALUATION for ids that are unknown or come twice, for what is missing or no number; E_BOX for an object that counts and whose box is none; E_OPTION
 */
export function evaluateOmni3d(groundTruth: Omni3dGroundTruth, results: readonly Omni3dResult[], given: Omni3dOptions = {}): Omni3dEvaluation {
  const settings = readOmni3dOptions(given);
  const { catalogue, truths, warnings } = readOmni3dTruth(groundTruth, settings);
  const { detections, noBoxes } = readOmni3dResults(results, catalogue);
  const { categoryNames, proximity } = settings;
  const counted = catalogue.categories.map(({ name }, at) => ({ name, at })).filter(({ name }) => categoryNames === null || categoryNames.includes(name));
  const figuresIn = (dimensions: "2D" | "3D"): CategoryFigures[] => {
    const rules = dimensions === "2D" ? rulesInImage(proximity) : rulesInSpace(proximity);
    const sized = <Item extends Omni3dTruth | Omni3dDetection>(list: readonly Item[]): Item[] => (dimensions === "2D" ? list.map((item) => ({ ...item, size: item.area })) : [...list]);
    return counted.map(({ at }) => categoryFigures(imagesOf(truths.of(at), detections.of(at)).map((image) => ({ truths: sized(image.truths), detections: sized(image.detections) })), rules));
  };
  const inImage = figuresIn("2D");
  const inSpace = figuresIn("3D");
  const precision = (range: number, threshold: number | null = null) => averagePrecision(inSpace, { range, threshold });
  const whole = { range: 0, threshold: null };
  return {
    AP2D: averagePrecision(inImage, whole), AP3D: precision(0), "AP3D@15": precision(0, AT_15), "AP3D@25": precision(0, AT_25), "AP3D@50": precision(0, AT_50),
    "AP3D-N": precision(1), "AP3D-M": precision(2), "AP3D-F": precision(3),
    perCategory: Object.fromEntries(counted.map(({ name }, at) => [name, { AP2D: averagePrecision([inImage[at]!], whole), AP3D: averagePrecision([inSpace[at]!], whole) }])),
    curves: [...THRESHOLDS_3D].flatMap((iou, threshold) => {
      const curve = meanCurve(inSpace, { range: 0, threshold });
      return curve === null ? [] : [{ iou, precision: curve }];
    }),
    warnings: [
      ...(noBoxes.length > 0 ? [`${noBoxes.length} of ${results.length} detections have no box in space and overlap nothing; the first is ${noBoxes[0]}`] : []),
      ...warnings,
    ],
  };
}

type Rules = DetectionRules<Omni3dTruth, Omni3dDetection>;

function rulesInImage(proximity: boolean): Rules {
  return { thresholds: spaced(0.5, 0.95, 10), ranges: [ANY_SIZE], limits: [100], overlaps: writer((detection, truth) => boxOverlap(detection.boxXYWH, truth.boxXYWH, false)), ...nearness(proximity) };
}

function rulesInSpace(proximity: boolean): Rules {
  const overlap = (detection: Omni3dDetection, truth: Omni3dTruth): number => (detection.solid === null || truth.solid === null ? 0 : iouOfSolids(detection.solid, truth.solid));
  return { thresholds: THRESHOLDS_3D, ranges: DEPTHS, limits: [100], overlaps: writer(overlap), ...nearness(proximity) };
}

function nearness(proximity: boolean): Pick<Rules, "near"> {
  return proximity ? { near: writer((detection, truth) => (boxOverlap(detection.boxXYWH, truth.boxXYWH, false) > NEAR ? 1 : 0)) } : {};
}

function writer(value: (detection: Omni3dDetection, truth: Omni3dTruth) => number) {
  return (detections: readonly Omni3dDetection[], truths: readonly Omni3dTruth[], out: Float64Array | Uint8Array): void => {
    detections.forEach((detection, row) => truths.forEach((truth, column) => (out[row * truths.length + column] = value(detection, truth))));
  };
}
