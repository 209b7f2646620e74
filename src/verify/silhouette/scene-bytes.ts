/** What of a sample the network of the signal `silhouette` is trained with, as bytes: the object with what is around it. */
import type { Image } from "../../core/image.js";

/** Side of what is kept relative to what the network sees at once. */
export const ROOM = 1.75;
/** Side of what the network sees relative to the longer side of the object's box. */
export const MARGIN = 1.7;
/** Bytes of a pixel: red, green, blue, and what it is. */
export const PIXEL_BYTES = 4;

/** Pixels of the picture along a side of what the network says one chance of. */
export const CELL = 2;

/** The fourth byte. */
export const OUTSIDE_PICTURE = 0;
export const BACKGROUND = 1;
export const OBJECT = 2;

/** Side of what is kept, in pixels. @param size side of what the network sees */
export function sceneSize(size: number): number {
  return size * ROOM;
}

/** @param isInPicture whether a pixel of the window is one of the picture */
export function sceneBytes(picture: Image, mask: Uint8Array, isInPicture: (x: number, y: number) => boolean): Uint8Array {
  const { width, height, data } = picture;
  const bytes = new Uint8Array(width * height * PIXEL_BYTES);
  for (let y = 0, pixel = 0; y < height; y++) {
    for (let x = 0; x < width; x++, pixel++) {
      bytes.set(data.subarray(pixel * 3, pixel * 3 + 3), pixel * PIXEL_BYTES);
      bytes[pixel * PIXEL_BYTES + 3] = mask[pixel] === 1 ? OBJECT : isInPicture(x, y) ? BACKGROUND : OUTSIDE_PICTURE;
    }
  }
  return bytes;
}
