import fc from "fast-check";
import { expect, test } from "vitest";
import { stretchRows } from "../../src/geometry/stretch-rows.js";

const WIDTH = 6;
/** Which pixel of `from` each pixel of `outline` gets, by letters; null where nothing is taken. */
function stretched(outline: readonly string[], from: readonly string[]): string[] | null {
  const shown = outline.map((row) => [...row]);
  const isIn = (rows: readonly string[]) => (pixel: number): boolean => rows[Math.floor(pixel / WIDTH)]![pixel % WIDTH] !== " ";
  const isTaken = stretchRows({ width: WIDTH, height: outline.length }, isIn(outline), isIn(from), (pixel, source) => {
    shown[Math.floor(pixel / WIDTH)]![pixel % WIDTH] = from[Math.floor(source / WIDTH)]![source % WIDTH]!;
  });
  return isTaken ? shown.map((row) => row.join("")) : null;
}

test("rows answer to rows from the top, pixels to pixels from the left; gaps count nothing", () => {
  expect(stretched(["      ", " xxxx ", " x  x ", "xxxxxx"], ["   ab ", "      ", "  c d ", "      "])).toEqual(["      ", " aabb ", " c  d ", "cccddd"]);
});

test("nothing is taken where one of them is empty", () => {
  expect(stretched(["xx    "], ["      "])).toBeNull();
  expect(stretched(["      "], ["xx    "])).toBeNull();
});

test("an outline answers to itself pixel by pixel, and in any other one order is kept along rows", () => {
  const any = fc.array(fc.stringMatching(/^[ ab]{6}$/u), { minLength: 4, maxLength: 4 }).filter((rows) => rows.some((row) => row.trim() !== ""));
  fc.assert(fc.property(any, any, (outline, from) => {
    expect(stretched(outline, outline)).toEqual(outline);
    const pairs: [number, number][] = [];
    const isIn = (rows: readonly string[]) => (pixel: number): boolean => rows[Math.floor(pixel / WIDTH)]![pixel % WIDTH] !== " ";
    stretchRows({ width: WIDTH, height: 4 }, isIn(outline), isIn(from), (pixel, source) => pairs.push([pixel, source]));
    for (const [index, [pixel, source]] of pairs.entries()) {
      expect(isIn(outline)(pixel) && isIn(from)(source)).toBe(true);
      const before = pairs[index - 1];
      if (before !== undefined) expect(source >= before[1] || Math.floor(pixel / WIDTH) !== Math.floor(before[0] / WIDTH)).toBe(true);
    }
  }));
});
