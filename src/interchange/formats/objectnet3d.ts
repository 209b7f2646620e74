/** ObjectNet3D: PASCAL3D+'s annotations in one folder for all classes. */
import type { ExportFormat } from "../format.js";
import { openObjectNet3d } from "./objectnet3d/write.js";
import { proveObjectNet3d } from "./objectnet3d/prove.js";

export const objectnet3d: ExportFormat = {
  name: "objectnet3d",
  summary: "ObjectNet3D: viewpoints as .mat, CAD models as .off, image sets",
  convention: { cameraAxes: "opengl", pixelCentre: 1, lengthUnit: "object", angleUnit: "degree", box: "xyxy", boxEdges: "pixels-from-1" },
  needs: { label: true, front: true, metres: false, pinhole: true, centred: true, upright: false },
  loses: "images are JPEG (quality 95); masks and named points that are hidden have no place",
  open: openObjectNet3d,
  prove: proveObjectNet3d,
};
