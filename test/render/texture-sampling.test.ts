import { describe, expect, it } from "vitest";
import { BYTE_TO_UNIT, sampleTexture, SRGB_TO_LINEAR, surfaceAlpha, wrapTexel } from "../../src/render/texture-sampling.js";
import { chooseMip, mipSlots } from "../../src/render/texture-mips.js";
import { DEFAULT_MATERIAL, type TextureSlot } from "../../src/sample/shape.js";
import { square } from "./scenes.js";

/** Red 0, 100, 200, 40 / 255 in the upper row; the lower row is the upper one + 10; alpha 255 and 51. */
const texture = {
  name: "4 × 2",
  width: 4,
  height: 2,
  data: new Uint8Array([0, 0, 0, 255, 100, 0, 0, 255, 200, 0, 0, 255, 40, 0, 0, 255, 10, 0, 0, 51, 110, 0, 0, 51, 210, 0, 0, 51, 50, 0, 0, 51]),
};
const slot = (more: Partial<TextureSlot> = {}): TextureSlot => ({ texture, texCoord: 0, wrapS: "repeat", wrapT: "repeat", filter: "linear", transform: null, ...more });
const out = new Float32Array(4);
const red = (s: TextureSlot, u: number, v: number): number => {
  sampleTexture(s, u, v, BYTE_TO_UNIT, out);
  return out[0] * 255;
};

describe("texture sampling", () => {
  it("gives a texel's own value at its centre", () => {
    for (const filter of ["linear", "nearest"] as const) {
      expect(red(slot({ filter }), 1.5 / 4, 0.25)).toBeCloseTo(100, 4);
      expect(red(slot({ filter }), 2.5 / 4, 0.75)).toBeCloseTo(210, 4);
    }
  });

  it("mixes the four neighbours linearly", () => {
    expect(red(slot(), 1 / 4, 0.25)).toBeCloseTo(50, 4);
    expect(red(slot(), 1.75 / 4, 0.5)).toBeCloseTo(0.75 * 100 + 0.25 * 200 + 5, 4);
  });

  it("wraps by repeating, mirroring and clamping", () => {
    expect(red(slot(), 0, 0.25)).toBeCloseTo((40 + 0) / 2, 4);
    expect(red(slot({ wrapS: "clamp" }), -3, 0.25)).toBeCloseTo(0, 4);
    expect(red(slot({ wrapS: "clamp" }), 7, 0.25)).toBeCloseTo(40, 4);
    expect(red(slot({ wrapS: "mirror" }), 1 + 0.5 / 4, 0.25)).toBeCloseTo(40, 4);
    expect(red(slot({ wrapS: "mirror" }), -1.5 / 4, 0.25)).toBeCloseTo(100, 4);
    expect([-5, -4, -1, 0, 3, 4, 7, 8].map((index) => wrapTexel(index, 4, "mirror"))).toEqual([3, 3, 0, 0, 3, 3, 0, 0]);
    expect([-5, -4, -1, 4, 9].map((index) => wrapTexel(index, 4, "repeat"))).toEqual([3, 0, 3, 0, 1]);
  });

  it("applies the uv transform first", () => {
    const turned = slot({ transform: [0, 1, 0.125, -1, 0, 1], filter: "nearest" });
    // (u, v) = (0.75, 0.5) → (0.625, 0.25)
    expect(red(turned, 0.75, 0.5)).toBeCloseTo(200, 4);
  });

  it("decodes sRGB before filtering", () => {
    expect(SRGB_TO_LINEAR[0]).toBe(0);
    expect(SRGB_TO_LINEAR[255]).toBe(1);
    expect(SRGB_TO_LINEAR[188]).toBeCloseTo(0.5029, 4);
    sampleTexture(slot(), 2 / 4, 0.25, SRGB_TO_LINEAR, out);
    expect(out[0]).toBeCloseTo((SRGB_TO_LINEAR[100] + SRGB_TO_LINEAR[200]) / 2, 6);
  });

  it("survives coordinates that are not numbers", () => {
    expect(red(slot(), Number.NaN, Infinity)).toBe(red(slot(), 0, 0));
  });

  it("picks the size at which a texel is about a pixel", () => {
    const big = { name: "big", width: 64, height: 64, data: new Uint8Array(64 * 64 * 4).map((_, at) => (at % 4 === 3 ? 255 : (at >> 2) % 2 === 0 ? 0 : 255)) };
    const mips = mipSlots(slot({ texture: big }), true);
    const size = (texelsPerPixel: number) => chooseMip(mips, (texelsPerPixel / 64) ** 2).texture.width;
    expect([0.1, 1, 2, 4, 8].map(size)).toEqual([64, 64, 32, 16, 8]);
    // Stripes of black and white are half as bright, in linear light.
    expect(SRGB_TO_LINEAR[chooseMip(mips, 1).texture.data[0]]).toBeCloseTo(0.5, 2);
  });
});

describe("surfaceAlpha", () => {
  const mesh = square({}, { texCoords: [new Float32Array([0.125, 0.25, 0.125, 0.25, 0.125, 0.75, 0.125, 0.75])], colors: new Float32Array([1, 1, 1, 1, 1, 1, 1, 0.5, 1, 1, 1, 0.5, 1, 1, 1, 1]) }).meshes[0];
  const material = { ...DEFAULT_MATERIAL, baseColor: [1, 1, 1, 0.5] as const, baseColorTexture: slot() };

  it("is factor × texture × vertex colour for blended materials", () => {
    const blend = { ...material, alphaMode: "blend" as const };
    expect(surfaceAlpha(blend, mesh, 0, 1, 2, 0, 0)).toBeCloseTo(0.5, 6);
    expect(surfaceAlpha(blend, mesh, 0, 1, 2, 1, 0)).toBeCloseTo(0.25, 6);
    expect(surfaceAlpha(blend, mesh, 0, 1, 2, 0, 1)).toBeCloseTo(0.5 * 0.2 * 0.5, 6);
  });

  it("is all or nothing for masked ones and 1 for opaque ones", () => {
    const mask = { ...material, alphaMode: "mask" as const, alphaCutoff: 0.3 };
    expect(surfaceAlpha(mask, mesh, 0, 1, 2, 0, 0)).toBe(1);
    expect(surfaceAlpha(mask, mesh, 0, 1, 2, 1, 0)).toBe(0);
    expect(surfaceAlpha(material, mesh, 0, 1, 2, 0, 1)).toBe(1);
  });
});
