/**
 * A polygon as pixels: `rleFrPoly` of cocoapi's maskApi.c (Dollár and Lin, BSD licence), step for step, because another
 * rule for pixels on the edge would give other areas.
 */

/** Points are looked at on a grid this much finer than pixels. */
const SCALE = 5;

/**
 * Runs of pixels of a polygon, column by column, beginning outside.
 * @param polygon [x0, y0, x1, y1, …] in pixels
 */
export function polygonRuns(polygon: readonly number[], width: number, height: number): number[] {
  const starts = crossings(edgePoints(polygon), width, height);
  starts.push(width * height);
  starts.sort((a, b) => a - b);
  const lengths = starts.map((start, at) => start - (at === 0 ? 0 : starts[at - 1]!));
  // Two borders at the same pixel cancel each other.
  const runs = [lengths[0]!];
  for (let at = 1; at < lengths.length;) {
    if (lengths[at]! > 0) runs.push(lengths[at++]!);
    else if (++at < lengths.length) runs[runs.length - 1]! += lengths[at++]!;
  }
  return runs;
}

/** Points along all edges, densely, on the finer grid. */
function edgePoints(polygon: readonly number[]): { u: number[]; v: number[] } {
  const u: number[] = [];
  const v: number[] = [];
  const count = polygon.length / 2;
  const fine = (at: number): number => Math.trunc(SCALE * polygon[at]! + 0.5);
  for (let at = 0; at < count; at++) {
    const next = (at + 1) % count;
    let xs = fine(at * 2), ys = fine(at * 2 + 1), xe = fine(next * 2), ye = fine(next * 2 + 1);
    const dx = Math.abs(xe - xs);
    const dy = Math.abs(ye - ys);
    const isTurned = (dx >= dy && xs > xe) || (dx < dy && ys > ye);
    if (isTurned) [xs, ys, xe, ye] = [xe, ye, xs, ys];
    const slope = dx === 0 && dy === 0 ? 0 : dx >= dy ? (ye - ys) / dx : (xe - xs) / dy;
    for (let d = 0; d <= Math.max(dx, dy); d++) {
      const t = isTurned ? Math.max(dx, dy) - d : d;
      u.push(dx >= dy ? t + xs : Math.trunc(xs + slope * t + 0.5));
      v.push(dx >= dy ? Math.trunc(ys + slope * t + 0.5) : t + ys);
    }
  }
  return { u, v };
}

/** Where the outline enters or leaves each column of pixels, as positions in the image. */
function crossings({ u, v }: { u: number[]; v: number[] }, width: number, height: number): number[] {
  const starts: number[] = [];
  for (let at = 1; at < u.length; at++) {
    if (u[at] === u[at - 1]) continue;
    const x = ((u[at]! < u[at - 1]! ? u[at]! : u[at]! - 1) + 0.5) / SCALE - 0.5;
    if (Math.floor(x) !== x || x < 0 || x > width - 1) continue;
    const y = (Math.min(v[at]!, v[at - 1]!) + 0.5) / SCALE - 0.5;
    starts.push(x * height + Math.ceil(Math.max(0, Math.min(height, y))));
  }
  return starts;
}
