/** One light for the whole picture: a lamp or sun, sky from above, what the ground throws back. */
import { cos, sin } from "../../core/math.js";
import type { Random } from "../../core/random.js";
import { add, normalize, scale, type Vector3 } from "../../geometry/vector.js";
import { colorOfHue, times, type Rgb } from "./canvas.js";
import type { Outlook } from "./outlook.js";

export interface Light {
  /** Unit vector towards it, in camera axes. */
  direction: Vector3;
  color: Rgb;
  /** Light from straight above and from straight below. */
  sky: Rgb;
  ground: Rgb;
  up: Vector3;
  /** Share by which the light reaches around surfaces: 0 = hard. */
  wrap: number;
  /** Unit vector between the light and the camera, for highlights. */
  half: Vector3;
}

/** Draws a light: from above, from any side, seldom from behind. */
export function drawLight({ up, right, forward }: Outlook, stream: Random): Light {
  const around = stream.uniform(0, 2 * Math.PI);
  const elevation = stream.uniform(0.35, 1.35);
  const behind = Math.min(0.35, cos(around));
  const across = add(scale(right, sin(around)), scale(forward, behind));
  const direction = normalize(add(scale(up, sin(elevation)), scale(across, cos(elevation))));
  const warmth = stream.uniform(0, 1);
  const hue = warmth < 0.6 ? 0.6 : 3.6;
  const strength = stream.uniform(0.7, 1.25);
  const ambient = stream.uniform(0.25, 0.6);
  return {
    direction,
    up,
    color: times(colorOfHue(hue, stream.uniform(0, 0.22), 1), strength),
    sky: times(colorOfHue(stream.next() < 0.7 ? 3.5 : stream.uniform(0, 6), stream.uniform(0, 0.25), 1), ambient),
    ground: times(colorOfHue(stream.uniform(0, 1.5), stream.uniform(0, 0.35), 1), ambient * stream.uniform(0.25, 0.6)),
    wrap: stream.uniform(0, 0.35),
    half: normalize(add(direction, [0, 0, -1])),
  };
}

/**
 * Light on a surface, without highlights.
 * @param open share of the surroundings that it sees, 0 to 1
 * @param out three numbers
 */
export function lightOn(light: Light, x: number, y: number, z: number, open: number, out: Float32Array): void {
  const { direction, up, wrap, color, sky, ground } = light;
  const facing = (x * direction[0] + y * direction[1] + z * direction[2] + wrap) / (1 + wrap);
  const direct = facing > 0 ? facing * (0.35 + 0.65 * open) : 0;
  const above = (0.5 + 0.5 * (x * up[0] + y * up[1] + z * up[2])) * open;
  const below = open - above;
  out[0] = direct * color[0] + above * sky[0] + below * ground[0];
  out[1] = direct * color[1] + above * sky[1] + below * ground[1];
  out[2] = direct * color[2] + above * sky[2] + below * ground[2];
}

/** Strength of the highlight on a surface, 0 to 1. @param doublings the exponent is 2 to this power */
export function highlight({ half }: Light, x: number, y: number, z: number, doublings: number): number {
  let shine = x * half[0] + y * half[1] + z * half[2];
  if (shine <= 0) return 0;
  for (let doubling = 0; doubling < doublings; doubling++) shine *= shine;
  return shine;
}
