/** The tree of the original 3D-DST code: a pickled dict per view, EXR depth, prompts. */
import type { ExportFormat } from "../format.js";
import { proveDst3d } from "./dst3d/prove.js";
import { openDst3d } from "./dst3d/write.js";

export const dst3d: ExportFormat = {
  name: "dst3d",
  summary: "the original 3D-DST tree: .npy annotations, EXR depth, prompts.json",
  convention: { cameraAxes: "opengl", pixelCentre: 0.5, lengthUnit: "object", angleUnit: "radian", box: null, boxEdges: null },
  needs: { label: true, front: true, metres: false, pinhole: true, centred: true, upright: false },
  loses: "boxes, masks and keypoints have no place; images beyond the first of a view count as views of their own",
  open: openDst3d,
  prove: proveDst3d,
};
