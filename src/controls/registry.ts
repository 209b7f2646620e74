/** Which file serves which entry of a recipe's `controls`; adding a control adds its lines here. */
import * as z from "zod";
import { cannyControl, cannyOptions } from "./canny.js";
import { coarseBoxControl, coarseBoxOptions } from "./coarse-box.js";
import type { Control } from "./control.js";
import { depthControl, depthOptions } from "./depth.js";
import { geometricEdgesControl, geometricEdgesOptions } from "./geometric-edges.js";
import { normalControl, normalOptions } from "./normal.js";
import { segmentationControl, segmentationOptions } from "./segmentation.js";

/** Options of every control, by name. */
export const controlsOptions = z.strictObject({
  canny: cannyOptions.prefault({}),
  "geometric-edges": geometricEdgesOptions.prefault({}),
  depth: depthOptions.prefault({}),
  normal: normalOptions.prefault({}),
  segmentation: segmentationOptions.prefault({}),
  "coarse-box": coarseBoxOptions.prefault({}),
});

/** See {@link controlsOptions}. */
export type ControlOptions = z.infer<typeof controlsOptions>;

/** Names of all controls. */
export const CONTROL_NAMES = ["canny", "geometric-edges", "depth", "normal", "segmentation", "coarse-box"] as const;
/** One of {@link CONTROL_NAMES}. */
export type ControlName = (typeof CONTROL_NAMES)[number];

/**
 * What a control's picture is called among the outputs of a run: `depth` and `normal` are the exact 16-bit passes
 * there, so that the controls of these names have others.
 */
export const CONTROL_OUTPUTS = {
  canny: "canny",
  "geometric-edges": "geometric-edges",
  depth: "depth-control",
  normal: "normal-control",
  segmentation: "segmentation",
  "coarse-box": "coarse-box",
} as const satisfies Record<ControlName, string>;

/** The control of a name with its options. */
export function controlOf(name: ControlName, options: ControlOptions): Control {
  switch (name) {
    case "canny":
      return cannyControl(options.canny);
    case "geometric-edges":
      return geometricEdgesControl(options["geometric-edges"]);
    case "depth":
      return depthControl(options.depth);
    case "normal":
      return normalControl(options.normal);
    case "segmentation":
      return segmentationControl(options.segmentation);
    case "coarse-box":
      return coarseBoxControl(options["coarse-box"]);
  }
}
