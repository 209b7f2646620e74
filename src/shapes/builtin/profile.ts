/** Curves and outlines in the plane from which solids are lofted, revolved and extruded. */
import { cos, pow, sin } from "../../core/math.js";
import type { Vector2 } from "./solid.js";

const TAU = 6.283185307179586;

/**
 * A smooth function through knots (x ascending), without overshoot: cubic Hermite with monotone slopes
 * (Fritsch & Butland 1984). Constant beyond the ends.
 */
export function smoothFunction(knots: readonly Vector2[]): (x: number) => number {
  const last = knots.length - 1;
  const secant = (index: number): number => (knots[index + 1]![1] - knots[index]![1]) / (knots[index + 1]![0] - knots[index]![0]);
  const slopes = knots.map((_, index) => {
    if (index === 0) return secant(0);
    if (index === last) return secant(last - 1);
    const before = secant(index - 1);
    const after = secant(index);
    if (before * after <= 0) return 0;
    const a = knots[index]![0] - knots[index - 1]![0];
    const b = knots[index + 1]![0] - knots[index]![0];
    return (3 * (a + b)) / ((2 * b + a) / before + (b + 2 * a) / after);
  });
  return (x) => {
    if (x <= knots[0]![0]) return knots[0]![1];
    if (x >= knots[last]![0]) return knots[last]![1];
    let at = 0;
    while (x > knots[at + 1]![0]) at++;
    const width = knots[at + 1]![0] - knots[at]![0];
    const t = (x - knots[at]![0]) / width;
    const s = 1 - t;
    return (
      knots[at]![1] * (1 + 2 * t) * s * s + knots[at + 1]![1] * t * t * (3 - 2 * t) + width * (slopes[at]! * t * s * s - slopes[at + 1]! * t * t * s)
    );
  };
}

/** Straight lines through knots (x ascending); constant beyond the ends. */
export function linearFunction(knots: readonly Vector2[]): (x: number) => number {
  return (x) => {
    const last = knots.length - 1;
    if (x <= knots[0]![0]) return knots[0]![1];
    if (x >= knots[last]![0]) return knots[last]![1];
    let at = 0;
    while (x > knots[at + 1]![0]) at++;
    const t = (x - knots[at]![0]) / (knots[at + 1]![0] - knots[at]![0]);
    return knots[at]![1] + (knots[at + 1]![1] - knots[at]![1]) * t;
  };
}

/** A closed polygon with its corners rounded by quadratic arcs that start `radius` (or half a side) from the corner. */
export function roundedPolygon(corners: readonly Vector2[], radius: number | readonly number[], segments = 4): Vector2[] {
  const points: Vector2[] = [];
  const count = corners.length;
  for (let index = 0; index < count; index++) {
    const corner = corners[index]!;
    const wanted = typeof radius === "number" ? radius : radius[index]!;
    const towards = (other: Vector2): Vector2 => {
      const dx = other[0] - corner[0];
      const dy = other[1] - corner[1];
      const length = Math.sqrt(dx * dx + dy * dy);
      const share = Math.min(wanted / length, 0.49);
      return [corner[0] + dx * share, corner[1] + dy * share];
    };
    const from = towards(corners[(index + count - 1) % count]!);
    const to = towards(corners[(index + 1) % count]!);
    if (wanted <= 0) {
      points.push(corner);
      continue;
    }
    for (let step = 0; step <= segments; step++) {
      const t = step / segments;
      const s = 1 - t;
      points.push([from[0] * s * s + 2 * corner[0] * s * t + to[0] * t * t, from[1] * s * s + 2 * corner[1] * s * t + to[1] * t * t]);
    }
  }
  return points;
}

/** A rectangle about a centre with rounded corners, counter-clockwise. */
export function roundedRectangle(center: Vector2, width: number, height: number, radius: number, segments = 4): Vector2[] {
  const [x, y] = center;
  const w = width / 2;
  const h = height / 2;
  return roundedPolygon([[x - w, y - h], [x + w, y - h], [x + w, y + h], [x - w, y + h]], radius, segments);
}

/** Points of a superellipse |x/a|^n + |y/b|^n = 1, counter-clockwise from (a, 0); n = 2 is an ellipse, larger is boxier. */
export function superellipse(halfWidth: number, halfHeight: number, exponent: number, count: number): Vector2[] {
  return Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * TAU;
    const c = cos(angle);
    const s = sin(angle);
    return [halfWidth * signedPower(c, 2 / exponent), halfHeight * signedPower(s, 2 / exponent)];
  });
}

function signedPower(value: number, exponent: number): number {
  if (Math.abs(value) < 1e-12) return 0;
  return (value < 0 ? -1 : 1) * pow(Math.abs(value), exponent);
}

/** A circle, counter-clockwise from (radius, 0). */
export function circle(radius: number, count: number, center: Vector2 = [0, 0]): Vector2[] {
  return Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * TAU;
    return [center[0] + radius * cos(angle), center[1] + radius * sin(angle)];
  });
}

/**
 * Outline of a symmetric NACA four-digit aerofoil of chord 1 (Abbott & von Doenhoff, "Theory of Wing Sections",
 * closed trailing edge), counter-clockwise from the trailing edge; x runs from the leading edge.
 * @param thickness share of the chord, for example 0.12
 * @param camber largest height of the mean line as a share of the chord, at 40 % of it
 */
export function aerofoil(thickness: number, camber: number, half = 9): Vector2[] {
  const upper: Vector2[] = [];
  const lower: Vector2[] = [];
  for (let index = 0; index <= half; index++) {
    const x = (1 - cos((index / half) * (TAU / 2))) / 2;
    const y = 5 * thickness * (0.2969 * Math.sqrt(x) - 0.126 * x - 0.3516 * x * x + 0.2843 * x * x * x - 0.1036 * x * x * x * x);
    const mean = x < 0.4 ? (camber / 0.16) * (0.8 * x - x * x) : (camber / 0.36) * (0.2 + 0.8 * x - x * x);
    // A trailing edge of no thickness would make a degenerate solid.
    const rounded = Math.max(y, 0.004);
    upper.push([x, mean + rounded]);
    lower.push([x, mean - rounded]);
  }
  return [...upper.toReversed(), ...lower.slice(1)];
}

/** True where the point is inside the polygon (even-odd). */
export function insidePolygon(point: Vector2, polygon: readonly Vector2[]): boolean {
  let inside = false;
  for (let index = 0, before = polygon.length - 1; index < polygon.length; before = index++) {
    const a = polygon[index]!;
    const b = polygon[before]!;
    if (a[1] > point[1] !== b[1] > point[1] && point[0] < ((b[0] - a[0]) * (point[1] - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
  }
  return inside;
}
