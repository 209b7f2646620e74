/** YOLO as Ultralytics reads it: a text file of normalised numbers per image, and data.yaml. */
import type { ExportFormat } from "../format.js";
import { proveYolo } from "./yolo/prove.js";
import { openYolo } from "./yolo/write.js";

export const yolo: ExportFormat = {
  name: "yolo",
  summary: "YOLO: boxes, outlines or keypoints (--task detect, segment or pose) as text, with data.yaml",
  convention: { cameraAxes: null, pixelCentre: 0.5, lengthUnit: null, angleUnit: null, box: "centre-normalized", boxEdges: "edges" },
  needs: { label: true, front: false, metres: false, pinhole: false, centred: false, upright: false },
  loses: "camera, pose and 3D boxes have no place; of boxes, outlines and keypoints only what --task names is written",
  open: openYolo,
  prove: proveYolo,
};
