/**
 * Edges of what is behind the objects. Where an edge picture is blank, a generator paints blank: walls, empty skies.
 * Edges of the environment give it something to paint there, and the light on the object its place.
 */
import * as z from "zod";
import { composeImage } from "../render/compose.js";
import { prepareLight } from "../render/prepare-light.js";
import type { RenderedView } from "../sample/sample.js";
import { coveredPixels, distanceToCovered } from "./coverage.js";
import { canny } from "./opencv-canny.js";

/** Options of edge controls' background. */
export const backgroundEdgesOptions = z
  .strictObject({
    low: z.number().min(0).default(100).describe("weak edges above this count where they touch strong ones"),
    high: z.number().min(0).default(200).describe("edges above this always count"),
    strength: z.number().min(0).max(1).default(1).describe("brightness of the lines, 1 = as those of the object"),
    margin: z.number().min(0).max(1024).default(8).describe("pixels around the objects that stay free of background edges"),
  })
  .nullable()
  .default(null)
  .describe("edges of the environment around the objects; null = none, the background stays black");

/** See {@link backgroundEdgesOptions}. */
export type BackgroundEdgesOptions = z.infer<typeof backgroundEdgesOptions>;

/**
 * Adds canny edges of the environment as it looks without the objects and their shadows, outside the objects.
 * @param lines width × height, drawn into
 */
export function addBackgroundEdges(lines: Uint8Array, { content, passes }: RenderedView, options: BackgroundEdgesOptions): void {
  const { width, height } = passes;
  const value = options === null ? 0 : Math.round(255 * options.strength);
  if (options === null || value === 0 || content.environment === null) return;
  const empty = { ...content, instances: [] };
  const nothing = { ...passes, color: new Float32Array(width * height * 3), alpha: new Float32Array(width * height) };
  const picture = composeImage(nothing, empty, prepareLight(empty));
  const edges = canny(picture, { low: options.low, high: options.high, aperture: 3, l2Gradient: false });
  const distances = distanceToCovered(coveredPixels(passes), width, height);
  for (let pixel = 0; pixel < lines.length; pixel++) {
    if (edges[pixel] !== 0 && distances[pixel] > options.margin && lines[pixel] < value) lines[pixel] = value;
  }
}
