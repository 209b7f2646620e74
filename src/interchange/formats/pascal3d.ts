/** PASCAL3D+: MATLAB annotations with viewpoints, CAD models as OFF, image sets; what NeMo's preparation script reads. */
import type { ExportFormat } from "../format.js";
import { openPascal3d } from "./pascal3d/write.js";
import { provePascal3d } from "./pascal3d/prove.js";

export const pascal3d: ExportFormat = {
  name: "pascal3d",
  summary: "PASCAL3D+: viewpoints as .mat, CAD models as .off, image sets",
  convention: { cameraAxes: "opengl", pixelCentre: 1, lengthUnit: "object", angleUnit: "degree", box: "xyxy", boxEdges: "pixels-from-1" },
  needs: { label: true, front: true, metres: false, pinhole: true, centred: true, upright: false },
  loses: "images are JPEG (quality 95); masks and named points that are hidden have no place",
  open: openPascal3d,
  prove: provePascal3d,
};
