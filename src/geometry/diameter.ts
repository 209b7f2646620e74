/** The largest distance between two points of many. */

/** Pairs beyond which the answer is taken from directions alone. */
const MOST_PAIRS = 40_000_000;
const DIRECTIONS = 512;

/**
 * Largest distance between two of the points. Exact where few points come into question; else that of the farthest points
 * in many directions, at most 1 % too small.
 * @param positions xyz triples
 */
export function diameter(positions: ArrayLike<number>): number {
  const count = Math.floor(positions.length / 3);
  if (count < 2) return 0;
  const center = [0, 0, 0];
  for (let at = 0; at < count * 3; at++) center[at % 3]! += positions[at]! / count;
  const least = alongDirections(positions, count);
  const radius = Float64Array.from({ length: count }, (_, index) => Math.sqrt([0, 1, 2].reduce((sum, axis) => sum + (positions[index * 3 + axis]! - center[axis]!) * (positions[index * 3 + axis]! - center[axis]!), 0)));
  const farthest = radius.reduce((most, each) => Math.max(most, each), 0);
  // Two points farther apart than `least` are both at least so far from the middle.
  const candidates: number[] = [];
  for (let index = 0; index < count; index++) if (radius[index]! >= least - farthest - 1e-9) candidates.push(index);
  if ((candidates.length * candidates.length) / 2 > MOST_PAIRS) return least;
  let most = least * least;
  for (let one = 0; one < candidates.length; one++) {
    for (let other = one + 1; other < candidates.length; other++) most = Math.max(most, squared(positions, candidates[one]!, candidates[other]!));
  }
  return Math.sqrt(most);
}

/** Distance of the two extreme points in each of many directions; the largest. */
function alongDirections(positions: ArrayLike<number>, count: number): number {
  let most = 0;
  for (let index = 0; index < DIRECTIONS; index++) {
    // Directions on a spiral over half a sphere; their exact spacing does not matter.
    const z = (index + 0.5) / DIRECTIONS;
    const turn = (index * 0.6180339887498949) % 1;
    const t = turn * 2 - 1;
    const side = Math.sqrt(1 - z * z);
    const [x, y] = [(side * (1 - t * t)) / (1 + t * t), (side * 2 * t) / (1 + t * t)];
    const sign = index % 2 === 0 ? 1 : -1;
    let [low, high] = [0, 0];
    let [lowest, highest] = [Infinity, -Infinity];
    for (let point = 0; point < count; point++) {
      const along = sign * x * positions[point * 3]! + sign * y * positions[point * 3 + 1]! + z * positions[point * 3 + 2]!;
      if (along < lowest) [low, lowest] = [point, along];
      if (along > highest) [high, highest] = [point, along];
    }
    most = Math.max(most, squared(positions, low, high));
  }
  return Math.sqrt(most);
}

function squared(positions: ArrayLike<number>, one: number, other: number): number {
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) sum += (positions[one * 3 + axis]! - positions[other * 3 + axis]!) * (positions[one * 3 + axis]! - positions[other * 3 + axis]!);
  return sum;
}
