/** What the contract of formats needs to know of each: options, and which mistakes its proof must find. */
import type { ExportOptions } from "../../src/interchange/options.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { fartherAway, halfPixel, mirroredAzimuth, shiftedKeypoints, shiftedMask, swappedAxes } from "./wrong-records.js";

/** One way to use a format. */
export interface FormatCase {
  format: string;
  options: Partial<ExportOptions>;
  /** True: cameras are level, since the format knows no tilt. */
  isLevel?: boolean;
  mistakes: Readonly<Record<string, (record: SampleRecord) => SampleRecord>>;
}

const POSE = { halfPixel, mirroredAzimuth, swappedAxes, fartherAway };

/** Viewpoints of level cameras. */
export const LEVEL: RecipeInput["viewpoints"] = { list: [20, 100, 170, 215, 300, 345].map((azimuthDegrees) => ({ azimuthDegrees, elevationDegrees: 0, distance: 1.6 })) };

export const FORMAT_CASES: readonly FormatCase[] = [
  { format: "coco", options: {}, mistakes: { ...POSE, shiftedMask, shiftedKeypoints } },
  { format: "coco", options: { segmentation: "polygon", keypoints: "box" }, mistakes: { ...POSE, shiftedMask } },
  { format: "webdataset", options: { samplesPerShard: 4 }, mistakes: { ...POSE, shiftedMask, shiftedKeypoints } },
  { format: "imagefolder", options: {}, mistakes: { ...POSE, shiftedMask, shiftedKeypoints } },
  { format: "parquet", options: { shardMegabytes: 0.03 }, mistakes: { ...POSE, shiftedMask, shiftedKeypoints } },
  { format: "omni3d", options: {}, mistakes: { ...POSE, shiftedMask } },
  { format: "pascal3d", options: {}, mistakes: { ...POSE, shiftedMask, shiftedKeypoints } },
  { format: "objectnet3d", options: {}, mistakes: { ...POSE, shiftedMask, shiftedKeypoints } },
  { format: "imagenet3d", options: {}, mistakes: { ...POSE, shiftedMask } },
  { format: "yolo", options: {}, mistakes: { shiftedMask } },
  { format: "yolo", options: { task: "segment" }, mistakes: { shiftedMask } },
  { format: "yolo", options: { task: "pose" }, mistakes: { shiftedMask, shiftedKeypoints } },
  { format: "yolo", options: { task: "pose", keypoints: "box" }, mistakes: { ...POSE, shiftedMask } },
  { format: "bop", options: {}, mistakes: { ...POSE, shiftedMask } },
  { format: "dst3d", options: {}, mistakes: POSE },
  { format: "questions", options: {}, mistakes: { mirroredAzimuth, swappedAxes } },
  { format: "kitti", options: {}, isLevel: true, mistakes: { ...POSE, shiftedMask } },
];
