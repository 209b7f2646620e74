/** How far a painted picture kept to the edges that it was given. */
import { canny } from "../../controls/opencv-canny.js";
import type { Image } from "../../core/image.js";

/** Edges of the answer are looked for as the control's are by default. */
const ANSWER_EDGES = { low: 100, high: 200, aperture: 3, l2Gradient: false } as const;
/** How far in pixels an edge may have moved. */
const TOLERANCE = 2;
const EDGE = 128;
/** Edges of the picture are looked for this far around those that are wanted, in pixels: most of a picture is elsewhere. */
const MARGIN = 16;

/**
 * Share of the control's edge pixels in the mask that have an edge of the picture within two pixels.
 * @param picture RGB
 * @param edges one channel, white on black, as large as the picture
 * @param isAsked whether a pixel counts
 * @returns null when the control has no edge there
 */
export function edgeRecall(picture: Image, edges: Image, isAsked: (pixel: number) => boolean): number | null {
  const { width, height } = picture;
  const wanted: number[] = [];
  for (let pixel = 0, at = 0; at < edges.data.length; pixel++, at += edges.channels) if (edges.data[at]! >= EDGE && isAsked(pixel)) wanted.push(pixel);
  if (wanted.length === 0) return null;
  const part = partAround(wanted, width, height);
  const found = canny(grayPart(picture, part), ANSWER_EDGES);
  const isNear = (pixel: number): boolean => {
    const x = (pixel % width) - part.left;
    const y = Math.floor(pixel / width) - part.top;
    for (let dy = -TOLERANCE; dy <= TOLERANCE; dy++) {
      const row = y + dy;
      if (row < 0 || row >= part.height) continue;
      for (let dx = -TOLERANCE; dx <= TOLERANCE; dx++) {
        const column = x + dx;
        if (dx * dx + dy * dy <= TOLERANCE * TOLERANCE && column >= 0 && column < part.width && found[row * part.width + column] !== 0) return true;
      }
    }
    return false;
  };
  return wanted.filter(isNear).length / wanted.length;
}

interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
}

function partAround(pixels: readonly number[], width: number, height: number): Part {
  let left = width;
  let right = 0;
  for (const pixel of pixels) {
    const x = pixel % width;
    if (x < left) left = x;
    if (x > right) right = x;
  }
  left = Math.max(0, left - MARGIN);
  // They are in order: the first is the uppermost.
  const top = Math.max(0, Math.floor(pixels[0]! / width) - MARGIN);
  const bottom = Math.min(height, Math.floor(pixels.at(-1)! / width) + 1 + MARGIN);
  return { left, top, width: Math.min(width, right + 1 + MARGIN) - left, height: bottom - top };
}

/** A part of an RGB picture as OpenCV turns it to gray, but for rounding. */
function grayPart({ width, channels, data }: Image, part: Part): Image {
  const gray = new Uint8Array(part.width * part.height);
  for (let row = 0, to = 0; row < part.height; row++) {
    for (let from = ((part.top + row) * width + part.left) * channels, end = to + part.width; to < end; to++, from += channels) {
      gray[to] = (data[from]! * 77 + data[from + 1]! * 150 + data[from + 2]! * 29 + 128) >> 8;
    }
  }
  return { width: part.width, height: part.height, channels: 1, data: gray };
}
