/** COCO: boxes, masks and keypoints in one JSON file per split. Pose and camera stand in further keys, which readers pass over. */
import type { ExportFormat } from "../format.js";
import { openCoco } from "./coco/write.js";
import { proveCoco } from "./coco/prove.js";

export const coco: ExportFormat = {
  name: "coco",
  summary: "COCO: boxes, masks (RLE or polygons), keypoints; pose and camera in extra keys",
  convention: { cameraAxes: "opencv", pixelCentre: 0, lengthUnit: "world", angleUnit: "radian", box: "xywh", boxEdges: "edges" },
  needs: { label: true, front: false, metres: false, pinhole: false, centred: false, upright: false, orRegions: true },
  loses: null,
  open: openCoco,
  prove: proveCoco,
};
