/** Which pixels show an object, and how far every other pixel is from them. */
import type { Passes } from "../sample/passes.js";

/** 1 where an object is seen, be it as thin as glass; 0 elsewhere. width × height bytes. */
export function coveredPixels({ alpha, instanceId }: Passes): Uint8Array {
  const covered = new Uint8Array(instanceId.length);
  for (let pixel = 0; pixel < covered.length; pixel++) covered[pixel] = instanceId[pixel] !== 0 || alpha[pixel] > 0 ? 1 : 0;
  return covered;
}

/**
 * Exact Euclidean distance in pixels from each pixel's centre to that of the nearest covered one: 0 inside, Infinity
 * everywhere when nothing is covered. P. Felzenszwalb, D. Huttenlocher, "Distance transforms of sampled functions", 2012.
 * @param covered width × height, 0 = not covered
 */
export function distanceToCovered(covered: Uint8Array, width: number, height: number): Float32Array {
  const squares = columnDistancesSquared(covered, width, height);
  const distances = new Float32Array(width * height);
  const row = new Float64Array(width);
  const apex = new Int32Array(width);
  const from = new Float64Array(width + 1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) row[x] = squares[y * width + x];
    // The lower envelope of the parabolas row[x] + (X − x)²; column `apex[k]` is lowest from `from[k]` to `from[k + 1]`.
    let count = 0;
    for (let x = 0; x < width; x++) {
      if (row[x] === Infinity) continue;
      let start = -Infinity;
      while (count > 0) {
        const last = apex[count - 1];
        start = (row[x] + x * x - (row[last] + last * last)) / (2 * (x - last));
        if (start > from[count - 1]) break;
        count--;
        start = -Infinity;
      }
      apex[count] = x;
      from[count] = start;
      count++;
    }
    for (let x = 0, k = 0; x < width; x++) {
      if (count === 0) {
        distances[y * width + x] = Infinity;
        continue;
      }
      while (k + 1 < count && from[k + 1] < x) k++;
      const step = x - apex[k];
      distances[y * width + x] = Math.sqrt(step * step + row[apex[k]]);
    }
  }
  return distances;
}

/** Squared distance to the nearest covered pixel of the same column. */
function columnDistancesSquared(covered: Uint8Array, width: number, height: number): Float64Array {
  const squares = new Float64Array(width * height);
  for (let x = 0; x < width; x++) {
    let steps = Infinity;
    for (let y = 0, at = x; y < height; y++, at += width) {
      steps = covered[at] !== 0 ? 0 : steps + 1;
      squares[at] = steps * steps;
    }
    steps = Infinity;
    for (let y = height - 1, at = x + y * width; y >= 0; y--, at -= width) {
      steps = covered[at] !== 0 ? 0 : steps + 1;
      if (steps * steps < squares[at]) squares[at] = steps * steps;
    }
  }
  return squares;
}
