/** How much a detection and an object of COCO overlap: boxes, masks and keypoints (pycocotools' maskApi.c and `computeOks`). */
import { exp } from "../../core/math.js";
import type { MaskRuns } from "./mask-runs.js";
import { sharedArea } from "./mask-runs.js";

/** Intersection over union of boxes [x, y, width, height]; over the detection's own area for a crowd. */
export function boxOverlap(detection: ArrayLike<number>, truth: ArrayLike<number>, isCrowd: boolean): number {
  const width = Math.min(detection[2]! + detection[0]!, truth[2]! + truth[0]!) - Math.max(detection[0]!, truth[0]!);
  if (!(width > 0)) return 0;
  const height = Math.min(detection[3]! + detection[1]!, truth[3]! + truth[1]!) - Math.max(detection[1]!, truth[1]!);
  if (!(height > 0)) return 0;
  const shared = width * height;
  const own = detection[2]! * detection[3]!;
  return shared / (isCrowd ? own : own + truth[2]! * truth[3]! - shared);
}

/** Intersection over union of masks of one image; over the detection's own area for a crowd. */
export function maskOverlap(detection: MaskRuns, truth: MaskRuns, isCrowd: boolean): number {
  const shared = sharedArea(detection, truth);
  return shared === 0 ? 0 : shared / (isCrowd ? detection.area : detection.area + truth.area - shared);
}

/** An object with keypoints. */
export interface KeypointTruth {
  keypoints: ArrayLike<number>;
  boxXYWH: ArrayLike<number>;
  area: number;
}

/**
 * Object keypoint similarity: the mean of exp(−d² / (2 s² (2σ)²)) over labelled keypoints, s² the object's area.
 * Where none is labelled, distances are those from the box doubled about its centre, of all keypoints.
 * @param keypoints of the detection, [x, y, v, …]
 */
export function keypointOverlap(keypoints: ArrayLike<number>, truth: KeypointTruth, sigmas: readonly number[]): number {
  const [x, y, width, height] = [truth.boxXYWH[0]!, truth.boxXYWH[1]!, truth.boxXYWH[2]!, truth.boxXYWH[3]!];
  const labelled = sigmas.map((_, at) => truth.keypoints[at * 3 + 2]! > 0);
  const isLabelled = labelled.includes(true);
  let sum = 0;
  let count = 0;
  for (let at = 0; at < sigmas.length; at++) {
    if (isLabelled && !labelled[at]) continue;
    const px = keypoints[at * 3]!;
    const py = keypoints[at * 3 + 1]!;
    const dx = isLabelled ? px - truth.keypoints[at * 3]! : Math.max(0, x - width - px) + Math.max(0, px - (x + width * 2));
    const dy = isLabelled ? py - truth.keypoints[at * 3 + 1]! : Math.max(0, y - height - py) + Math.max(0, py - (y + height * 2));
    const spread = sigmas[at]! * 2;
    sum += exp(-((dx * dx + dy * dy) / (spread * spread) / (truth.area + Number.EPSILON) / 2));
    count++;
  }
  return sum / count;
}
