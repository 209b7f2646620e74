/** Annotations without pose: what COCO itself knows of an object. */
import { encodeMask } from "../../../codecs/rle.js";
import type { BoxXYXY } from "../../../geometry/box.js";
import { positionFromCentre } from "../../../geometry/pixel-origin.js";
import { categoryNames } from "../../../sample/category-names.js";
import { canonicalCategory } from "../../../sample/category-table.js";
import type { RegionRecord } from "../../../sample/record.js";
import { importError, numberIn, numbersIn } from "../../import-error.js";
import { maskBox } from "../../imported-object.js";
import { readCocoMask } from "./read-mask.js";

/** The first pixel's centre in COCO's keypoints. */
const KEYPOINT_CENTRE = 0;
const VISIBILITIES = ["outside", "occluded", "visible"] as const;

/** A category as the file lists it. */
export interface CocoCategory {
  name: string;
  /** Names of its keypoints; empty where it has none. */
  keypoints: readonly string[];
}

/** The category of an annotation. @throws DatasetError E_IMPORT */
export function cocoCategory(annotation: Record<string, unknown>, categories: ReadonlyMap<number, Record<string, unknown>>, subject: string): CocoCategory {
  const category = categories.get(numberIn(annotation["category_id"], subject, "category_id"));
  const name = category?.["name"];
  if (typeof name !== "string") throw importError(subject, `is of category ${String(annotation["category_id"])}, which is not there`);
  const names = category!["keypoints"];
  const keypoints = Array.isArray(names) && names.every((item): item is string => typeof item === "string") ? names : [];
  if (new Set(keypoints).size !== keypoints.length) throw importError(`category ${name}`, "has two keypoints of one name");
  return { name, keypoints };
}

/** @throws DatasetError E_IMPORT for what cannot be */
export function readRegion(annotation: Record<string, unknown>, category: CocoCategory, image: { width: number; height: number }, subject: string): RegionRecord {
  const mask = readCocoMask(annotation["segmentation"], image, subject);
  const { size, counts } = mask === null ? { size: null, counts: "" } : encodeMask(mask, image.width, image.height);
  const box = boxOf(annotation["bbox"], subject) ?? (mask === null ? null : maskBox(mask, image.width));
  const area = annotation["area"] == null ? null : numberIn(annotation["area"], subject, "area");
  if (area !== null && area < 0) throw importError(subject, `has the area ${area}`);
  const canonical = canonicalCategory(category.name);
  return {
    id: numberIn(annotation["id"], subject, "id"),
    category: canonical,
    categoryNames: categoryNames(canonical),
    boxXYXY: box === null ? null : [...box],
    mask: size === null ? null : { size: [size[0], size[1]], counts },
    areaPixels: area,
    isCrowd: annotation["iscrowd"] === 1 || annotation["iscrowd"] === true,
    keypoints: annotation["keypoints"] == null ? [] : readKeypoints(annotation["keypoints"], category.keypoints, subject),
  };
}

function boxOf(value: unknown, subject: string): BoxXYXY | null {
  if (value == null || (Array.isArray(value) && value.length === 0)) return null;
  const [x, y, width, height] = numbersIn(value, 4, subject, "bbox") as [number, number, number, number];
  if (width < 0 || height < 0) throw importError(subject, `has a box of ${width} × ${height} pixels`);
  return [x, y, x + width, y + height];
}

/** Points by name; 0, 1 and 2 stand for not marked, hidden and visible. @throws DatasetError E_IMPORT */
export function readKeypoints(value: unknown, names: readonly string[], subject: string): RegionRecord["keypoints"] {
  if (names.length === 0) return [];
  const flat = numbersIn(value, names.length * 3, subject, "keypoints");
  return names.map((name, index) => {
    const [x, y, flag] = [flat[index * 3]!, flat[index * 3 + 1]!, flat[index * 3 + 2]!];
    const visibility = VISIBILITIES[flag];
    if (visibility === undefined) throw importError(subject, `has the flag ${flag} at keypoint ${name}`);
    return { name, image: flag === 0 ? null : [positionFromCentre(x, KEYPOINT_CENTRE), positionFromCentre(y, KEYPOINT_CENTRE)], visibility };
  });
}
