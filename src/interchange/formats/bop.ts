/** BOP, scene by scene: poses of models in millimetres, masks and depth. */
import type { ExportFormat } from "../format.js";
import { proveBop } from "./bop/prove.js";
import { openBop } from "./bop/write.js";

export const bop: ExportFormat = {
  name: "bop",
  summary: "BOP: model poses in millimetres, masks, depth, models as PLY",
  convention: { cameraAxes: "opencv", pixelCentre: 0, lengthUnit: "millimetre", angleUnit: null, box: "xywh", boxEdges: "pixels-from-0" },
  needs: { label: true, front: false, metres: true, pinhole: true, centred: false, upright: false },
  loses: "keypoints have no place; models have no colours",
  open: openBop,
  prove: proveBop,
};
