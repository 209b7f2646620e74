/** Pictures as brightness. */
import type { Image } from "../../../core/image.js";

/** Luma of an RGB picture, 0..255, row-major (weights of Rec. 601, as OpenCV turns pictures to gray). */
export function grayOf({ width, height, channels, data }: Image): Float32Array {
  const gray = new Float32Array(width * height);
  for (let pixel = 0, at = 0; pixel < gray.length; pixel++, at += channels) gray[pixel] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  return gray;
}
