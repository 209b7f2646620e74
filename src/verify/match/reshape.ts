/** A label within the outline of another one: what a painter paints who keeps the outline and turns the object. */
import { LABEL_BYTES } from "./planes.js";

/**
 * The pixels of `outline` that show the object, filled with what `surface` says: its rows from top to bottom, and in each
 * row its pixels from left to right.
 * @param outline bytes of a label @param surface bytes of one of the same size
 * @returns `outline` itself where one of them shows nothing
 */
export function inOutlineOf(outline: Uint8Array, surface: Uint8Array, size: number): Uint8Array {
  const rows = rowsOf(outline, size);
  const from = rowsOf(surface, size);
  if (rows.length === 0 || from.length === 0) return outline;
  const reshaped = Uint8Array.from(outline);
  rows.forEach((row, index) => {
    const source = from[placeAmong(index, rows.length, from.length)]!;
    row.forEach((pixel, place) => {
      const at = source[placeAmong(place, row.length, source.length)]! * LABEL_BYTES;
      reshaped.set(surface.subarray(at, at + LABEL_BYTES), pixel * LABEL_BYTES);
    });
  });
  return reshaped;
}

/** Pixels of each row that shows the object, from the top. */
function rowsOf(label: Uint8Array, size: number): number[][] {
  const rows: number[][] = [];
  for (let y = 0; y < size; y++) {
    const row: number[] = [];
    for (let x = 0; x < size; x++) if (label[(y * size + x) * LABEL_BYTES + 3] !== 0) row.push(y * size + x);
    if (row.length > 0) rows.push(row);
  }
  return rows;
}

function placeAmong(place: number, count: number, sourceCount: number): number {
  return Math.min(sourceCount - 1, Math.floor(((place + 0.5) * sourceCount) / count));
}
