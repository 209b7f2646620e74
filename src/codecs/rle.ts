/** Run-length encoded masks as COCO stores them (cocoapi `maskApi.c`, `rleToString`/`rleFrString`). */

/** A mask as COCO's compressed RLE: column-major runs, counts as text. */
export interface RunLengthMask {
  /** [height, width] */
  size: readonly [number, number];
  counts: string;
}

/**
 * Encodes a mask.
 * @param mask row-major, width × height, non-zero = inside
 */
export function encodeMask(mask: ArrayLike<number>, width: number, height: number): RunLengthMask {
  const counts: number[] = [];
  let run = 0;
  let inside = false;
  for (let x = 0; x < width; x++) {
    for (let at = x, end = width * height; at < end; at += width) {
      const value = mask[at] !== 0;
      if (value !== inside) {
        counts.push(run);
        run = 0;
        inside = value;
      }
      run++;
    }
  }
  counts.push(run);
  return { size: [height, width], counts: countsToText(counts) };
}

/** Decodes to a row-major mask of 0 and 1. Throws a RangeError when the runs do not fill the size exactly. */
export function decodeMask(mask: RunLengthMask): Uint8Array {
  const [height, width] = mask.size;
  const total = width * height;
  const out = new Uint8Array(total);
  let position = 0;
  let value = 0;
  for (const count of textToCounts(mask.counts)) {
    if (count < 0 || position + count > total) throw new RangeError(`mask runs exceed ${width}×${height} pixels`);
    if (value === 1) {
      for (let at = position; at < position + count; at++) out[(at % height) * width + Math.floor(at / height)] = 1;
    }
    position += count;
    value = 1 - value;
  }
  if (position !== total) throw new RangeError(`mask runs cover ${position} of ${total} pixels`);
  return out;
}

/** Number of pixels inside. */
export function maskArea(mask: RunLengthMask): number {
  return textToCounts(mask.counts).reduce((sum, count, index) => (index % 2 === 1 ? sum + count : sum), 0);
}

function countsToText(counts: readonly number[]): string {
  let text = "";
  for (let index = 0; index < counts.length; index++) {
    let value = counts[index]! - (index > 2 ? counts[index - 2]! : 0);
    let more = true;
    while (more) {
      let code = value & 0x1f;
      value >>= 5;
      more = code & 0x10 ? value !== -1 : value !== 0;
      if (more) code |= 0x20;
      text += String.fromCharCode(code + 48);
    }
  }
  return text;
}

function textToCounts(text: string): number[] {
  const counts: number[] = [];
  let at = 0;
  while (at < text.length) {
    let value = 0;
    let shift = 0;
    let more = true;
    while (more) {
      const code = text.charCodeAt(at++) - 48;
      if (!(code >= 0 && code < 64) || shift > 30) throw new RangeError("mask runs hold an invalid character");
      value |= (code & 0x1f) << shift;
      more = (code & 0x20) !== 0;
      shift += 5;
      if (!more && code & 0x10) value |= -1 << shift;
    }
    if (counts.length > 2) value += counts[counts.length - 2]!;
    counts.push(value);
  }
  return counts;
}
