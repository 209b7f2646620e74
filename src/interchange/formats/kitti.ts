/** KITTI's object labels: a line per object, turned about the vertical only. */
import type { ExportFormat } from "../format.js";
import { proveKitti } from "./kitti/prove.js";
import { openKitti } from "./kitti/write.js";

export const kitti: ExportFormat = {
  name: "kitti",
  summary: "KITTI: 2D and 3D boxes of upright objects in metres, calibration",
  convention: { cameraAxes: "opencv", pixelCentre: 0, lengthUnit: "metre", angleUnit: "radian", box: "xyxy", boxEdges: "pixels-from-0" },
  needs: { label: true, front: true, metres: true, pinhole: true, centred: false, upright: true },
  loses: "masks and keypoints have no place; numbers are rounded to six decimals",
  open: openKitti,
  prove: proveKitti,
};
