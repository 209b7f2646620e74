/** The control `geometric-edges`: lines where the geometry has them, whatever light, texture and shadow do. */
import * as z from "zod";
import { lensPixels } from "../render/lens-samples.js";
import { addBackgroundEdges, backgroundEdgesOptions } from "./background-edges.js";
import type { Control } from "./control.js";
import { coveredPixels } from "./coverage.js";
import { softMask, softMaskOptions } from "./soft-mask.js";
import { OUTER_LINE, surfaceBorders } from "./surface-borders.js";
import { removeSpecks, thinLines } from "./thinning.js";

export const geometricEdgesOptions = z
  .strictObject({
    silhouette: z.boolean().default(true).describe("outlines of the objects"),
    creaseDegrees: z.number().gt(0).max(180).nullable().default(30).describe("lines where the surface bends by more than this from one pixel to the next; null = none"),
    depthStep: z
      .number()
      .gt(0)
      .nullable()
      .default(0.01)
      .describe("lines where one part of an object hides another: least jump in depth, relative to the depth; null = none"),
    partBorder: z.boolean().default(true).describe("lines between the named parts of an object"),
    minimumPixels: z.int().min(1).max(1000).default(6).describe("shorter creases and part borders are left out: geometry finer than a pixel makes dots"),
    backgroundEdges: backgroundEdgesOptions,
    softMask: softMaskOptions,
  })
  .describe("lines one pixel thin from true depth, normals and ids, free of light, texture and shadow");

/** Settings of {@link geometricEdgesControl}. */
export type GeometricEdgesOptions = z.infer<typeof geometricEdgesOptions>;

/** A control that draws 255 on borders of the geometry, 0 elsewhere, in one channel. */
export function geometricEdgesControl(options: GeometricEdgesOptions): Control {
  return (sample) => {
    const { passes, content } = sample;
    const { width, height } = passes;
    const marks = surfaceBorders(passes, content.camera.K, options, lensPixels(content.camera));
    thinLines(marks, width, height, OUTER_LINE);
    removeSpecks(marks, width, height, OUTER_LINE, options.minimumPixels);
    const data = marks.map((mark) => (mark === 0 ? 0 : 255));
    addBackgroundEdges(data, sample, options.backgroundEdges);
    return { image: { width, height, channels: 1, data }, softMask: softMask(coveredPixels(passes), width, height, options.softMask) };
  };
}
