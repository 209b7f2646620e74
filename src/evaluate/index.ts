/** The public API of `dst3d/evaluate`: the field's metrics, from plain objects. */
export { DatasetError } from "../core/errors.js";
export { iou3d } from "./box3d/iou3d.js";
export type { BoxOverlap } from "./box3d/iou3d.js";
export type { BoxCorners } from "./box3d/solid-box.js";
export { evaluateClassification } from "./classification/evaluate-classification.js";
export type { ClassEvaluation, ClassFigures, ClassifiedImage } from "./classification/evaluate-classification.js";
export { evaluateCoco, PERSON_SIGMAS } from "./coco/evaluate-coco.js";
export type { CocoEvaluation, CocoFigures, CocoKeypointFigures, CocoOptions } from "./coco/evaluate-coco.js";
export type { CocoGroundTruth, CocoResult, CocoSegmentation, IouType } from "./coco/form.js";
export { evaluateOmni3d } from "./omni3d/evaluate-omni3d.js";
export type { Omni3dEvaluation } from "./omni3d/evaluate-omni3d.js";
export type { Omni3dGroundTruth, Omni3dResult } from "./omni3d/form.js";
export type { Omni3dOptions } from "./omni3d/options.js";
export { evaluatePose } from "./pose/evaluate-pose.js";
export type { PoseAngles, PoseEvaluation, PoseFigures, PoseOptions, PosePair } from "./pose/evaluate-pose.js";
export type { PoseSymmetry } from "./pose/symmetric-error.js";
