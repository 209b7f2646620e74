/**
 * Transcendental functions whose results are equal on every machine. JavaScript engines may compute `Math.sin` and
 * its relatives differently per platform; here only +, −, ×, ÷, `Math.sqrt`, `Math.floor`, `Math.round` and the
 * correctly rounded conversions are used, in a fixed order. Everywhere else in src lint bans the `Math` versions.
 *
 * Error bounds (tested against the engine's own functions): sin, cos, atan2, acos, asin ≤ 4e-16 absolute for
 * arguments up to 2^20; exp ≤ 4e-16 relative; log ≤ 4e-16 relative or absolute near 1; pow ≤ 1e-14 relative for
 * |y ln x| ≤ 32.
 */

const PI = 3.141592653589793;
// π/2 in three parts (Cody & Waite 1980): the first two have enough trailing zeros that k·part is exact for k < 2^20.
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;

/** Taylor series of sine on [-π/4, π/4]; the next term is below 2^-60. */
function sinKernel(x: number): number {
  const z = x * x;
  return (
    x +
    x * z * (-1 / 6 + z * (1 / 120 + z * (-1 / 5040 + z * (1 / 362880 + z * (-1 / 39916800 + z * (1 / 6227020800 + z * (-1 / 1307674368000 + z / 355687428096000)))))))
  );
}

/** Taylor series of cosine on [-π/4, π/4]. */
function cosKernel(x: number): number {
  const z = x * x;
  return (
    1 -
    z / 2 +
    z * z * (1 / 24 + z * (-1 / 720 + z * (1 / 40320 + z * (-1 / 3628800 + z * (1 / 479001600 + z * (-1 / 87178291200 + z * (1 / 20922789888000)))))))
  );
}

/** Sine of an angle in radians. */
export function sin(radians: number): number {
  const quadrant = Math.round(radians / (PI / 2));
  const r = radians - quadrant * HALF_PI_1 - quadrant * HALF_PI_2 - quadrant * HALF_PI_3;
  switch (((quadrant % 4) + 4) % 4) {
    case 0: return sinKernel(r);
    case 1: return cosKernel(r);
    case 2: return -sinKernel(r);
    default: return -cosKernel(r);
  }
}

/** Cosine of an angle in radians. */
export function cos(radians: number): number {
  const quadrant = Math.round(radians / (PI / 2));
  const r = radians - quadrant * HALF_PI_1 - quadrant * HALF_PI_2 - quadrant * HALF_PI_3;
  switch (((quadrant % 4) + 4) % 4) {
    case 0: return cosKernel(r);
    case 1: return -sinKernel(r);
    case 2: return -cosKernel(r);
    default: return sinKernel(r);
  }
}

/** Tangent of an angle in radians. */
export function tan(radians: number): number {
  return sin(radians) / cos(radians);
}

/** Sine and cosine of a share of a full turn (0..1). */
export function sinCosTurn(turn: number): { sin: number; cos: number } {
  return { sin: sin(turn * 2 * PI), cos: cos(turn * 2 * PI) };
}

// atan(k/8) for k = 0..8, rounded to double; the remainder after subtracting the nearest is below 1/16.
const ATAN_EIGHTHS = [
  0, 0.12435499454676144, 0.24497866312686414, 0.3587706702705722, 0.4636476090008061, 0.5585993153435624,
  0.6435011087932844, 0.7188299996216245, 0.7853981633974483,
];

function atanUnit(x: number): number {
  const nearest = Math.round(x * 8);
  const k = nearest / 8;
  const t = (x - k) / (1 + x * k);
  const z = t * t;
  const series = t + t * z * (-1 / 3 + z * (1 / 5 + z * (-1 / 7 + z * (1 / 9 + z * (-1 / 11 + z * (1 / 13))))));
  return ATAN_EIGHTHS[nearest]! + series;
}

/** Angle of the point (x, y) in (−π, π], as `Math.atan2`. */
export function atan2(y: number, x: number): number {
  const absoluteX = Math.abs(x);
  const absoluteY = Math.abs(y);
  if (absoluteX === 0 && absoluteY === 0) return Object.is(x, -0) || x < 0 ? (Object.is(y, -0) ? -PI : PI) : y;
  let angle = absoluteY <= absoluteX ? atanUnit(absoluteY / absoluteX) : PI / 2 - atanUnit(absoluteX / absoluteY);
  if (x < 0) angle = PI - angle;
  return y < 0 || Object.is(y, -0) ? -angle : angle;
}

/** Arc tangent. */
export function atan(x: number): number {
  return atan2(x, 1);
}

/** Arc sine; arguments a rounding error outside [−1, 1] are clamped. */
export function asin(x: number): number {
  const clamped = x > 1 ? 1 : x < -1 ? -1 : x;
  return atan2(clamped, Math.sqrt((1 - clamped) * (1 + clamped)));
}

/** Arc cosine; arguments a rounding error outside [−1, 1] are clamped. */
export function acos(x: number): number {
  const clamped = x > 1 ? 1 : x < -1 ? -1 : x;
  return atan2(Math.sqrt((1 - clamped) * (1 + clamped)), clamped);
}

const LN2 = 0.6931471805599453;
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const BITS = new DataView(new ArrayBuffer(8));

/** 2 to a whole power in the normal range. */
function powerOfTwo(exponent: number): number {
  BITS.setUint32(0, (exponent + 1023) << 20);
  BITS.setUint32(4, 0);
  return BITS.getFloat64(0);
}

/** e to the x. */
export function exp(x: number): number {
  if (x > 709.78) return x === Infinity ? Infinity : x > 709.782712893384 ? Infinity : exp(x - LN2) * 2;
  if (x < -708) return x < -745.2 ? 0 : exp(x + 64 * LN2) * powerOfTwo(-64);
  if (Number.isNaN(x)) return x;
  const k = Math.round(x / LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1 / 6227020800;
  for (let n = 13; n > 0; n--) sum = 1 + (r / n) * (n === 13 ? 1 : sum);
  return sum * powerOfTwo(k);
}

/** Natural logarithm. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let scaled = x;
  let exponent = 0;
  if (scaled < 2.2250738585072014e-308) {
    scaled *= 18014398509481984;
    exponent = -54;
  }
  BITS.setFloat64(0, scaled);
  const high = BITS.getUint32(0);
  exponent += (high >>> 20) - 1023;
  BITS.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let mantissa = BITS.getFloat64(0);
  if (mantissa > 1.4142135623730951) {
    mantissa /= 2;
    exponent += 1;
  }
  // log(m) = 2 atanh(s), s = (m − 1)/(m + 1), |s| < 0.1716
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  let sum = 0;
  for (let n = 21; n >= 3; n -= 2) sum = z * (1 / n + sum);
  return exponent * LN2_HIGH + (2 * s + (2 * s * sum + exponent * LN2_LOW));
}

/** Base-2 logarithm. */
export function log2(x: number): number {
  return log(x) / LN2;
}

/** x to the y for x ≥ 0. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (x === 0) return y > 0 ? 0 : Infinity;
  return exp(y * log(x));
}

/** Degrees to radians. */
export function radians(degrees: number): number {
  return (degrees * PI) / 180;
}

/** Radians to degrees. */
export function degrees(angleRadians: number): number {
  return (angleRadians * 180) / PI;
}

/** `value` limited to [minimum, maximum]. */
export function clamp(value: number, minimum: number, maximum: number): number {
  return value < minimum ? minimum : value > maximum ? maximum : value;
}

/** An angle brought into [0, 2π). */
export function wrapTurn(angleRadians: number): number {
  const wrapped = angleRadians - Math.floor(angleRadians / (2 * PI)) * 2 * PI;
  return wrapped >= 2 * PI || wrapped < 0 ? 0 : wrapped;
}
