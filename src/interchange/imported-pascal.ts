/**
 * Objects as PASCAL3D+ and ImageNet3D annotate them: a camera of each object's own that looks straight at it. A record has
 * one camera: that of the first object; objects whose camera has another lens or centre are left out.
 */
import type { BoxXYXY } from "../geometry/box.js";
import { poseFromViewpoint } from "../geometry/viewpoint.js";
import type { ObjectRecord, SampleRecord } from "../sample/record.js";
import { importError } from "./import-error.js";
import { importedObject, type MarkedPoint } from "./imported-object.js";
import type { PascalPose } from "./pascal-pose.js";

/** An annotated object; pixel centres at +0.5. At distance 0 nobody has said the pose. */
export interface PascalLabel extends PascalPose {
  category: string;
  shapeId: string;
  box: BoxXYXY | null;
  /** Named points; empty where the format or the annotation has none. */
  keypoints: readonly MarkedPoint[];
}

/** Pixels that cameras of one image may differ by. */
const SAME_CAMERA = 0.01;

/** What the labels of these formats leave open. */
const PASCAL_UNKNOWN: readonly string[] = ["box3d", "boxProjectedXYXY", "maskVisible", "maskAmodal", "boxAmodalXYXY", "visibleFraction", "truncation", "symmetry", "camera.rotationWorldToCamera", "camera.translationWorldToCamera"];

/** Camera and objects of an image, and which fields nobody knows; null where no object has a pose. @param leaveOut counts objects without */
export function pascalObjects(labels: readonly PascalLabel[], { width, height }: { width: number; height: number }, subject: string, leaveOut: (reason: string) => void): { camera: NonNullable<SampleRecord["camera"]>; objects: ObjectRecord[]; unknown: string[] } | null {
  let camera: NonNullable<SampleRecord["camera"]> | null = null;
  const objects: ObjectRecord[] = [];
  for (const label of labels) {
    if (label.distance === 0) {
      leaveOut("object without pose");
      continue;
    }
    if (!(label.distance > 0 && label.focalPixels > 0)) throw importError(subject, `has an object at distance ${label.distance} with a focal length of ${label.focalPixels} pixels`);
    camera ??= { K: [label.focalPixels, 0, label.principalX, 0, label.focalPixels, label.principalY, 0, 0, 1], rotationWorldToCamera: [1, 0, 0, 0, 1, 0, 0, 0, 1], translationWorldToCamera: [0, 0, 0], width, height, distortion: null };
    const off = [label.focalPixels - camera.K[0]!, label.principalX - camera.K[2]!, label.principalY - camera.K[5]!];
    if (off.some((pixels) => Math.abs(pixels) > SAME_CAMERA)) {
      leaveOut("object with a camera of its own");
      continue;
    }
    objects.push(
      importedObject(
        {
          instanceId: objects.length + 1, category: label.category, shapeId: label.shapeId, frontKnown: true, scale: 1, box: null, sizeMeters: null,
          pose: poseFromViewpoint({ azimuthRadians: label.azimuthRadians, elevationRadians: label.elevationRadians, inPlaneRadians: label.thetaRadians, distance: label.distance }),
          maskVisible: null, maskAmodal: null, visibleFraction: null, truncation: null, boxVisible: label.box, boxAmodal: null,
          symmetry: { discrete: [], continuous: [] }, viewpoint: {}, keypoints: label.keypoints,
        },
        camera,
      ),
    );
  }
  return camera === null ? null : { camera, objects, unknown: [...PASCAL_UNKNOWN, objects.some(({ keypoints }) => keypoints.length > 0) ? "keypoints.position" : "keypoints"] };
}
