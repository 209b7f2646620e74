/** Records as a wrong writer would see them: each stands for one mistake that a proof must find. */
import { decodeMask, encodeMask } from "../../src/codecs/rle.js";
import { rotationFromViewpoint } from "../../src/geometry/viewpoint.js";
import type { ObjectRecord, SampleRecord } from "../../src/sample/record.js";

type Change = (record: SampleRecord) => SampleRecord;

const objects = (change: (object: ObjectRecord) => ObjectRecord): Change => (record) => ({ ...record, objects: record.objects.map(change) });

/** Everything half a pixel to the right. */
export const halfPixel: Change = (record) => {
  const camera = record.camera!;
  return { ...record, camera: { ...camera, K: camera.K.map((value, index) => (index === 2 ? value + 0.5 : value)) } };
};

/** The object seen from its other side: azimuth with the wrong sign. */
export const mirroredAzimuth: Change = objects((object) => {
  const azimuthRadians = -object.viewpoint.azimuthRadians!;
  return { ...object, viewpoint: { ...object.viewpoint, azimuthRadians }, rotationObjectToCamera: [...rotationFromViewpoint({ ...object.viewpoint, azimuthRadians })] };
});

/** x and y of the object frame exchanged. */
export const swappedAxes: Change = objects((object) => {
  const [a, b, c, d, e, f, g, h, i] = object.rotationObjectToCamera as [number, number, number, number, number, number, number, number, number];
  const azimuthRadians = object.viewpoint.azimuthRadians! + Math.PI / 2;
  return { ...object, viewpoint: { ...object.viewpoint, azimuthRadians }, rotationObjectToCamera: [b, -a, c, e, -d, f, h, -g, i] };
});

/** One in a hundred farther away. */
export const fartherAway: Change = objects((object) => ({
  ...object,
  viewpoint: { ...object.viewpoint, distance: object.viewpoint.distance * 1.01 },
  translationObjectToCamera: object.translationObjectToCamera.map((value) => value * 1.01) as [number, number, number],
}));

/** Masks and boxes one pixel to the right. */
export const shiftedMask: Change = objects((object) => {
  const [height, width] = object.maskVisible.size;
  const mask = decodeMask(object.maskVisible);
  const shifted = mask.map((_, pixel) => (pixel % width === 0 ? 0 : mask[pixel - 1]!));
  const { size, counts } = encodeMask(shifted, width, height);
  const box = object.boxVisibleXYXY;
  return { ...object, maskVisible: { size: [...size], counts }, boxVisibleXYXY: box === null ? null : [box[0] + 1, box[1], Math.min(width, box[2] + 1), box[3]] };
});

/** Named points one pixel down. */
export const shiftedKeypoints: Change = objects((object) => ({
  ...object,
  keypoints: object.keypoints.map((keypoint) => ({ ...keypoint, image: keypoint.image === null ? null : [keypoint.image[0], keypoint.image[1] + 1] as [number, number] })),
}));
