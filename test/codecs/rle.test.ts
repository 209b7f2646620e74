import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMask, encodeMask, maskArea } from "../../src/codecs/rle.js";

describe("run-length masks", () => {
  it("round-trip any mask", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.infiniteStream(fc.boolean()), (width, height, bits) => {
      const mask = Uint8Array.from({ length: width * height }, () => (bits.next().value ? 1 : 0));
      const encoded = encodeMask(mask, width, height);
      expect(decodeMask(encoded)).toEqual(mask);
      expect(maskArea(encoded)).toBe(mask.reduce((sum, value) => sum + value, 0));
    }));
  });
  it("equals pycocotools 2.0: mask.encode(np.asfortranarray(mask))", () => {
    expect(encodeMask([0, 1, 1, 1, 0, 0], 2, 3)).toEqual({ size: [3, 2], counts: "11110" });
    // b = zeros(512, 512); b[100:300, 50:400] = 1; b[200:250, 100:120] = 0
    const mask = new Uint8Array(512 * 512);
    for (let y = 100; y < 300; y++) for (let x = 50; x < 400; x++) mask[y * 512 + x] = 1;
    for (let y = 200; y < 250; y++) for (let x = 100; x < 120; x++) mask[y * 512 + x] = 0;
    const { counts } = encodeMask(mask, 512, 512);
    expect(counts).toHaveLength(830);
    expect(createHash("sha256").update(counts).digest("hex")).toBe("1821153137325763275c502c7e7c7b363254deeb8d34faded6752ef131ba95ee");
  });
  it("gives the same runs when told where to look", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.nat(11), fc.nat(11), fc.nat(12), fc.nat(12), (width, height, left, top, wide, high) => {
      const bounds = { x0: Math.min(left, width), y0: Math.min(top, height), x1: Math.min(left + wide, width), y1: Math.min(top + high, height) };
      const mask = new Uint8Array(width * height);
      for (let y = bounds.y0; y < bounds.y1; y++) for (let x = bounds.x0; x < bounds.x1; x++) mask[y * width + x] = (x * 7 + y * 3) % 4 === 0 ? 0 : 5;
      expect(encodeMask(mask, width, height, 5, bounds)).toEqual(encodeMask(mask, width, height));
    }));
  });
  it("refuses runs that do not fill the mask, and foreign characters", () => {
    expect(() => decodeMask({ size: [2, 2], counts: "9" })).toThrow(RangeError);
    expect(() => decodeMask({ size: [2, 2], counts: "\u0001" })).toThrow(RangeError);
  });
});
