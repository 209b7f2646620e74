/** Reads COCO's files: everything is checked before it is compared. */
import type { Detection, Truth } from "../detection/rules.js";
import { eachAnnotation } from "../input/annotations.js";
import { type Catalogue, ItemsByCategory, readCatalogue } from "../input/catalogue.js";
import { badInput, boxXYWHOf, type Fields, fieldsOf, idOf, listOf, numberOf, numbersOf } from "../input/checks.js";
import type { IouType } from "./form.js";
import { type MaskRuns, readMask } from "./mask-runs.js";

/** The shape of an object or a detection: what the kind of comparison needs. */
export interface CocoShape {
  boxXYWH: readonly number[];
  mask: MaskRuns | null;
  keypoints: readonly number[];
  area: number;
}

export type CocoTruth = Truth & CocoShape;
export type CocoDetection = Detection & CocoShape;

/** Ground truth, checked. */
export interface ReadTruth {
  catalogue: Catalogue;
  truths: ItemsByCategory<CocoTruth>;
  warnings: string[];
}

const NO_BOX: readonly number[] = [];

/** Reads ground truth. @param keypointCount per object, where keypoints are compared */
export function readTruth(value: unknown, iouType: IouType, keypointCount: number): ReadTruth {
  const file = fieldsOf(value, "the ground truth");
  const catalogue = readCatalogue(file);
  const truths = new ItemsByCategory<CocoTruth>(catalogue);
  const warnings = eachAnnotation(file, (fields, id, where) => {
    const isCrowd = Boolean(fields.iscrowd);
    const isUnlabelled = iouType === "keypoints" && labelledCount(fields, where) === 0;
    const area = numberOf(fields.area, `${where}.area`);
    const shape = shapeOf(fields, where, { iouType, keypointCount, catalogue, needsBox: iouType !== "segm" });
    truths.add(fields, { id, size: area, area, isIgnored: isCrowd || isUnlabelled, isCrowd, ...shape }, where);
  });
  return { catalogue, truths, warnings };
}

/** Reads results: a list of detections. As in pycocotools the first decides where areas are taken from. */
export function readResults(value: unknown, iouType: IouType, keypointCount: number, catalogue: Catalogue): ItemsByCategory<CocoDetection> {
  const detections = new ItemsByCategory<CocoDetection>(catalogue);
  const list = listOf(value, "results");
  const withBoxes = list.length > 0 && hasBox(fieldsOf(list[0], "results[0]"));
  list.forEach((each, at) => {
    const where = `results[${at}]`;
    const fields = fieldsOf(each, where);
    const score = numberOf(fields.score, `${where}.score`);
    const shape = shapeOf(fields, where, { iouType, keypointCount, catalogue, needsBox: iouType === "bbox" || withBoxes });
    const area = withBoxes ? shape.boxXYWH[2]! * shape.boxXYWH[3]! : iouType === "segm" ? shape.mask!.area : extent(shape.keypoints);
    detections.add(fields, { score, size: area, area, ...shape }, where);
  });
  return detections;
}

interface Needs {
  iouType: IouType;
  keypointCount: number;
  catalogue: Catalogue;
  needsBox: boolean;
}

function shapeOf(fields: Fields, where: string, { iouType, keypointCount, catalogue, needsBox }: Needs): Omit<CocoShape, "area"> {
  const boxXYWH = needsBox ? boxXYWHOf(fields.bbox, `${where}.bbox`) : NO_BOX;
  const keypoints = iouType === "keypoints" ? numbersOf(fields.keypoints, keypointCount * 3, `${where}.keypoints`) : NO_BOX;
  return { boxXYWH, keypoints, mask: iouType === "segm" ? maskOf(fields, boxXYWH, where, catalogue) : null };
}

function maskOf(fields: Fields, boxXYWH: readonly number[], where: string, { images }: Catalogue): MaskRuns {
  const image = images.get(idOf(fields.image_id, `${where}.image_id`));
  if (image === undefined) throw badInput(`${where}.image_id`, `there is no image ${String(fields.image_id)}`, "Image ids are those of `images` in the ground truth.");
  const [width, height] = [idOf(image.width, `image ${String(image.id)}: width`), idOf(image.height, `image ${String(image.id)}: height`)];
  if (fields.segmentation === undefined && boxXYWH.length === 4) {
    const [x, y, w, h] = boxXYWH as readonly [number, number, number, number];
    return readMask([[x, y, x, y + h, x + w, y + h, x + w, y]], width, height, where);
  }
  return readMask(fields.segmentation, width, height, `${where}.segmentation`);
}

function labelledCount({ num_keypoints: count }: Fields, where: string): number {
  return numberOf(count, `${where}.num_keypoints`);
}

function hasBox({ bbox }: Fields): boolean {
  return Array.isArray(bbox) && bbox.length > 0;
}

/** Area of the box around keypoints. */
function extent(keypoints: readonly number[]): number {
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (let at = 0; at < keypoints.length; at += 3) {
    x0 = Math.min(x0, keypoints[at]!);
    x1 = Math.max(x1, keypoints[at]!);
    y0 = Math.min(y0, keypoints[at + 1]!);
    y1 = Math.max(y1, keypoints[at + 1]!);
  }
  return (x1 - x0) * (y1 - y0);
}
