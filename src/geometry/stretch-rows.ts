/** One outline filled from another: which pixel of the one answers to which of the other, row by row. */

/**
 * Goes through the pixels of an outline: its rows answer to the rows of the other one, from top to bottom, and the pixels
 * of each row to those of the other's row, from left to right. Rows that show nothing do not count.
 * @param isInside whether a pixel, row-major, belongs to the outline @param isSource whether it belongs to the other one
 * @param take called with a pixel of the outline and the one that answers to it
 * @returns false where one of them has no pixel; nothing is taken then
 */
export function stretchRows({ width, height }: { width: number; height: number }, isInside: (pixel: number) => boolean, isSource: (pixel: number) => boolean, take: (pixel: number, from: number) => void): boolean {
  const rows = rowsOf(width, height, isInside);
  const sourceRows = rowsOf(width, height, isSource);
  if (rows.length === 0 || sourceRows.length === 0) return false;
  rows.forEach((row, index) => {
    const source = sourceRows[placeAmong(index, rows.length, sourceRows.length)]!;
    row.forEach((pixel, place) => take(pixel, source[placeAmong(place, row.length, source.length)]!));
  });
  return true;
}

/** Pixels of each row that has any, from the top. */
function rowsOf(width: number, height: number, isIn: (pixel: number) => boolean): number[][] {
  const rows: number[][] = [];
  for (let y = 0; y < height; y++) {
    const row: number[] = [];
    for (let pixel = y * width; pixel < (y + 1) * width; pixel++) if (isIn(pixel)) row.push(pixel);
    if (row.length > 0) rows.push(row);
  }
  return rows;
}

/** The place among `sourceCount` that answers to a place among `count`. */
function placeAmong(place: number, count: number, sourceCount: number): number {
  return Math.min(sourceCount - 1, Math.floor(((place + 0.5) * sourceCount) / count));
}
