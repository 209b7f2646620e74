import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toneCurve } from "../../src/controls/tone-curve.js";

const image = (data: Uint8Array) => ({ width: data.length / 4, height: 1, channels: 4 as const, data });
/** A picture of gray pixels. */
const grays = (tones: readonly number[], alpha = 255) => image(Uint8Array.from(tones.flatMap((tone) => [tone, tone, tone, alpha])));

describe("the tone curve of an object", () => {
  it("rises, from byte to byte, by at most four (and rounding) per tone", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 400 }), (bytes) => {
        const curve = toneCurve(image(bytes.subarray(0, bytes.length & ~3)));
        for (let tone = 1; tone < 256; tone++) {
          const step = curve[tone]! - curve[tone - 1]!;
          expect(step).toBeGreaterThanOrEqual(0);
          expect(step).toBeLessThanOrEqual(5);
        }
      }),
    );
  });

  it("spreads close tones, dark or bright", () => {
    for (const tone of [20, 120, 230]) {
      const curve = toneCurve(grays([tone, tone, tone + 15, tone + 15]));
      expect(curve[tone + 15]! - curve[tone]!).toBeGreaterThan(50);
    }
  });

  it("leaves a picture that uses all tones alike as it is", () => {
    const curve = toneCurve(grays(Array.from({ length: 256 }, (_, tone) => tone)));
    expect(Math.max(...curve.map((value, tone) => Math.abs(value - tone)))).toBeLessThanOrEqual(1);
  });

  it("does not count what is transparent", () => {
    const opaque = [40, 41, 60];
    const both = image(Uint8Array.from([...grays(opaque).data, ...grays([200, 210, 220], 100).data]));
    expect(toneCurve(both)).toEqual(toneCurve(grays(opaque)));
  });

  it("of nothing is flat", () => {
    expect(new Set(toneCurve(grays([1, 2], 0)))).toEqual(new Set([0]));
  });
});
