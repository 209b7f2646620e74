/** The value of an animated property at a time: glTF 2.0, appendix C. */
import { acos, sin } from "../core/math.js";
import type { RigChannel } from "../sample/shape.js";

/** Index of the last key at or before a time; −1 before the first. */
function keyBefore(times: Float32Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Numbers per key. */
function widthOf({ times, values, interpolation }: RigChannel): number {
  return values.length / times.length / (interpolation === "cubic" ? 3 : 1);
}

function unitQuaternion(q: number[]): number[] {
  const size = Math.sqrt(q.reduce((sum, value) => sum + value * value, 0));
  return size > 0 ? q.map((value) => value / size) : [0, 0, 0, 1];
}

/** Spherical interpolation the short way round; nearly equal rotations are blended linearly. */
export function slerp(a: readonly number[], b: readonly number[], share: number): number[] {
  const cosine = a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  const sign = cosine < 0 ? -1 : 1;
  const angle = acos(Math.min(Math.abs(cosine), 1));
  const sine = sin(angle);
  const [fromA, fromB] = sine < 1e-6 ? [1 - share, share] : [sin((1 - share) * angle) / sine, sin(share * angle) / sine];
  return unitQuaternion(a.map((value, k) => value * fromA + sign * b[k]! * fromB));
}

/**
 * The channel's value at a time; before the first and after the last key it holds still.
 * @returns 3 numbers (translation, scale), 4 (unit quaternion xyzw) or one per morph target
 */
export function sampleChannel(channel: RigChannel, timeSeconds: number): number[] {
  const { times, values, interpolation, path } = channel;
  const width = widthOf(channel);
  const block = interpolation === "cubic" ? 3 * width : width;
  const middle = interpolation === "cubic" ? width : 0; // a cubic key is in-tangent, value, out-tangent
  const valueAt = (key: number, part = middle): number[] => [...values.subarray(key * block + part, key * block + part + width)];
  const finish = (value: number[]) => (path === "rotation" ? unitQuaternion(value) : value);
  const key = keyBefore(times, timeSeconds);
  if (key < 0) return finish(valueAt(0));
  if (key >= times.length - 1 || interpolation === "step") return finish(valueAt(Math.min(key, times.length - 1)));
  const span = times[key + 1]! - times[key]!;
  const t = (timeSeconds - times[key]!) / span;
  const from = valueAt(key);
  const to = valueAt(key + 1);
  if (interpolation === "cubic") {
    const out = valueAt(key, 2 * width);
    const into = valueAt(key + 1, 0);
    const t2 = t * t;
    const t3 = t2 * t;
    return finish(
      from.map((value, k) => (2 * t3 - 3 * t2 + 1) * value + span * (t3 - 2 * t2 + t) * out[k]! + (-2 * t3 + 3 * t2) * to[k]! + span * (t3 - t2) * into[k]!),
    );
  }
  if (path === "rotation") return slerp(unitQuaternion(from), unitQuaternion(to), t);
  return from.map((value, k) => value + t * (to[k]! - value));
}
