/** How much light a radiance function gives, so that floor and exposure agree with the picture. */
import { cos, sin } from "../../core/math.js";
import type { Vector3 } from "../../geometry/vector.js";
import type { RadianceFunction } from "./kind.js";

const COUNT = 400;
const GOLDEN_TURN = 2.399963229728653;

/** Directions spread evenly over the sphere (Fibonacci lattice), xyz after one another. */
const DIRECTIONS = ((): Float64Array => {
  const directions = new Float64Array(COUNT * 3);
  for (let index = 0; index < COUNT; index++) {
    const z = 1 - (2 * index + 1) / COUNT;
    const radius = Math.sqrt(1 - z * z);
    directions.set([radius * cos(index * GOLDEN_TURN), radius * sin(index * GOLDEN_TURN), z], index * 3);
  }
  return directions;
})();

/** Irradiance on a level surface from above, and the mean radiance of the upper half. Linear RGB. */
export interface MeasuredLight {
  level: Vector3;
  upperMean: Vector3;
}

/** Measures the upper half of a radiance function with 200 directions. */
export function measureLight(radiance: RadianceFunction): MeasuredLight {
  const out = new Float64Array(3);
  const level: [number, number, number] = [0, 0, 0];
  const mean: [number, number, number] = [0, 0, 0];
  const solidAngle = (4 * 3.141592653589793) / COUNT;
  for (let index = 0; index < COUNT / 2; index++) {
    const z = DIRECTIONS[index * 3 + 2]!;
    radiance(DIRECTIONS[index * 3]!, DIRECTIONS[index * 3 + 1]!, z, out);
    for (let channel = 0; channel < 3; channel++) {
      level[channel]! += out[channel]! * z * solidAngle;
      mean[channel]! += (out[channel]! * 2) / COUNT;
    }
  }
  return { level, upperMean: mean };
}
