import fc from "fast-check";
import { expect, it } from "vitest";
import { removeSpecks, thinLines } from "../../src/controls/thinning.js";

const SIZE = 14;
const FIXED = 2;

/** Number of 8-connected groups of pixels. */
function groups(marks: Uint8Array): number {
  const left = marks.slice();
  let count = 0;
  for (let start = 0; start < left.length; start++) {
    if (left[start] === 0) continue;
    count++;
    const open = [start];
    left[start] = 0;
    for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
      for (let other = 0; other < left.length; other++) {
        const near = Math.abs((other % SIZE) - (pixel % SIZE)) <= 1 && Math.abs(Math.floor(other / SIZE) - Math.floor(pixel / SIZE)) <= 1;
        if (left[other] === 0 || !near) continue;
        left[other] = 0;
        open.push(other);
      }
    }
  }
  return count;
}

const pictures = fc.array(fc.constantFrom(0, 0, 1, 1, FIXED), { minLength: SIZE * SIZE, maxLength: SIZE * SIZE }).map((marks) => Uint8Array.from(marks));

it("thinning tears nothing apart, adds nothing, and keeps what is fixed", () => {
  fc.assert(
    fc.property(pictures, (before) => {
      const after = before.slice();
      thinLines(after, SIZE, SIZE, FIXED);
      expect(groups(after)).toBe(groups(before));
      for (let pixel = 0; pixel < before.length; pixel++) {
        expect([0, before[pixel]]).toContain(after[pixel]);
        if (before[pixel] === FIXED) expect(after[pixel]).toBe(FIXED);
      }
    }),
  );
});

it("a thick bar becomes a line", () => {
  const bar = Uint8Array.from({ length: SIZE * SIZE }, (_, pixel) => (pixel % SIZE >= 5 && pixel % SIZE < 9 ? 1 : 0));
  thinLines(bar, SIZE, SIZE, FIXED);
  for (let row = 2; row < SIZE - 2; row++) expect(bar.slice(row * SIZE, (row + 1) * SIZE).filter((value) => value > 0)).toHaveLength(1);
});

it("specks go, long lines and those with a fixed pixel stay", () => {
  const marks = new Uint8Array(SIZE * SIZE);
  marks.set([1, 1, 0, 1, 1, 1, 1], 0);
  marks.set([1, FIXED], 3 * SIZE);
  removeSpecks(marks, SIZE, SIZE, FIXED, 3);
  expect([...marks.slice(0, 7)]).toEqual([0, 0, 0, 1, 1, 1, 1]);
  expect([...marks.slice(3 * SIZE, 3 * SIZE + 2)]).toEqual([1, FIXED]);
});
