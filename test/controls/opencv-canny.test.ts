import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canny, type CannySettings } from "../../src/controls/opencv-canny.js";

const golden = (name: string) => readFileSync(new URL(`../golden/canny/${name}`, import.meta.url));
const usual: CannySettings = { low: 100, high: 200, aperture: 3, l2Gradient: false };

describe("canny", () => {
  it("equals cv2.Canny 4.6.0 bit for bit: gray, colour, RGBA, all apertures, both norms, one-pixel pictures", () => {
    interface Golden {
      settings: CannySettings[];
      cases: { name: string; width: number; height: number; channels: number }[];
    }
    const { settings, cases } = JSON.parse(golden("cases.json").toString()) as Golden;
    const pixels = new Uint8Array(golden("pixels.bin"));
    const bits = new Uint8Array(golden("edges.bin"));
    let pixelAt = 0;
    let bitsAt = 0;
    let edgePixels = 0;
    for (const { name, width, height, channels } of cases) {
      const data = pixels.subarray(pixelAt, (pixelAt += width * height * channels));
      for (const setting of settings) {
        const expected = Uint8Array.from({ length: width * height }, (_, index) => ((bits[bitsAt + (index >> 3)]! >> (7 - (index & 7))) & 1) * 255);
        bitsAt += Math.ceil((width * height) / 8);
        const edges = canny({ data, width, height, channels }, setting);
        if (Buffer.compare(edges, expected) !== 0) expect(edges, `${name} ${width}×${height}×${channels} ${JSON.stringify(setting)}`).toEqual(expected);
        edgePixels += expected.filter((value) => value === 255).length;
      }
    }
    expect([pixelAt, bitsAt]).toEqual([pixels.length, bits.length]);
    expect(edgePixels).toBeGreaterThan(50_000);
  });

  it("does not depend on how much plain background surrounds the picture", () => {
    const pictures = fc.uint8Array({ minLength: 8 * 9 * 3, maxLength: 8 * 9 * 3 });
    const margins = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9), fc.nat(9));
    fc.assert(
      fc.property(pictures, margins, fc.constantFrom(3, 5, 7), fc.boolean(), (picture, [left, top, right, bottom], aperture, l2Gradient) => {
        const settings: CannySettings = { low: 150, high: 400, aperture, l2Gradient };
        const inner = framed({ data: picture, width: 8, height: 9 }, 4, 4, 4, 4);
        const outer = framed(inner, left, top, right, bottom);
        const edges = canny({ ...inner, channels: 3 }, settings);
        const expected = framed({ ...inner, data: spread(edges) }, left, top, right, bottom, 0);
        expect(spread(canny({ ...outer, channels: 3 }, settings))).toEqual(expected.data);
      }),
      { numRuns: 60 },
    );
  });

  it("finds nothing on a plain picture and leaves its input alone", () => {
    const data = new Uint8Array(30 * 20 * 3).fill(77);
    expect(canny({ data, width: 30, height: 20, channels: 3 }, usual)).toEqual(new Uint8Array(600));
    data[900] = 255;
    const before = data.slice();
    expect(canny({ data, width: 30, height: 20, channels: 3 }, usual).some((value) => value === 255)).toBe(true);
    expect(data).toEqual(before);
  });

  it("refuses what it cannot mean", () => {
    const image = { data: new Uint8Array(12), width: 2, height: 2, channels: 3 };
    expect(() => canny({ ...image, width: 3 }, usual)).toThrow("12 values are not a picture of 3 × 2 × 3");
    expect(() => canny(image, { ...usual, aperture: 4 as 3 })).toThrow("aperture 4 is unknown");
    expect(() => canny(image, { ...usual, low: NaN })).toThrow("must be numbers");
  });
});

interface Rgb {
  data: Uint8Array;
  width: number;
  height: number;
}

/** The picture with a plain frame around it. */
function framed({ data, width, height }: Rgb, left: number, top: number, right: number, bottom: number, value = 90): Rgb {
  const outerWidth = width + left + right;
  const out = new Uint8Array(outerWidth * (height + top + bottom) * 3).fill(value);
  for (let y = 0; y < height; y++) out.set(data.subarray(y * width * 3, (y + 1) * width * 3), ((y + top) * outerWidth + left) * 3);
  return { data: out, width: outerWidth, height: height + top + bottom };
}

/** One channel as three. */
function spread(data: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: data.length * 3 }, (_, index) => data[Math.trunc(index / 3)]!);
}
