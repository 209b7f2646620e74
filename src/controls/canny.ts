/** The control `canny`: OpenCV's edges of the rendered object, what a canny ControlNet was trained on. */
import * as z from "zod";
import { objectPicture } from "../render/object-picture.js";
import { addBackgroundEdges, backgroundEdgesOptions } from "./background-edges.js";
import type { Control } from "./control.js";
import { coveredPixels } from "./coverage.js";
import { objectEdges } from "./object-edges.js";
import { softMask, softMaskOptions } from "./soft-mask.js";

export const cannyOptions = z
  .strictObject({
    low: z.number().min(0).default(100).describe("weak edges above this count where they touch strong ones"),
    high: z.number().min(0).default(200).describe("edges above this always count"),
    aperture: z.union([z.literal(3), z.literal(5), z.literal(7)]).default(3).describe("side of the Sobel kernel"),
    l2Gradient: z.boolean().default(false).describe("√(dx² + dy²) instead of |dx| + |dy|"),
    source: z
      .enum(["object", "original"])
      .default("object")
      .describe("object: dark objects brightened, outline kept whatever the colours; original: the render on the paper's black background, in which dark outlines vanish"),
    backgroundEdges: backgroundEdgesOptions,
    softMask: softMaskOptions,
  })
  .describe("edges as OpenCV's Canny finds them");

/** Settings of {@link cannyControl}. */
export type CannyOptions = z.infer<typeof cannyOptions>;

/** A control that draws 255 on edges of the objects, 0 elsewhere, in one channel. */
export function cannyControl(options: CannyOptions): Control {
  // Used for one sample after the other: a megabyte each time would keep the garbage collector busy.
  let memory = new Uint8Array(0);
  return (sample) => {
    const { passes } = sample;
    const bytes = passes.width * passes.height * 4;
    if (memory.length !== bytes) memory = new Uint8Array(bytes);
    const object = objectPicture(sample, memory);
    const { width, height } = object;
    const data = objectEdges(object, options.source, options);
    addBackgroundEdges(data, sample, options.backgroundEdges);
    return { image: { width, height, channels: 1, data }, softMask: options.softMask === null ? null : softMask(coveredPixels(passes), width, height, options.softMask) };
  };
}
