/** How OpenEXR packs a block of scan lines: RLE and ZIP, both of reordered differences (ImfRleCompressor, ImfZipCompressor). */

/** @throws RangeError where the runs do not fill the length exactly */
export function unpackRuns(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let to = 0;
  for (let at = 0; at < bytes.length; ) {
    const count = (bytes[at++]! << 24) >> 24;
    const run = count < 0 ? -count : count + 1;
    if (to + run > length || at + (count < 0 ? run : 1) > bytes.length) throw new RangeError("its runs do not fit");
    if (count < 0) {
      out.set(bytes.subarray(at, at + run), to);
      at += run;
    } else out.fill(bytes[at++]!, to, to + run);
    to += run;
  }
  if (to !== length) throw new RangeError("its runs do not fit");
  return out;
}

/** Sums up the differences, and puts the two halves' bytes in turn. */
export function undoDifferences(bytes: Uint8Array): Uint8Array {
  const sums = new Uint8Array(bytes.length);
  let last = 0;
  for (let at = 0; at < bytes.length; at++) sums[at] = last = at === 0 ? bytes[0]! : (last + bytes[at]! - 128) & 255;
  const out = new Uint8Array(bytes.length);
  const half = (bytes.length + 1) >> 1;
  for (let at = 0; at < bytes.length; at++) out[at] = sums[(at & 1) === 0 ? at >> 1 : half + (at >> 1)]!;
  return out;
}
