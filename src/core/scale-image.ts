/** Resampling by area. */
import type { Image } from "./image.js";

/** Which source pixels an output pixel covers, and how much of each. */
interface Cover {
  first: number;
  weights: Float64Array;
}

function covers(from: number, to: number): Cover[] {
  const step = from / to;
  return Array.from({ length: to }, (_, index) => {
    const start = index * step;
    const end = Math.min(from, start + step);
    const first = Math.floor(start);
    const last = Math.min(from - 1, Math.ceil(end) - 1);
    const weights = new Float64Array(Math.max(1, last - first + 1));
    for (let at = first; at <= last; at++) weights[at - first] = (Math.min(end, at + 1) - Math.max(start, at)) / step;
    return { first, weights };
  });
}

/**
 * Scales by area averaging: every output value is the mean of the source area under it. Enlarging repeats pixels, with
 * mixed ones where they do not line up.
 * @param values row-major, width × height × channels
 */
export function scaleArea(values: ArrayLike<number>, width: number, height: number, channels: number, toWidth: number, toHeight: number): Float64Array {
  const columns = covers(width, toWidth);
  const rows = covers(height, toHeight);
  const narrow = new Float64Array(toWidth * height * channels);
  for (let y = 0; y < height; y++) {
    columns.forEach(({ first, weights }, x) => {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let at = 0; at < weights.length; at++) sum += weights[at]! * values[(y * width + first + at) * channels + channel]!;
        narrow[(y * toWidth + x) * channels + channel] = sum;
      }
    });
  }
  const scaled = new Float64Array(toWidth * toHeight * channels);
  const rowLength = toWidth * channels;
  rows.forEach(({ first, weights }, y) => {
    for (let at = 0; at < rowLength; at++) {
      let sum = 0;
      for (let row = 0; row < weights.length; row++) sum += weights[row]! * narrow[(first + row) * rowLength + at]!;
      scaled[y * rowLength + at] = sum;
    }
  });
  return scaled;
}

/** A picture at another size, by area averaging of its stored values. */
export function scaleImage(image: Image, width: number, height: number): Image {
  if (image.width === width && image.height === height) return image;
  const scaled = scaleArea(image.data, image.width, image.height, image.channels, width, height);
  return { width, height, channels: image.channels, data: Uint8Array.from(scaled, Math.round) };
}
