import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Canvas } from "../../src/sheet/canvas.js";
import { scaleImage } from "../../src/core/scale-image.js";
import { drawText, fitText, textWidth } from "../../src/sheet/text.js";

const white = { color: [255, 255, 255], opacity: 1 } as const;
const brightness = (canvas: Canvas): number => canvas.data.reduce((sum, value) => sum + value, 0) / 3 / 255;
const at = (canvas: Canvas, x: number, y: number): number => canvas.data[(y * canvas.width + x) * 3]!;

describe("lines", () => {
  it("a line through pixel centres, one pixel wide, is crisp", () => {
    const canvas = new Canvas(9, 5);
    canvas.line([1.5, 2.5], [7.5, 2.5], 1, white);
    expect([1, 2, 3].map((y) => at(canvas, 4, y))).toEqual([0, 255, 0]);
  });

  it("cover their length times their width, whatever their direction", () => {
    const inside = fc.double({ min: 10, max: 54, noNaN: true });
    fc.assert(
      fc.property(inside, inside, inside, inside, fc.constantFrom(1, 1.5, 3), (x0, y0, x1, y1, width) => {
        const canvas = new Canvas(64, 64);
        canvas.line([x0, y0], [x1, y1], width, white);
        const length = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
        const expected = length * width + (Math.PI / 4) * width * width;
        expect(Math.abs(brightness(canvas) - expected)).toBeLessThan(0.9 + 0.12 * expected);
      }),
    );
  });

  it("far outside the picture end quickly and draw what crosses it", () => {
    const canvas = new Canvas(16, 16);
    canvas.line([-1e7, 8.5], [1e7, 8.5], 1, white);
    canvas.line([1e8, 1e8], [2e8, 3e8], 1, white);
    canvas.line([Number.NaN, 0], [3, 3], 1, white);
    expect(brightness(canvas)).toBeCloseTo(16, 5);
  });
});

it("a convex polygon covers its area in either order of corners", () => {
  const corners = [[4.2, 5.1], [24.7, 8.3], [20.9, 27.4], [6.3, 20.2]] as const;
  const area = Math.abs(corners.reduce((sum, [x, y], i) => sum + x * corners[(i + 1) % 4]![1] - corners[(i + 1) % 4]![0] * y, 0)) / 2;
  for (const order of [corners, [...corners].reverse()]) {
    const canvas = new Canvas(32, 32);
    canvas.convexPolygon(order, white);
    expect(Math.abs(brightness(canvas) / area - 1)).toBeLessThan(0.02);
  }
});

describe("scaling by area", () => {
  it("keeps the mean", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), fc.integer(), (width, height, toWidth, toHeight, salt) => {
        const data = Uint8Array.from({ length: width * height }, (_, index) => (index * 97 + salt) & 255);
        const mean = (values: Uint8Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
        const scaled = scaleImage({ width, height, channels: 1, data }, toWidth, toHeight);
        expect(Math.abs(mean(scaled.data) - mean(data))).toBeLessThanOrEqual(0.5 + 1e-9); // every value is rounded once
      }),
    );
  });

  it("halving averages two by two", () => {
    const image = { width: 4, height: 2, channels: 1, data: Uint8Array.of(0, 4, 100, 200, 8, 12, 60, 40) } as const;
    expect([...scaleImage(image, 2, 1).data]).toEqual([6, 100]);
  });
});

describe("text", () => {
  it("every printable character but the space leaves ink, and no two look alike", () => {
    const seen = new Map<string, string>();
    for (let code = 33; code < 127; code++) {
      const canvas = new Canvas(24, 32);
      drawText(canvas, String.fromCharCode(code), [6, 22], 12, white);
      const look = canvas.data.join();
      expect(brightness(canvas)).toBeGreaterThan(1);
      expect(seen.get(look)).toBeUndefined();
      seen.set(look, String.fromCharCode(code));
    }
  });

  it("is cut where it does not fit", () => {
    expect(fitText("short", 8, 500)).toBe("short");
    const cut = fitText("a very long category name", 8, 60);
    expect(cut).toMatch(/^a very.*\.\.$/);
    expect(textWidth(cut, 8)).toBeLessThanOrEqual(60);
  });
});
