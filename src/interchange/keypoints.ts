/** Keypoints of objects as flat lists: x, y and a flag for each name. */
import { projectPoints } from "../geometry/camera.js";
import { type PixelCentre, positionWithCentre } from "../geometry/pixel-origin.js";
import type { Matrix3, Vector3 } from "../geometry/vector.js";
import type { ObjectRecord, RegionRecord, SampleRecord } from "../sample/record.js";
import type { ExportOptions } from "./options.js";

/** Names of the 3D box' points: corners as `box3d.corners` of the record, then the centre. */
export const BOX_POINT_NAMES: readonly string[] = [...Array.from({ length: 8 }, (_, index) => `corner${index}`), "center"];
/** Edges between the box' corners, numbered from 1. */
export const BOX_SKELETON = [[1, 2], [1, 3], [2, 4], [3, 4], [5, 6], [5, 7], [6, 8], [7, 8], [1, 5], [2, 6], [3, 7], [4, 8]];

/** COCO's flag: 0 = not labelled, 1 = labelled and hidden, 2 = labelled and visible. */
export type KeypointFlag = 0 | 1 | 2;

const FLAGS = { visible: 2, occluded: 1, outside: 0 } as const;

/** A point in the image. */
export interface FlaggedPoint {
  x: number;
  y: number;
  flag: KeypointFlag;
}

/**
 * The points of an object in order of the names; those it has not, or that lie outside the image, are not labelled.
 * Points of the box count as hidden ones wherever they lie before the camera, since they lie on no surface.
 * @param centre coordinate of the first pixel's centre
 */
export function objectKeypoints(record: SampleRecord, object: ObjectRecord, names: readonly string[], { keypoints }: Pick<ExportOptions, "keypoints">, centre: PixelCentre): FlaggedPoint[] {
  return inOrder(keypoints === "box" ? boxPoints(record, object) : namedPoints(object), names, centre);
}

/** The points marked in an image, in order of the names; those that nobody has marked are not labelled. @param centre coordinate of the first pixel's centre */
export function regionKeypoints(region: Pick<RegionRecord, "keypoints">, names: readonly string[], centre: PixelCentre): FlaggedPoint[] {
  return inOrder(namedPoints(region), names, centre);
}

function inOrder(known: ReadonlyMap<string, FlaggedPoint>, names: readonly string[], centre: PixelCentre): FlaggedPoint[] {
  return names.map((name) => {
    const point = known.get(name);
    if (point === undefined || point.flag === 0) return { x: 0, y: 0, flag: 0 };
    return { x: positionWithCentre(point.x, centre), y: positionWithCentre(point.y, centre), flag: point.flag };
  });
}

function namedPoints({ keypoints }: Pick<RegionRecord, "keypoints">): Map<string, FlaggedPoint> {
  return new Map(keypoints.flatMap(({ name, image, visibility }) => (image === null ? [] : [[name, { x: image[0], y: image[1], flag: FLAGS[visibility] }]])));
}

function boxPoints(record: SampleRecord, { box3d, scale, rotationObjectToCamera, translationObjectToCamera }: ObjectRecord): Map<string, FlaggedPoint> {
  const { K, distortion } = record.camera!;
  const points = [...box3d.corners, box3d.center].map((point) => point.map((value) => value * scale) as unknown as Vector3);
  const pose = { rotation: rotationObjectToCamera as unknown as Matrix3, translation: translationObjectToCamera };
  return new Map(projectPoints(points, pose, K as unknown as Matrix3, distortion).map(({ x, y, depth }, index) => [BOX_POINT_NAMES[index]!, { x, y, flag: depth > 0 ? 1 : 0 }]));
}
