/** The soft mask of a control: how strongly it counts at each place of the image. */
import * as z from "zod";
import type { Image } from "../core/image.js";
import { distanceToCovered } from "./coverage.js";

/** Options of every control's soft mask. */
export const softMaskOptions = z
  .strictObject({
    inside: z.number().min(0).max(1).default(1).describe("weight where the control shows an object"),
    outside: z.number().min(0).max(1).default(0).describe("weight far from any object"),
    feather: z.number().min(0).max(1024).default(16).describe("width in pixels of the ramp between the two, outwards from the outline"),
  })
  .nullable()
  .default(null)
  .describe("where the control counts; null = everywhere alike");

/** See {@link softMaskOptions}. */
export type SoftMaskOptions = z.infer<typeof softMaskOptions>;

/**
 * Weights as a gray picture, 255 = 1.
 * @param covered where the control shows an object, width × height, 0 = not
 * @returns null when no mask is wanted
 */
export function softMask(covered: Uint8Array, width: number, height: number, options: SoftMaskOptions): Image | null {
  if (options === null) return null;
  const { inside, outside, feather } = options;
  const data = new Uint8Array(width * height);
  const distances = distanceToCovered(covered, width, height);
  for (let pixel = 0; pixel < data.length; pixel++) {
    const distance = distances[pixel];
    // The neighbour of a covered pixel, at distance 1, is the first that lies outside.
    const share = distance === 0 ? 0 : distance > feather ? 1 : distance / (feather + 1);
    data[pixel] = Math.round(255 * (inside + share * (outside - inside)));
  }
  return { width, height, channels: 1, data };
}
