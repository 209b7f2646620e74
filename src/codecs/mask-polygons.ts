/**
 * Outlines of masks as polygons along pixel edges. Holes are joined to the outline around them by a line that is walked
 * both ways, so that one ring per part says all: any even-odd or winding fill gives the mask back, exactly.
 */

/** A closed ring of corners [x0, y0, x1, y1, …] in pixels; the last corner is joined to the first. */
export type Ring = number[];

/** Steps along pixel edges, the mask to the right: right, down, left, up. */
const STEPS = [[1, 0], [0, 1], [-1, 0], [0, -1]] as const;

interface Outline {
  /** Corners, one per pixel edge, in order. */
  points: number[];
  isHole: boolean;
}

/**
 * Rings of a mask, one per part (pixels that touch at a corner only are parts of their own), from the top.
 * @param mask row-major, not 0 inside
 */
export function maskPolygons(mask: ArrayLike<number>, width: number, height: number): Ring[] {
  const outlines = traceOutlines(mask, width, height);
  const rings: (number[] | null)[] = outlines.map(({ points }) => points);
  // Where the edge above a pixel's lower neighbour belongs: outline by edge, kept right while outlines are joined.
  const owner = new Map<number, number>();
  const edge = (x: number, y: number): number => y * (width + 1) + x;
  for (const [index, { points }] of outlines.entries()) {
    for (let at = 0; at < points.length; at += 2) {
      const x = points[at]!;
      const nextX = points[(at + 2) % points.length]!;
      if (nextX !== x) owner.set(edge(Math.min(x, nextX), points[at + 1]!), index);
    }
  }
  const root = outlines.map((_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (root[at] !== at) at = root[at]!;
    return at;
  };
  const holes = outlines.map((outline, index) => ({ index, isHole: outline.isHole, corner: topLeft(outline.points) })).filter(({ isHole }) => isHole);
  holes.sort((a, b) => a.corner.y - b.corner.y || a.corner.x - b.corner.x);
  for (const { index, corner } of holes) {
    // Straight up from the hole's top-left corner lies the mask, and above it another outline.
    let y = corner.y - 1;
    while (y > 0 && mask[(y - 1) * width + corner.x] !== 0) y--;
    const target = find(owner.get(edge(corner.x, y))!);
    rings[target] = joined(rings[target]!, rings[index]!, corner.x, y, corner.y);
    rings[index] = null;
    root[index] = target;
  }
  return rings.filter((ring) => ring !== null).map(withoutStraightCorners);
}

/** Follows every border once. Outer ones run clockwise (y down), holes the other way. */
function traceOutlines(mask: ArrayLike<number>, width: number, height: number): Outline[] {
  const inside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] !== 0;
  const seen = new Uint8Array((width + 1) * (height + 1) * 4);
  const outlines: Outline[] = [];
  for (let y = 0; y <= height; y++) {
    for (let x = 0; x < width; x++) {
      // A top edge begins an outer border (going right); a bottom edge one of a hole (going left).
      const isTop = inside(x, y) && !inside(x, y - 1);
      const isBottom = !inside(x, y) && inside(x, y - 1);
      if (!isTop && !isBottom) continue;
      const startX = isTop ? x : x + 1;
      const direction = isTop ? 0 : 2;
      if (seen[((y * (width + 1) + startX) << 2) | direction] === 1) continue;
      outlines.push(follow(inside, seen, width, startX, y, direction));
    }
  }
  return outlines;
}

function follow(inside: (x: number, y: number) => boolean, seen: Uint8Array, width: number, startX: number, startY: number, startDirection: number): Outline {
  const points: number[] = [];
  let x = startX;
  let y = startY;
  let direction = startDirection;
  let doubledArea = 0;
  do {
    points.push(x, y);
    seen[((y * (width + 1) + x) << 2) | direction] = 1;
    const [dx, dy] = STEPS[direction]!;
    const [nextX, nextY] = [x + dx, y + dy];
    doubledArea += x * nextY - nextX * y;
    x = nextX;
    y = nextY;
    direction = turn(inside, x, y, direction);
  } while (x !== startX || y !== startY || direction !== startDirection);
  return { points, isHole: doubledArea < 0 };
}

/** The next direction at a corner: right where the mask ends there, so that pixels touching at a corner stay apart. */
function turn(inside: (x: number, y: number) => boolean, x: number, y: number, direction: number): number {
  const right = direction === 0 ? inside(x, y) : direction === 1 ? inside(x - 1, y) : direction === 2 ? inside(x - 1, y - 1) : inside(x, y - 1);
  if (!right) return (direction + 1) & 3;
  const left = direction === 0 ? inside(x, y - 1) : direction === 1 ? inside(x, y) : direction === 2 ? inside(x - 1, y) : inside(x - 1, y - 1);
  return left ? (direction + 3) & 3 : direction;
}

function topLeft(points: readonly number[]): { x: number; y: number } {
  let best = { x: Infinity, y: Infinity };
  for (let at = 0; at < points.length; at += 2) {
    const x = points[at]!;
    const y = points[at + 1]!;
    if (y < best.y || (y === best.y && x < best.x)) best = { x, y };
  }
  return best;
}

/** The outer ring with the hole in it, joined by the line from (x, top) to (x, bottom). */
function joined(ring: readonly number[], hole: readonly number[], x: number, top: number, bottom: number): number[] {
  const from = cornerAt(ring, x, top);
  const to = cornerAt(hole, x, bottom);
  return [...ring.slice(0, from + 2), ...hole.slice(to), ...hole.slice(0, to + 2), ...ring.slice(from)];
}

function cornerAt(ring: readonly number[], x: number, y: number): number {
  for (let at = 0; at < ring.length; at += 2) if (ring[at] === x && ring[at + 1] === y) return at;
  throw new RangeError(`no corner at (${x}, ${y})`);
}

function withoutStraightCorners(ring: readonly number[]): Ring {
  const kept: number[] = [];
  const count = ring.length / 2;
  for (let index = 0; index < count; index++) {
    const before = ((index + count - 1) % count) * 2;
    const here = index * 2;
    const after = ((index + 1) % count) * 2;
    const [ax, ay] = [ring[here]! - ring[before]!, ring[here + 1]! - ring[before + 1]!];
    const [bx, by] = [ring[after]! - ring[here]!, ring[after + 1]! - ring[here + 1]!];
    // Where the line turns back, as at the end of a joining line, the corner stays.
    if (ax * by === ay * bx && ax * bx + ay * by > 0) continue;
    kept.push(ring[here]!, ring[here + 1]!);
  }
  return kept;
}
