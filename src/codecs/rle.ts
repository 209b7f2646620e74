/** Run-length encoded masks as COCO stores them (cocoapi `maskApi.c`, `rleToString`/`rleFrString`). */

/** A mask as COCO's compressed RLE: column-major runs, counts as text. */
export interface RunLengthMask {
  /** [height, width] */
  size: readonly [number, number];
  counts: string;
}

/** Part of a mask outside which it is empty: columns [x0, x1), rows [y0, y1). */
export interface MaskBounds {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/**
 * Encodes a mask.
 * @param mask row-major, width × height; inside where it equals `value` (default: where it is not 0)
 * @param bounds where to look; the rest counts as outside
 */
export function encodeMask(mask: ArrayLike<number>, width: number, height: number, value: number | null = null, bounds: MaskBounds = { x0: 0, y0: 0, x1: width, y1: height }): RunLengthMask {
  const counts: number[] = [];
  let run = bounds.x0 * height;
  let inside = false;
  const below = height - bounds.y1;
  for (let x = bounds.x0; x < bounds.x1; x++) {
    if (bounds.y0 > 0) {
      if (inside) {
        counts.push(run);
        run = 0;
        inside = false;
      }
      run += bounds.y0;
    }
    for (let y = bounds.y0, at = bounds.y0 * width + x; y < bounds.y1; y++, at += width) {
      const isInside = value === null ? mask[at] !== 0 : mask[at] === value;
      if (isInside !== inside) {
        counts.push(run);
        run = 0;
        inside = isInside;
      }
      run++;
    }
    if (below > 0) {
      if (inside) {
        counts.push(run);
        run = 0;
        inside = false;
      }
      run += below;
    }
  }
  const right = (width - bounds.x1) * height;
  if (right > 0 && inside) {
    counts.push(run);
    run = 0;
  }
  counts.push(run + right);
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

/** Lengths of the runs of a compressed mask. Throws a RangeError for characters that no encoder writes. */
export function textToCounts(text: string): number[] {
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
