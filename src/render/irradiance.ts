/**
 * Diffuse irradiance by spherical harmonics of order 2: Ramamoorthi & Hanrahan, "An Efficient Representation for
 * Irradiance Environment Maps", SIGGRAPH 2001. For distant light the mean error is about 1 %, at most 9 % in a
 * normal; light that is nearly a point is kept out of it (see environment-light.ts).
 */
import { octahedralGrid, type OctahedralMap } from "./octahedral-map.js";

/**
 * Irradiance as a quadratic polynomial of the normal, per channel 10 numbers:
 * c0 + c1·x + c2·y + c3·z + c4·xy + c5·yz + c6·xz + c7·x² + c8·y² + c9·z²; red, green, blue after one another.
 */
export type IrradiancePolynomial = Float64Array;

const A0 = 3.141592653589793;
const A1 = 2.0943951023931953;
const A2 = 0.7853981633974483;
const Y0 = 0.28209479177387814;
const Y1 = 0.4886025119029199;
const Y2 = 1.0925484305920792;
const Y20 = 0.31539156525252005;
const Y22 = 0.5462742152960396;

/** A polynomial that is zero everywhere. */
export function createIrradiance(): IrradiancePolynomial {
  return new Float64Array(30);
}

/** Adds radiance from a small solid angle around a unit direction. `power` is radiance × solid angle of one channel. */
export function addRadiance(polynomial: IrradiancePolynomial, channel: number, x: number, y: number, z: number, power: number): void {
  const at = channel * 10;
  const order1 = A1 * Y1 * Y1 * power;
  const cross = A2 * Y2 * Y2 * power;
  const l20 = A2 * Y20 * Y20 * (3 * z * z - 1) * power;
  const l22 = A2 * Y22 * Y22 * (x * x - y * y) * power;
  polynomial[at] += A0 * Y0 * Y0 * power - l20;
  polynomial[at + 1] += order1 * x;
  polynomial[at + 2] += order1 * y;
  polynomial[at + 3] += order1 * z;
  polynomial[at + 4] += cross * x * y;
  polynomial[at + 5] += cross * y * z;
  polynomial[at + 6] += cross * x * z;
  polynomial[at + 7] += l22;
  polynomial[at + 8] -= l22;
  polynomial[at + 9] += 3 * l20;
}

/**
 * Projects radiance onto irradiance.
 * @param half "upper" and "lower" take only directions above or below the horizon, so that the light of sky and
 * ground can be weighted separately
 */
export function irradianceOf(radiance: OctahedralMap, half: "upper" | "lower"): IrradiancePolynomial {
  const { size, data } = radiance;
  const { directions, solidAngles } = octahedralGrid(size);
  const polynomial = createIrradiance();
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at = row * size + column;
      const z = directions[at * 3 + 2];
      if (z >= 0 !== (half === "upper")) continue;
      const from = ((row + 1) * (size + 2) + column + 1) * 3;
      for (let channel = 0; channel < 3; channel++) {
        addRadiance(polynomial, channel, directions[at * 3], directions[at * 3 + 1], z, data[from + channel] * solidAngles[at]);
      }
    }
  }
  return polynomial;
}

/** Irradiance of one channel on a surface with unit normal (x, y, z); never negative. */
export function evaluateIrradiance(p: IrradiancePolynomial, channel: number, x: number, y: number, z: number): number {
  const at = channel * 10;
  const value =
    p[at] + p[at + 1] * x + p[at + 2] * y + p[at + 3] * z + p[at + 4] * x * y + p[at + 5] * y * z + p[at + 6] * x * z +
    p[at + 7] * x * x + p[at + 8] * y * y + p[at + 9] * z * z;
  return value > 0 ? value : 0;
}
