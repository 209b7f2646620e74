/**
 * Lens distortion, the model of OpenCV (Brown 1971, Conrady 1919): with x, y = the ideal image position at focal length 1,
 * r² = x² + y² and g = (1 + k1 r² + k2 r⁴ + k3 r⁶) / (1 + k4 r² + k5 r⁴ + k6 r⁶) a point is seen at
 *   x' = g x + 2 p1 x y + p2 (r² + 2 x²),   y' = g y + p1 (r² + 2 y²) + 2 p2 x y
 * and K makes pixels of that. Its Jacobian is symmetric. Where it is positive definite the map is the gradient of a convex
 * function, so that it has one inverse and Newton's method finds it. Beyond that field polynomials fold back: a real lens shows
 * nothing there.
 */
/** Coefficients in OpenCV's meaning; its vector is [k1, k2, p1, p2, k3, k4, k5, k6]. */
export interface LensDistortion {
  model: "brown-conrady";
  k1: number;
  k2: number;
  p1: number;
  p2: number;
  k3: number;
  k4: number;
  k5: number;
  k6: number;
}

/** Outside the field no more than this many pixels of an ideal picture fall on one. */
const GREATEST_SQUEEZE = 20;
/** Nothing farther than this from the optical axis (tangent of the angle) is in any field: 86°. */
const WIDEST_FIELD = 16;
const FIELD_DIRECTIONS = 32;
const FIELD_HALVINGS = 30;
const NEWTON_STEPS = 60;

/** A place in the plane at distance 1, as two numbers. */
type Place = Float64Array;

const numbers = new WeakMap<LensDistortion, number>();
const trial: Place = new Float64Array(2);
const slope = new Float64Array(3);

/** Distorts (x, y) by the formula alone, wherever it leads. */
function distortByFormula(lens: LensDistortion, x: number, y: number, out: Place): void {
  const xx = x * x;
  const yy = y * y;
  const xy2 = 2 * x * y;
  const r2 = xx + yy;
  const g = (1 + r2 * (lens.k1 + r2 * (lens.k2 + r2 * lens.k3))) / (1 + r2 * (lens.k4 + r2 * (lens.k5 + r2 * lens.k6)));
  out[0] = g * x + lens.p1 * xy2 + lens.p2 * (r2 + 2 * xx);
  out[1] = g * y + lens.p1 * (r2 + 2 * yy) + lens.p2 * xy2;
}

/** Jacobian at (x, y) into `slope`: ∂x'/∂x, ∂x'/∂y = ∂y'/∂x, ∂y'/∂y. Returns the denominator, below 0 beyond a pole. */
function slopeAt(lens: LensDistortion, x: number, y: number): number {
  const r2 = x * x + y * y;
  const above = 1 + r2 * (lens.k1 + r2 * (lens.k2 + r2 * lens.k3));
  const below = 1 + r2 * (lens.k4 + r2 * (lens.k5 + r2 * lens.k6));
  const g = above / below;
  const aboveSlope = lens.k1 + r2 * (2 * lens.k2 + r2 * 3 * lens.k3);
  const belowSlope = lens.k4 + r2 * (2 * lens.k5 + r2 * 3 * lens.k6);
  // dg / dr²
  const bend = (aboveSlope - g * belowSlope) / below;
  slope[0] = g + 2 * bend * x * x + 2 * lens.p1 * y + 6 * lens.p2 * x;
  slope[1] = 2 * bend * x * y + 2 * lens.p1 * x + 2 * lens.p2 * y;
  slope[2] = g + 2 * bend * y * y + 6 * lens.p1 * y + 2 * lens.p2 * x;
  return below;
}

/** Whether the map is one-to-one around (x, y) and squeezes nothing by more than {@link GREATEST_SQUEEZE}. */
function isUpright(lens: LensDistortion, x: number, y: number): boolean {
  if (!(slopeAt(lens, x, y) > 0)) return false;
  const a = slope[0]! - 1 / GREATEST_SQUEEZE;
  const c = slope[2]! - 1 / GREATEST_SQUEEZE;
  return a > 0 && a * c > slope[1]! * slope[1]!;
}

function isUprightAround(lens: LensDistortion, radius: number): boolean {
  for (const [cosine, sine] of DIRECTIONS) if (!isUpright(lens, radius * cosine, radius * sine)) return false;
  return true;
}

/** Unit vectors all around: the points (1 − t², 2t) / (1 + t²) of a half circle, and their opposites. */
const DIRECTIONS: readonly (readonly [number, number])[] = Array.from({ length: FIELD_DIRECTIONS }, (_, index) => {
  const t = ((index >> 1) * 2) / (FIELD_DIRECTIONS / 2) - 1;
  const sign = index % 2 === 0 ? 1 : -1;
  return [(sign * (1 - t * t)) / (1 + t * t), (sign * 2 * t) / (1 + t * t)] as const;
});

/**
 * The field of a lens: the largest radius (tangent of the angle from the optical axis, at most 16) within which the map is
 * one-to-one everywhere. 0 when it is not even so in the middle.
 */
export function fieldRadius(lens: LensDistortion): number {
  const known = numbers.get(lens);
  if (known !== undefined) return known;
  let inner = 0;
  let outer = WIDEST_FIELD;
  if (isUpright(lens, 0, 0)) {
    for (let radius = 1 / 1024; radius <= WIDEST_FIELD && outer === WIDEST_FIELD; radius += Math.max(1 / 1024, radius / 256)) {
      if (isUprightAround(lens, radius)) inner = radius;
      else outer = radius;
    }
    if (outer === WIDEST_FIELD) inner = WIDEST_FIELD;
    for (let step = 0; step < FIELD_HALVINGS && inner < WIDEST_FIELD; step++) {
      const middle = (inner + outer) / 2;
      if (isUprightAround(lens, middle)) inner = middle;
      else outer = middle;
    }
  }
  numbers.set(lens, inner);
  return inner;
}

/** Whether a lens shows an ideal image position (at focal length 1). */
export function isInField(lens: LensDistortion, x: number, y: number): boolean {
  const radius = fieldRadius(lens);
  return x * x + y * y <= radius * radius;
}

/**
 * Where an ideal image position is seen; both at focal length 1. Beyond the field, where the formula folds back, places go
 * on straight outwards, so that nothing from there ever lands within the picture.
 * @param out two numbers
 */
export function distort(lens: LensDistortion, x: number, y: number, out: Place): void {
  const radius = fieldRadius(lens);
  const r2 = x * x + y * y;
  if (r2 <= radius * radius) {
    distortByFormula(lens, x, y, out);
    return;
  }
  const share = radius / Math.sqrt(r2);
  distortByFormula(lens, x * share, y * share, out);
  out[0] = out[0]! + x * (1 - share);
  out[1] = out[1]! + y * (1 - share);
}

/**
 * The inverse of {@link distort} within the field: damped Newton steps to the precision of float64.
 * @param x @param y what is seen, at focal length 1
 * @param out holds a first guess within the field, and then the ideal position
 * @returns false where the lens shows nothing; `out` is then undefined
 */
export function undistort(lens: LensDistortion, x: number, y: number, out: Place): boolean {
  const radius = fieldRadius(lens);
  const limit = radius * radius;
  // Squared: found at 1e-13 of the size; nothing better is to be had beyond 3e-16.
  const found = 1e-26 * (1 + x * x + y * y);
  const best = 1e-5 * found;
  let atX = out[0]!;
  let atY = out[1]!;
  if (!(atX * atX + atY * atY <= limit)) atX = atY = 0;
  distortByFormula(lens, atX, atY, trial);
  let offX = trial[0]! - x;
  let offY = trial[1]! - y;
  let off = offX * offX + offY * offY;
  for (let step = 0; step < NEWTON_STEPS && off > best; step++) {
    slopeAt(lens, atX, atY);
    const determinant = slope[0]! * slope[2]! - slope[1]! * slope[1]!;
    const stepX = (slope[2]! * offX - slope[1]! * offY) / determinant;
    const stepY = (slope[0]! * offY - slope[1]! * offX) / determinant;
    let share = 1;
    let isBetter = false;
    for (; share > 1e-4; share /= 2) {
      const nextX = atX - share * stepX;
      const nextY = atY - share * stepY;
      if (!(nextX * nextX + nextY * nextY <= limit)) continue;
      distortByFormula(lens, nextX, nextY, trial);
      const nextOffX = trial[0]! - x;
      const nextOffY = trial[1]! - y;
      const nextOff = nextOffX * nextOffX + nextOffY * nextOffY;
      if (nextOff < off) {
        atX = nextX;
        atY = nextY;
        offX = nextOffX;
        offY = nextOffY;
        off = nextOff;
        isBetter = true;
        break;
      }
      if (off <= found) break;
    }
    if (!isBetter) break;
  }
  out[0] = atX;
  out[1] = atY;
  return off <= found;
}
