import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskPolygons, type Ring } from "../../src/codecs/mask-polygons.js";

/** Pixels whose centre lies inside by the even-odd rule, written without regard to the tracer. */
function fill(rings: readonly Ring[], width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (const ring of rings) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let crossings = 0;
        for (let at = 0; at < ring.length; at += 2) {
          const [x0, y0, x1, y1] = [ring[at]!, ring[at + 1]!, ring[(at + 2) % ring.length]!, ring[(at + 3) % ring.length]!];
          if (y0 > y + 0.5 !== y1 > y + 0.5 && x0 + ((y + 0.5 - y0) / (y1 - y0)) * (x1 - x0) > x + 0.5) crossings++;
        }
        if (crossings % 2 === 1) mask[y * width + x] = 1;
      }
    }
  }
  return mask;
}

const rows = (...lines: string[]) => ({ width: lines[0]!.length, height: lines.length, mask: Uint8Array.from([...lines.join("")].map((c) => (c === "#" ? 1 : 0))) });

describe("outlines of masks", () => {
  it("a rectangle has four corners, clockwise from its top left", () => {
    const { mask, width, height } = rows("....", ".##.", ".##.", ".##.");
    expect(maskPolygons(mask, width, height)).toEqual([[1, 1, 3, 1, 3, 4, 1, 4]]);
  });

  it("a ring is one polygon whose hole hangs on a line walked both ways", () => {
    const { mask, width, height } = rows("#####", "#...#", "#.#.#", "#...#", "#####");
    const rings = maskPolygons(mask, width, height);
    expect(rings).toHaveLength(2); // the ring, and the dot within
    expect(fill(rings, width, height)).toEqual(mask);
    expect(rings[0]).toEqual([0, 0, 1, 0, 1, 4, 4, 4, 4, 1, 1, 1, 1, 0, 5, 0, 5, 5, 0, 5]);
  });

  it("pixels that touch at a corner are apart", () => {
    const { mask, width, height } = rows("#.", ".#");
    expect(maskPolygons(mask, width, height)).toEqual([[0, 0, 1, 0, 1, 1, 0, 1], [1, 1, 2, 1, 2, 2, 1, 2]]);
  });

  it("nothing has no outline", () => {
    expect(maskPolygons(new Uint8Array(12), 4, 3)).toEqual([]);
  });

  it("filled again, any mask is itself: holes, islands in holes, borders", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 }), fc.double({ min: 0.1, max: 0.9, noNaN: true }), fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (width, height, share, chances) => {
        const mask = Uint8Array.from({ length: width * height }, () => (chances.next().value! < share ? 1 : 0));
        const rings = maskPolygons(mask, width, height);
        expect(fill(rings, width, height)).toEqual(mask);
        expect(rings.every((ring) => ring.length >= 8 && ring.length % 2 === 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
