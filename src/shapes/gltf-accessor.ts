/** Accessors as plain typed arrays: integers that stand for fractions are turned into them. */
import type { Accessor } from "@gltf-transform/core";

/** What a normalised integer is divided by (glTF 2.0, 3.11). */
const DIVISOR: Record<number, number> = { 5120: 127, 5121: 255, 5122: 32767, 5123: 65535 };

/** Values as single-precision floats; the same array where they are already. */
export function floatValues(accessor: Accessor): Float32Array {
  const array = accessor.getArray();
  if (array === null) return new Float32Array(0);
  if (array instanceof Float32Array) return array;
  const divisor = accessor.getNormalized() ? (DIVISOR[accessor.getComponentType()] ?? 1) : 1;
  return Float32Array.from(array as ArrayLike<number>, (value) => (divisor === 1 ? value : Math.max(value / divisor, -1)));
}

/** Values as indices. */
export function indexValues(accessor: Accessor): Uint32Array {
  const array = accessor.getArray();
  return array instanceof Uint32Array ? array : Uint32Array.from((array ?? []) as ArrayLike<number>);
}
