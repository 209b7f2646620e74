/** The control `normal`: surface directions in the colours of ControlNet 1.1's normalbae. */
import * as z from "zod";
import type { Control } from "./control.js";
import { coveredPixels } from "./coverage.js";
import { softMask, softMaskOptions } from "./soft-mask.js";

export const normalOptions = z
  .strictObject({
    background: z
      .enum(["facing", "black"])
      .default("facing")
      .describe("facing: 128, 128, 255, as a wall that faces the camera, which the model knows; black: 0, 0, 0"),
    softMask: softMaskOptions,
  })
  .describe("normals as ControlNet 1.1 (normalbae) reads them: red = left, green = up, blue = towards the camera");

/** Settings of {@link normalControl}. */
export type NormalOptions = z.infer<typeof normalOptions>;

/**
 * A control that draws each normal as three channels, (component + 1) / 2 · 255: red the part to the left, green up,
 * blue towards the camera (the NYU visualisation that normalbae was trained on; a left-handed frame).
 */
export function normalControl(options: NormalOptions): Control {
  return ({ passes }) => {
    const { width, height, normal, instanceId } = passes;
    const data = new Uint8Array(width * height * 3);
    for (let pixel = 0, at = 0; pixel < instanceId.length; pixel++, at += 3) {
      if (instanceId[pixel] !== 0) {
        // Camera axes are x right, y down, z forward: all three turn round.
        for (let axis = at; axis < at + 3; axis++) data[axis] = Math.round((1 - normal[axis]) * 127.5);
      } else if (options.background === "facing") {
        data[at] = data[at + 1] = 128;
        data[at + 2] = 255;
      }
    }
    return { image: { width, height, channels: 3, data }, softMask: softMask(coveredPixels(passes), width, height, options.softMask) };
  };
}
