/** Omni3D: 3D boxes in metres and camera axes, one JSON file per split. */
import type { ExportFormat } from "../format.js";
import { proveOmni3d } from "./omni3d/prove.js";
import { openOmni3d } from "./omni3d/write.js";

export const omni3d: ExportFormat = {
  name: "omni3d",
  summary: "Omni3D: 3D boxes in metres, with stats.json for training from scratch",
  convention: { cameraAxes: "opencv", pixelCentre: 0, lengthUnit: "metre", angleUnit: null, box: "xyxy", boxEdges: "edges" },
  needs: { label: true, front: true, metres: true, pinhole: true, centred: false, upright: false },
  loses: null,
  open: openOmni3d,
  prove: proveOmni3d,
};
