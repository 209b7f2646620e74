/** COCO's average precision and recall, equal to those of pycocotools' COCOeval. */
import * as z from "zod";
import { averagePrecision, averageRecall, meanCurve } from "../detection/averages.js";
import { type CategoryFigures, categoryFigures } from "../detection/category-figures.js";
import { type DetectionRules, spaced } from "../detection/rules.js";
import { imagesOf } from "../input/catalogue.js";
import { readOptions } from "../input/read-options.js";
import type { CocoGroundTruth, CocoResult, IouType } from "./form.js";
import { boxOverlap, keypointOverlap, maskOverlap } from "./overlaps.js";
import { type CocoDetection, type CocoTruth, readResults, readTruth } from "./read.js";

/** Spread of annotators of COCO's 17 keypoints of a person. */
export const PERSON_SIGMAS: readonly number[] = [0.26, 0.25, 0.25, 0.35, 0.35, 0.79, 0.79, 0.72, 0.72, 0.62, 0.62, 1.07, 1.07, 0.87, 0.87, 0.89, 0.89].map((value) => value / 10);

const options = z.strictObject({
  iouType: z.enum(["bbox", "segm", "keypoints"]).default("bbox").describe("what is compared: boxes, masks or keypoints"),
  keypointSigmas: z.array(z.number().positive()).min(1).default([...PERSON_SIGMAS]).describe("spread of each keypoint as a share of the object's size; default: the 17 of COCO's persons"),
});

/** Options of {@link evaluateCoco}. */
export type CocoOptions = z.input<typeof options>;

/** Figures of boxes or masks, 0 … 1; −1 where there is nothing to be found. */
export interface CocoFigures {
  AP: number;
  AP50: number;
  AP75: number;
  APs: number;
  APm: number;
  APl: number;
  AR1: number;
  AR10: number;
  AR100: number;
  ARs: number;
  ARm: number;
  ARl: number;
}

/** Figures of keypoints, with up to 20 detections per image. */
export interface CocoKeypointFigures {
  AP: number;
  AP50: number;
  AP75: number;
  APm: number;
  APl: number;
  AR: number;
  AR50: number;
  AR75: number;
  ARm: number;
  ARl: number;
}

/** What an evaluation gives. */
export type CocoEvaluation<Figures> = Figures & {
  /** The same of each category, by name. */
  perCategory: Record<string, Figures>;
  /** Precision at recalls 0, 0.01 … 1, averaged over categories. */
  curves: { iou: number; precision: readonly number[] }[];
  /** What a reader should know about the numbers. */
  warnings: string[];
};

type FiguresOf<Kind> = Kind extends "keypoints" ? CocoKeypointFigures : CocoFigures;

const THRESHOLDS = spaced(0.5, 0.95, 10);
const AT_50 = 0;
const AT_75 = 5;
const ANY = { name: "all", low: 0, high: 1e10 };
const SMALL = { name: "small", low: 0, high: 1024 };
const MEDIUM = { name: "medium", low: 1024, high: 9216 };
const LARGE = { name: "large", low: 9216, high: 1e10 };

/**
 * Average precision and recall as pycocotools computes them (COCOeval with its default parameters): ten thresholds of
 * overlap from 0.5 to 0.95, 101 recalls, up to 100 detections per image and category (20 with keypoints).
 * @param results a list of detections; may be empty
 * @throws DatasetError E_EVALUATION for ids that are unknown or come twice, for what is missing or no number, and masks that do not fit; E_OPTION
 */
export function evaluateCoco<Kind extends IouType = "bbox">(groundTruth: CocoGroundTruth, results: readonly CocoResult[], given: CocoOptions & { iouType?: Kind | undefined } = {}): CocoEvaluation<FiguresOf<Kind>> {
  const { iouType, keypointSigmas } = readOptions(options, given, "evaluateCoco");
  const { catalogue, truths, warnings } = readTruth(groundTruth, iouType, keypointSigmas.length);
  const detections = readResults(results, iouType, keypointSigmas.length, catalogue);
  const rules = rulesOf(iouType, keypointSigmas);
  const categories = catalogue.categories.map((_, at) => categoryFigures(imagesOf(truths.of(at), detections.of(at)), rules));
  const figures = iouType === "keypoints" ? keypointFigures : objectFigures;
  const evaluation = {
    ...figures(categories),
    perCategory: Object.fromEntries(catalogue.categories.map(({ name }, at) => [name, figures([categories[at]!])])),
    curves: [...THRESHOLDS].flatMap((iou, threshold) => {
      const precision = meanCurve(categories, { range: 0, threshold });
      return precision === null ? [] : [{ iou, precision }];
    }),
    warnings,
  };
  return evaluation as unknown as CocoEvaluation<FiguresOf<Kind>>; // the two kinds of figures go with the two kinds of comparison
}

function rulesOf(iouType: IouType, sigmas: readonly number[]): DetectionRules<CocoTruth, CocoDetection> {
  const overlap = {
    bbox: (detection: CocoDetection, truth: CocoTruth) => boxOverlap(detection.boxXYWH, truth.boxXYWH, truth.isCrowd),
    segm: (detection: CocoDetection, truth: CocoTruth) => maskOverlap(detection.mask!, truth.mask!, truth.isCrowd),
    keypoints: (detection: CocoDetection, truth: CocoTruth) => keypointOverlap(detection.keypoints, truth, sigmas),
  }[iouType];
  return {
    thresholds: THRESHOLDS,
    ranges: iouType === "keypoints" ? [ANY, MEDIUM, LARGE] : [ANY, SMALL, MEDIUM, LARGE],
    limits: iouType === "keypoints" ? [20] : [1, 10, 100],
    overlaps: (detections, truths, out) => detections.forEach((detection, row) => truths.forEach((truth, column) => (out[row * truths.length + column] = overlap(detection, truth)))),
  };
}

function objectFigures(categories: readonly CategoryFigures[]): CocoFigures {
  const precision = (range: number, threshold: number | null = null) => averagePrecision(categories, { range, threshold });
  const recall = (range: number, limit: number) => averageRecall(categories, { range, threshold: null }, limit);
  return {
    AP: precision(0), AP50: precision(0, AT_50), AP75: precision(0, AT_75), APs: precision(1), APm: precision(2), APl: precision(3),
    AR1: recall(0, 0), AR10: recall(0, 1), AR100: recall(0, 2), ARs: recall(1, 2), ARm: recall(2, 2), ARl: recall(3, 2),
  };
}

function keypointFigures(categories: readonly CategoryFigures[]): CocoKeypointFigures {
  const precision = (range: number, threshold: number | null = null) => averagePrecision(categories, { range, threshold });
  const recall = (range: number, threshold: number | null = null) => averageRecall(categories, { range, threshold }, 0);
  return {
    AP: precision(0), AP50: precision(0, AT_50), AP75: precision(0, AT_75), APm: precision(1), APl: precision(2),
    AR: recall(0), AR50: recall(0, AT_50), AR75: recall(0, AT_75), ARm: recall(1), ARl: recall(2),
  };
}
