/** The part of a record that is drawn over its pictures. */
import type { SampleRecord } from "../sample/record.js";
import type { SampleLabels } from "./protocol.js";

/** See the head of this file. */
export function labelsOf({ index, labelStatus, camera, objects, regions }: SampleRecord): SampleLabels {
  return {
    id: index, labelStatus, camera, regions,
    objects: objects.map(({ instanceId, category, frontKnown, rotationObjectToCamera, translationObjectToCamera, scale, box3d, boxVisibleXYXY, boxAmodalXYXY, maskVisible, maskAmodal, keypoints }) => ({ instanceId, category, frontKnown, rotationObjectToCamera, translationObjectToCamera, scale, box3d, boxVisibleXYXY, boxAmodalXYXY, maskVisible, maskAmodal, keypoints })),
  };
}
