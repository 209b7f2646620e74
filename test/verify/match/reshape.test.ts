import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inOutlineOf } from "../../../src/verify/match/reshape.js";

const SIZE = 8;

/** A label of the given rows: a space is no object, any other letter is what the surface is. */
function label(...rows: string[]): Uint8Array {
  const bytes = new Uint8Array(SIZE * SIZE * 4).fill(128);
  for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
    const letter = rows[Math.floor(pixel / SIZE)]?.[pixel % SIZE] ?? " ";
    bytes[pixel * 4] = letter.charCodeAt(0);
    bytes[pixel * 4 + 3] = letter === " " ? 0 : 128;
  }
  return bytes;
}
const shown = (bytes: Uint8Array): string[] =>
  Array.from({ length: SIZE }, (_, y) => Array.from({ length: SIZE }, (_, x) => (bytes[(y * SIZE + x) * 4 + 3] === 0 ? " " : String.fromCharCode(bytes[(y * SIZE + x) * 4]!))).join("").trimEnd());

describe("a label within another one's outline", () => {
  test("is stretched row by row, from top to bottom and left to right", () => {
    const outline = label("", " xxxx", " xxxx", "xxxxxx");
    const surface = label("      ab", "      cd");
    expect(shown(inOutlineOf(outline, surface, SIZE)).slice(0, 4)).toEqual(["", " aabb", " ccdd", "cccddd"]);
  });

  test("skips what is not object", () => {
    expect(shown(inOutlineOf(label("xx  xx"), label("a  b"), SIZE))[0]).toBe("aa  bb");
  });

  test("is the outline's own where one of them shows nothing", () => {
    const own = label("xyz");
    expect(inOutlineOf(own, label(), SIZE)).toBe(own);
    expect(inOutlineOf(label(), own, SIZE)).toEqual(label());
  });

  test("has just the outline, whatever the surface; its own surface changes nothing", () => {
    const any = fc.array(fc.stringMatching(/^[ ab]{8}$/u), { minLength: SIZE, maxLength: SIZE }).map((rows) => label(...rows));
    fc.assert(fc.property(any, any, (outline, surface) => {
      const reshaped = inOutlineOf(outline, surface, SIZE);
      expect(reshaped.map((_, at) => (at % 4 === 3 ? reshaped[at]! : 0))).toEqual(outline.map((_, at) => (at % 4 === 3 ? outline[at]! : 0)));
      expect(inOutlineOf(outline, outline, SIZE)).toEqual(outline);
    }));
  });
});
