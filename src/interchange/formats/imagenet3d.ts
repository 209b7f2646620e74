/** ImageNet3D: viewpoints in .npz files, one list of dicts per image. */
import type { ExportFormat } from "../format.js";
import { openImageNet3d } from "./imagenet3d/write.js";
import { proveImageNet3d } from "./imagenet3d/prove.js";

export const imagenet3d: ExportFormat = {
  name: "imagenet3d",
  summary: "ImageNet3D: viewpoints as .npz, CAD models as .off, lists",
  convention: { cameraAxes: "opengl", pixelCentre: 0, lengthUnit: "object", angleUnit: "radian", box: "xyxy", boxEdges: "edges" },
  needs: { label: true, front: true, metres: false, pinhole: true, centred: true, upright: false },
  loses: "images are JPEG (quality 95); masks and named points have no place",
  open: openImageNet3d,
  prove: proveImageNet3d,
};
