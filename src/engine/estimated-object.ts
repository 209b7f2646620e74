/** What a network has read from a picture, as an audit looks at it. */
import type { AuditedObject } from "../evaluate/viewpoints/audit.js";
import { viewpointFromPose } from "../geometry/viewpoint.js";
import { rotationRead, type ReadAngles } from "../verify/kcf/read-angles.js";
import { rotationInCamera } from "../verify/kcf/seen-pose.js";
import type { AskedPicture } from "../verify/pose-network/asked-picture.js";

/**
 * Where a label says where the object is, its viewpoint is that of the camera, as labels are: a network reads how the object is
 * turned to the ray towards it. Elsewhere the object is taken to be in the middle of the picture.
 */
export function estimatedObject(read: ReadAngles, { label, category, size }: Pick<AskedPicture, "label" | "category" | "size">): AuditedObject {
  const seen = rotationRead(read);
  const { azimuthRadians: azimuth, elevationRadians: elevation } = viewpointFromPose({ rotation: label === null ? seen : rotationInCamera(seen, label), translation: [0, 0, 1] });
  return { category, azimuth, elevation, distance: null, visibleFraction: null, truncation: null, size };
}
