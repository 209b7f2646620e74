/** One object's surface stretched into another's outline, row by row. */
import type { Passes } from "../sample/passes.js";
import { copyOf } from "./pixels.js";

/** Pixels of one row that show an object: columns in order. */
type RowPixels = readonly number[];

/**
 * A copy of passes in which an object's pixels show what other passes show of it: the rows of its outline are those of
 * the other outline, from top to bottom, and the pixels of each row those of the other's row, from left to right. The
 * outline stays, pixel by pixel, and so does everything else.
 * @param passes with the outline
 * @param source passes of the same size with the surface
 * @param instanceId of the object in both
 * @returns null where one of them does not show it
 */
export function warpRows(passes: Passes, source: Passes, instanceId: number): Passes | null {
  const rows = rowsOf(passes, instanceId);
  const sourceRows = rowsOf(source, instanceId);
  if (rows.length === 0 || sourceRows.length === 0) return null;
  const warped = copyOf(passes);
  rows.forEach(({ y, columns }, row) => {
    const from = sourceRows[at(row, rows.length, sourceRows.length)]!;
    columns.forEach((x, position) => {
      const sourceX = from.columns[at(position, columns.length, from.columns.length)]!;
      copySurface(source, from.y * passes.width + sourceX, warped, y * passes.width + x);
    });
  });
  return warped;
}

/** The place among `sourceCount` that answers to a place among `count`. */
function at(place: number, count: number, sourceCount: number): number {
  return Math.min(sourceCount - 1, Math.floor(((place + 0.5) * sourceCount) / count));
}

/** Rows that show an object, from the top. */
function rowsOf({ width, height, instanceId: ids }: Passes, instanceId: number): { y: number; columns: RowPixels }[] {
  const rows: { y: number; columns: number[] }[] = [];
  for (let y = 0; y < height; y++) {
    const columns: number[] = [];
    for (let x = 0; x < width; x++) if (ids[y * width + x] === instanceId) columns.push(x);
    if (columns.length > 0) rows.push({ y, columns });
  }
  return rows;
}

/** Everything but the coverage, which belongs to the outline. */
function copySurface(source: Passes, from: number, to: Passes, pixel: number): void {
  const coverage = source.alpha[from]! > 0 ? to.alpha[pixel]! / source.alpha[from]! : 0;
  for (let channel = 0; channel < 3; channel++) {
    to.color[pixel * 3 + channel] = source.color[from * 3 + channel]! * coverage;
    to.normal[pixel * 3 + channel] = source.normal[from * 3 + channel]!;
    to.objectCoordinates[pixel * 3 + channel] = source.objectCoordinates[from * 3 + channel]!;
  }
  to.depth[pixel] = source.depth[from]!;
  to.partId[pixel] = source.partId[from]!;
}
