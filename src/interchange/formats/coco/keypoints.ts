/** Keypoints as COCO has them: a list of names per category, and x, y, v for each in every annotation. */
import { projectPoints } from "../../../geometry/camera.js";
import { type PixelCentre, positionWithCentre } from "../../../geometry/pixel-origin.js";
import type { Matrix3, Vector3 } from "../../../geometry/vector.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";
import type { ExportOptions } from "../../options.js";
import type { SurveyedCategory } from "../../survey.js";

/** Names of the 3D box' points: corners as `box3d.corners` of the record, then the centre. */
const BOX_NAMES = [...Array.from({ length: 8 }, (_, index) => `corner${index}`), "center"];
/** Edges of the box, numbered from 1. */
const BOX_SKELETON = [[1, 2], [1, 3], [2, 4], [3, 4], [5, 6], [5, 7], [6, 8], [7, 8], [1, 5], [2, 6], [3, 7], [4, 8]];

/** COCO's flag: 0 = not labelled, 1 = labelled and hidden, 2 = labelled and visible. */
const FLAGS = { visible: 2, occluded: 1, outside: 0 } as const;

/** Names and skeleton of a category; null where it has no keypoints. */
export function categoryKeypoints(category: SurveyedCategory, { keypoints }: Pick<ExportOptions, "keypoints">): { keypoints: readonly string[]; skeleton: number[][] } | null {
  if (keypoints === "box") return { keypoints: BOX_NAMES, skeleton: BOX_SKELETON };
  return category.keypoints.length === 0 ? null : { keypoints: category.keypoints, skeleton: [] };
}

/**
 * [x, y, v, …] of an object in order of the names. Named points outside the image are not labelled, as COCO asks; points
 * of the box are hidden ones wherever they lie before the camera, since they lie on no surface.
 */
export function objectKeypoints(record: SampleRecord, object: ObjectRecord, names: readonly string[], { keypoints }: Pick<ExportOptions, "keypoints">, centre: PixelCentre): number[] {
  const known = keypoints === "box" ? boxPoints(record, object) : namedPoints(object);
  return names.flatMap((name) => {
    const point = known.get(name);
    return point === undefined || point.flag === 0 ? [0, 0, 0] : [positionWithCentre(point.x, centre), positionWithCentre(point.y, centre), point.flag];
  });
}

type Points = Map<string, { x: number; y: number; flag: 0 | 1 | 2 }>;

function namedPoints(object: ObjectRecord): Points {
  return new Map(object.keypoints.flatMap(({ name, image, visibility }) => (image === null ? [] : [[name, { x: image[0], y: image[1], flag: FLAGS[visibility] }]])));
}

function boxPoints(record: SampleRecord, { box3d, scale, rotationObjectToCamera, translationObjectToCamera }: ObjectRecord): Points {
  const { K, distortion } = record.camera!;
  const points = [...box3d.corners, box3d.center].map((point) => point.map((value) => value * scale) as unknown as Vector3);
  const pose = { rotation: rotationObjectToCamera as unknown as Matrix3, translation: translationObjectToCamera };
  return new Map(projectPoints(points, pose, K as unknown as Matrix3, distortion).map(({ x, y, depth }, index) => [BOX_NAMES[index]!, { x, y, flag: depth > 0 ? 1 : 0 }]));
}
