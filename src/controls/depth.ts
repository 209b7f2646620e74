/** The control `depth`: inverse depth of the objects, near = white, for ControlNets trained on MiDaS. */
import * as z from "zod";
import type { Control } from "./control.js";
import { coveredPixels } from "./coverage.js";
import { inverseDepthImage } from "./inverse-depth.js";
import { softMask, softMaskOptions } from "./soft-mask.js";

export const depthOptions = z.strictObject({ softMask: softMaskOptions }).describe("nearest depth / depth: near = 255, background 0, no minimum subtracted; 8-bit gray");

/** Settings of {@link depthControl}. */
export type DepthOptions = z.infer<typeof depthOptions>;

/** A control that draws nearest depth / depth, 1 to 255, on the objects and 0 elsewhere, in one channel. */
export function depthControl(options: DepthOptions): Control {
  return ({ passes }) => {
    const { width, height } = passes;
    return { image: inverseDepthImage(passes.depth, width, height), softMask: softMask(coveredPixels(passes), width, height, options.softMask) };
  };
}
