/** Reads Omni3D's files: everything is checked before it is compared. */
import { emptySolidBox, fillSolidBox, type SolidBox } from "../box3d/solid-box.js";
import type { Detection, Truth } from "../detection/rules.js";
import { eachAnnotation } from "../input/annotations.js";
import { type Catalogue, ItemsByCategory, readCatalogue } from "../input/catalogue.js";
import { badInput, boxXYWHOf, fieldsOf, idOf, listOf, numberOf, numbersOf } from "../input/checks.js";
import { readDetectedBox } from "./detected-box.js";
import { comparedBoxes, isIgnoredObject, readImageBoxes } from "./ignored.js";
import type { Omni3dSettings } from "./options.js";

/** An object or a detection; `solid` is null where its box in space is none. */
export interface Omni3dShape {
  boxXYWH: readonly number[];
  solid: SolidBox | null;
  area: number;
  depth: number;
}

export type Omni3dTruth = Truth & Omni3dShape;
export type Omni3dDetection = Detection & Omni3dShape;

/** Ground truth, checked. */
export interface ReadOmni3dTruth {
  catalogue: Catalogue;
  truths: ItemsByCategory<Omni3dTruth>;
  warnings: string[];
}

/** Reads ground truth; sizes are depths. Objects without any box in the image are left out, as the evaluator does. */
export function readOmni3dTruth(value: unknown, settings: Omni3dSettings): ReadOmni3dTruth {
  const file = fieldsOf(value, "the ground truth");
  const catalogue = readCatalogue(file);
  const names = new Map(catalogue.categories.map(({ id, name }) => [id, name]));
  const truths = new ItemsByCategory<Omni3dTruth>(catalogue);
  const warnings = eachAnnotation(file, (fields, id, where) => {
    const boxes = readImageBoxes(fields, where);
    const used = comparedBoxes(boxes, settings);
    if (used === null) return;
    const image = catalogue.images.get(idOf(fields.image_id, `${where}.image_id`));
    const imageHeight = image === undefined ? 0 : numberOf(image.height, `image ${String(image.id)}: height`);
    const isIgnored = isIgnoredObject(fields, where, { boxes, name: names.get(fields.category_id as number) ?? "", imageHeight, settings });
    const depth = numbersOf(fields.center_cam, 3, `${where}.center_cam`)[2]!;
    // The box of an object that is ignored may be a place holder.
    const corners = cornersOf(fields.bbox3D_cam, `${where}.bbox3D_cam`);
    const read = isIgnored ? readDetectedBox(corners) : fillSolidBox(emptySolidBox(), corners, `${where}.bbox3D_cam`);
    truths.add(fields, { id, size: depth, depth, area: used.measured[2]! * used.measured[3]!, isIgnored, isCrowd: false, boxXYWH: used.compared, solid: typeof read === "string" ? null : read }, where);
  });
  return { catalogue, truths, warnings };
}

/** Reads results; says which boxes in space are none. */
export function readOmni3dResults(value: unknown, catalogue: Catalogue): { detections: ItemsByCategory<Omni3dDetection>; noBoxes: string[] } {
  const detections = new ItemsByCategory<Omni3dDetection>(catalogue);
  const noBoxes: string[] = [];
  listOf(value, "results").forEach((each, at) => {
    const where = `results[${at}]`;
    const fields = fieldsOf(each, where);
    const boxXYWH = boxXYWHOf(fields.bbox, `${where}.bbox`);
    const corners = cornersOf(fields.bbox3D, `${where}.bbox3D`);
    const depth = fields.depth === undefined ? corners.reduce((sum, [, , z]) => sum + z! / 8, 0) : numberOf(fields.depth, `${where}.depth`);
    const solid = readDetectedBox(corners);
    if (typeof solid === "string") noBoxes.push(`${where}: ${solid}`);
    detections.add(fields, { score: numberOf(fields.score, `${where}.score`), size: depth, depth, area: boxXYWH[2]! * boxXYWH[3]!, boxXYWH, solid: typeof solid === "string" ? null : solid }, where);
  });
  return { detections, noBoxes };
}

function cornersOf(value: unknown, where: string): (readonly number[])[] {
  const list = listOf(value, where);
  if (list.length !== 8) throw badInput(where, `8 corners are needed, not ${list.length}`, "Give eight corners [x, y, z] in Omni3D's order.");
  return list.map((corner, at) => numbersOf(corner, 3, `${where}[${at}]`));
}
