/** A part of the picture, at the size in which it is looked at: the whole, or a square around the object. */
import type { Image } from "../core/image.js";
import { scaleImage } from "../core/scale-image.js";
import type { Matrix3 } from "../geometry/vector.js";
import type { SampleRecord } from "../sample/record.js";

/** A rectangle of whole pixels of the picture, which may reach beyond it, and the size that it is scaled to. */
export interface Window {
  left: number;
  top: number;
  width: number;
  height: number;
  columns: number;
  rows: number;
}

/** The whole picture, its longer side at most `longestSide` pixels. @param size of the picture */
export function wholePicture({ width, height }: { width: number; height: number }, longestSide: number): Window {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return { left: 0, top: 0, width, height, columns: Math.max(1, Math.round(width * scale)), rows: Math.max(1, Math.round(height * scale)) };
}

/**
 * A square around the main object: `margin` times the longer side of its box, of the whole object where it is known.
 * @returns null where the label has no box, or one smaller than two pixels
 */
export function aroundObject(record: SampleRecord, { size, margin }: { size: number; margin: number }): Window | null {
  const object = record.objects[0];
  const box = object?.boxAmodalXYXY ?? object?.boxVisibleXYXY ?? null;
  if (box === null) return null;
  const [x0, y0, x1, y1] = box;
  const longest = Math.max(x1 - x0, y1 - y0);
  if (!(longest >= 2)) return null;
  const side = Math.max(2, Math.round(longest * margin));
  return { left: Math.round((x0 + x1 - side) / 2), top: Math.round((y0 + y1 - side) / 2), width: side, height: side, columns: size, rows: size };
}

/** Colour outside the picture: middle grey. */
const OUTSIDE = 128;

/** What of an RGB picture is in the window, by area averaging; {@link OUTSIDE} beyond its border. */
export function pictureInWindow(image: Image, window: Window): Image {
  const { left, top, width, height, columns, rows } = window;
  if (left === 0 && top === 0 && width === image.width && height === image.height) return scaleImage(image, columns, rows);
  const { channels } = image;
  const data = new Uint8Array(width * height * channels).fill(OUTSIDE);
  const first = Math.max(0, left);
  const end = Math.min(image.width, left + width);
  for (let y = Math.max(0, top); y < Math.min(image.height, top + height) && first < end; y++) {
    const from = (y * image.width + first) * channels;
    data.set(image.data.subarray(from, from + (end - first) * channels), ((y - top) * width + first - left) * channels);
  }
  return scaleImage({ width, height, channels, data }, columns, rows);
}

/** Intrinsics of the camera that sees the window alone, in its pixels. */
export function intrinsicsInWindow(K: Matrix3, { left, top, width, height, columns, rows }: Window): Matrix3 {
  const x = columns / width;
  const y = rows / height;
  return [K[0] * x, K[1] * x, (K[2] - left) * x, K[3] * y, K[4] * y, (K[5] - top) * y, K[6], K[7], K[8]];
}

/** Whether a pixel of the window shows something of a picture of this size. */
export function showsPicture({ left, top, width, height, columns, rows }: Window, picture: { width: number; height: number }, column: number, row: number): boolean {
  const x = left + ((column + 0.5) * width) / columns;
  const y = top + ((row + 0.5) * height) / rows;
  return x >= 0 && y >= 0 && x < picture.width && y < picture.height;
}
