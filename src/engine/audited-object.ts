/** What of a label an audit looks at. */
import type { AuditedObject } from "../evaluate/viewpoints/audit.js";
import type { ObjectRecord, SampleRecord } from "../sample/record.js";

/** An object of an image. */
export function auditedObject(object: ObjectRecord, record: SampleRecord): AuditedObject {
  return { category: object.category, ...placeOf(object), visibleFraction: object.visibleFraction, truncation: object.truncation, size: sizeInImage(object, record) };
}

/** Where an object is seen from, in radians; null azimuth where its front is unknown. */
export function placeOf({ frontKnown, viewpoint }: ObjectRecord): { azimuth: number | null; elevation: number; distance: number } {
  return { azimuth: frontKnown ? viewpoint.azimuthRadians : null, elevation: viewpoint.elevationRadians, distance: viewpoint.distance };
}

/** Square root of the visible box' share of the image; null where that is not known. */
export function sizeInImage({ boxVisibleXYXY: box }: ObjectRecord, { camera }: SampleRecord): number | null {
  if (box === null || camera === null) return null;
  return Math.sqrt(((box[2] - box[0]) * (box[3] - box[1])) / (camera.width * camera.height));
}
