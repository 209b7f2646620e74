import fc from "fast-check";
import { expect, it } from "vitest";
import { bfloat16ToFloat32, float16Bits, float16Value, float32ToFloat16 } from "../../src/codecs/half.js";

it.each([[1, 0x3c00], [-2, 0xc000], [65504, 0x7bff], [65519.99, 0x7bff], [65520, 0x7c00], [2 ** -24, 1], [2 ** -25, 0], [1.5 * 2 ** -24, 2], [2 ** -14, 0x0400], [-0, 0x8000], [Infinity, 0x7c00], [NaN, 0x7e00]])("%d is %d", (value, bits) => {
  expect(float16Bits(value)).toBe(bits);
});

it("every pattern of bits comes back", () => {
  for (let bits = 0; bits < 65536; bits++) {
    const value = float16Value(bits);
    if (!Number.isNaN(value)) expect(float16Bits(value)).toBe(bits);
  }
});

it("takes the nearest, the even one between two", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x7bfe }), fc.double({ min: 0, max: 1, noNaN: true }), (bits, share) => {
      const [low, high] = [float16Value(bits), float16Value(bits + 1)];
      const value = Math.fround(low + share * (high - low));
      const nearest = value - low < high - value ? bits : value - low > high - value ? bits + 1 : bits + (bits & 1);
      expect(float32ToFloat16(Float32Array.of(value))[0]).toBe(nearest);
    }),
  );
});

it("bfloat16 is the upper half of a float", () => {
  expect([...bfloat16ToFloat32(Uint16Array.of(0x3f80, 0xc040))]).toEqual([1, -3]);
});
