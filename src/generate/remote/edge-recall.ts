/** How far a painted picture kept to the edges that it was given. */
import { canny } from "../../controls/opencv-canny.js";
import type { Image } from "../../core/image.js";

/** Edges of the answer are looked for as the control's are by default. */
const ANSWER_EDGES = { low: 100, high: 200, aperture: 3, l2Gradient: false } as const;
/** How far in pixels an edge may have moved. */
const TOLERANCE = 2;
const EDGE = 128;

/**
 * Share of the control's edge pixels in the mask that have an edge of the picture within two pixels.
 * @param edges one channel, white on black, as large as the picture
 * @param mask where it is asked, 0 = not; null = everywhere
 * @returns null when the control has no edge there
 */
export function edgeRecall(picture: Image, edges: Image, mask: Uint8Array | null): number | null {
  const { width, height } = picture;
  const wanted: number[] = [];
  for (let pixel = 0; pixel < edges.width * edges.height; pixel++) {
    if (edges.data[pixel * edges.channels]! >= EDGE && (mask === null || mask[pixel] !== 0)) wanted.push(pixel);
  }
  if (wanted.length === 0) return null;
  const found = canny(picture, ANSWER_EDGES);
  const isNear = (pixel: number): boolean => {
    const x = pixel % width;
    const y = (pixel - x) / width;
    for (let dy = -TOLERANCE; dy <= TOLERANCE; dy++) {
      const row = y + dy;
      if (row < 0 || row >= height) continue;
      for (let dx = -TOLERANCE; dx <= TOLERANCE; dx++) {
        const column = x + dx;
        if (dx * dx + dy * dy <= TOLERANCE * TOLERANCE && column >= 0 && column < width && found[row * width + column] !== 0) return true;
      }
    }
    return false;
  };
  return wanted.filter(isNear).length / wanted.length;
}
