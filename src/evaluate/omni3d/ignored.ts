/** Which objects of Omni3D count, and by which box in the image: `is_ignore` and `Omni3D` of cubercnn/data/datasets.py. */
import { type Fields, numberOf, numbersOf } from "../input/checks.js";
import type { Omni3dSettings } from "./options.js";

/** Boxes of an object in the image, [x0, y0, x1, y1]; null where unknown. */
export interface ImageBoxes {
  tight: readonly number[] | null;
  projected: readonly number[] | null;
  truncated: readonly number[] | null;
}

/** Reads the three boxes. A box is unknown where its first number is −1, the truncated one where all are. */
export function readImageBoxes(fields: Fields, where: string): ImageBoxes {
  const read = (name: string, isUnknown: (box: readonly number[]) => boolean) => {
    if (fields[name] === undefined) return null;
    const box = numbersOf(fields[name], 4, `${where}.${name}`);
    return isUnknown(box) ? null : box;
  };
  const beginsUnknown = (box: readonly number[]) => box[0] === -1;
  return { tight: read("bbox2D_tight", beginsUnknown), projected: read("bbox2D_proj", beginsUnknown), truncated: read("bbox2D_trunc", (box) => box.every((value) => value === -1)) };
}

/** The box that detections are compared with and the one whose area counts; null where there is none. */
export function comparedBoxes({ tight, projected, truncated }: ImageBoxes, settings: Omni3dSettings): { compared: readonly number[]; measured: readonly number[] } | null {
  const measured = (settings.preferTruncatedBoxes ? truncated : null) ?? projected ?? tight;
  if (measured === null) return null;
  return { measured: toXYWH(measured), compared: toXYWH((settings.preferTightBoxes ? tight : null) ?? measured) };
}

/** Whether nobody is asked about an object. */
export function isIgnoredObject(fields: Fields, where: string, { boxes, name, imageHeight, settings }: { boxes: ImageBoxes; name: string; imageHeight: number; settings: Omni3dSettings }): boolean {
  if (Boolean(fields.behind_camera) || !fields.valid3D) return true;
  const known = (field: string): number => (fields[field] === undefined ? -1 : numberOf(fields[field], `${where}.${field}`));
  const dimensions = numbersOf(fields.dimensions, 3, `${where}.dimensions`);
  const depth = numbersOf(fields.center_cam, 3, `${where}.center_cam`)[2]!;
  const box = (settings.preferTightBoxes ? boxes.tight : null) ?? (settings.preferTruncatedBoxes ? boxes.truncated : null) ?? (fields.bbox2D_proj === undefined ? null : numbersOf(fields.bbox2D_proj, 4, `${where}.bbox2D_proj`)) ?? boxes.tight;
  const height = box === null ? 0 : box[3]! - box[1]!;
  const truncation = known("truncation");
  const visibility = known("visibility");
  return (
    dimensions.some((side) => side <= 0) ||
    depth > settings.mostDepth ||
    known("lidar_pts") === 0 ||
    known("segmentation_pts") === 0 ||
    known("depth_error") > 0.5 ||
    height <= settings.leastHeight * imageHeight ||
    height >= settings.mostHeight * imageHeight ||
    (truncation >= 0 && truncation >= settings.truncationThreshold) ||
    (visibility >= 0 && visibility <= settings.visibilityThreshold) ||
    settings.ignoreNames.includes(name)
  );
}

function toXYWH(box: readonly number[]): readonly number[] {
  return [box[0]!, box[1]!, box[2]! - box[0]!, box[3]! - box[1]!];
}
