/** The two 16-bit number formats of weights: IEEE 754 binary16 and bfloat16, as bits. */

const BITS = new Uint32Array(1);
const FLOAT = new Float32Array(BITS.buffer);

/** The nearest half-precision number's bits, ties to even; too large ones become infinite. */
export function float16Bits(value: number): number {
  FLOAT[0] = value;
  const bits = BITS[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fff_ffff;
  if (magnitude > 0x7f80_0000) return sign | 0x7e00;
  if (magnitude >= 0x477f_f000) return sign | 0x7c00;
  if (magnitude < 0x3880_0000) {
    // Below 2^-14 halves are multiples of 2^-24: adding a half of 2^-1 makes the float unit round to them.
    FLOAT[0] = Math.abs(value) + 0.5;
    return sign | (BITS[0]! - 0x3f00_0000);
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x3800_0000) >>> 13);
}

/** The number that half-precision bits stand for. */
export function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 5.9604644775390625e-8; // 2^-24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  BITS[0] = ((exponent + 112) << 23) | (fraction << 13);
  return sign * FLOAT[0]!;
}

/** Half-precision bits as numbers. */
export function float16ToFloat32(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, float16Value);
}

/** Numbers as half-precision bits. */
export function float32ToFloat16(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, float16Bits);
}

/** bfloat16 bits as numbers. */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array {
  const words = new Uint32Array(bits.length);
  for (let index = 0; index < bits.length; index++) words[index] = bits[index]! << 16;
  return new Float32Array(words.buffer);
}
