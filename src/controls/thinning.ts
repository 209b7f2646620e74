/** Clean lines: one pixel thin, without specks. */

/** Neighbours of a pixel, clockwise from the one above, as column and row steps. */
const AROUND = [[0, -1], [1, -1], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1]] as const;

/** Which of two half-steps may delete a pixel with the given neighbours (bit k = AROUND[k] is set). */
const DELETABLE = [0, 1].map((half) => Uint8Array.from({ length: 256 }, (_, around) => (isDeletable(around, half) ? 1 : 0)));

/** The conditions of Z. Guo, R. Hall, "Parallel thinning with two-subiteration algorithms", 1989. */
function isDeletable(around: number, half: number): boolean {
  const [n, ne, e, se, s, sw, w, nw] = AROUND.map((_, bit) => (around >> bit) & 1);
  const crossings = (1 - n & (ne | e)) + (1 - e & (se | s)) + (1 - s & (sw | w)) + (1 - w & (nw | n));
  const pairs = Math.min((nw | n) + (ne | e) + (se | s) + (sw | w), (n | ne) + (e | se) + (s | sw) + (w | nw));
  const blocked = half === 0 ? (n | ne | (1 - se)) & e : (s | sw | (1 - nw)) & w;
  return crossings === 1 && pairs >= 2 && pairs <= 3 && blocked === 0;
}

/**
 * Thins lines to one pixel without tearing them apart, in place.
 * @param marks width × height, 0 = no line
 * @param fixed pixels with this value stay
 */
export function thinLines(marks: Uint8Array, width: number, height: number, fixed: number): void {
  let candidates: number[] = [];
  for (let pixel = 0; pixel < marks.length; pixel++) if (marks[pixel] !== 0 && marks[pixel] !== fixed) candidates.push(pixel);
  const neighbours = (pixel: number): number => {
    const y = Math.floor(pixel / width);
    const x = pixel - y * width;
    let around = 0;
    for (let bit = 0; bit < 8; bit++) {
      const column = x + AROUND[bit][0];
      const row = y + AROUND[bit][1];
      if (column >= 0 && row >= 0 && column < width && row < height && marks[row * width + column] !== 0) around |= 1 << bit;
    }
    return around;
  };
  for (let before = Infinity; candidates.length < before; ) {
    before = candidates.length;
    for (const deletable of DELETABLE) {
      const gone = candidates.filter((pixel) => deletable[neighbours(pixel)] === 1);
      for (const pixel of gone) marks[pixel] = 0;
      candidates = candidates.filter((pixel) => marks[pixel] !== 0);
    }
  }
}

/**
 * Removes lines of fewer than `least` pixels, in place: what is left of creases finer than a pixel, a row of dots.
 * @param marks width × height, 0 = no line
 * @param fixed lines with a pixel of this value stay
 */
export function removeSpecks(marks: Uint8Array, width: number, height: number, fixed: number, least: number): void {
  const seen = new Uint8Array(marks.length);
  for (let start = 0; start < marks.length; start++) {
    if (marks[start] === 0 || seen[start] !== 0) continue;
    const line = [start];
    let stays = false;
    seen[start] = 1;
    for (let at = 0; at < line.length; at++) {
      stays ||= marks[line[at]] === fixed;
      const y = Math.floor(line[at] / width);
      const x = line[at] - y * width;
      for (const [columns, rows] of AROUND) {
        const next = line[at] + columns + rows * width;
        if (x + columns < 0 || x + columns >= width || y + rows < 0 || y + rows >= height) continue;
        if (marks[next] === 0 || seen[next] !== 0) continue;
        seen[next] = 1;
        line.push(next);
      }
    }
    if (!stays && line.length < least) for (const pixel of line) marks[pixel] = 0;
  }
}
