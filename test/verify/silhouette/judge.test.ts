import { describe, expect, test } from "vitest";
import { judgeSilhouette } from "../../../src/verify/silhouette/judge.js";

const ACROSS = 56;
const LONGEST = 20;

/** 1 in a rectangle of cells. */
function box(x: number, y: number, width: number, height: number, value = 1): Float32Array {
  return Float32Array.from({ length: ACROSS * ACROSS }, (_, cell) => {
    const [column, row] = [cell % ACROSS, Math.floor(cell / ACROSS)];
    return column >= x && column < x + width && row >= y && row < y + height ? value : 0;
  });
}
const both = (a: Float32Array, b: Float32Array): Float32Array => a.map((value, cell) => Math.max(value, b[cell]!));

const claimed = box(18, 22, 20, 12);
const judge = (seen: Float32Array, inPicture = new Float32Array(ACROSS * ACROSS).fill(1)) => judgeSilhouette(seen, { claimed, inPicture }, ACROSS, LONGEST);

describe("what a network sees", () => {
  test("is just what is claimed", () => {
    expect(judge(claimed)).toEqual({ iou: 1, seen: 1, excess: 0, shift: 0, second: 0 });
  });

  test("is nothing", () => {
    expect(judge(new Float32Array(ACROSS * ACROSS))).toMatchObject({ iou: 0, seen: 0, excess: 0, second: 0 });
  });

  test("is half of it", () => {
    const { iou, seen, shift } = judge(box(18, 22, 10, 12));
    expect(seen).toBe(0.5);
    expect(iou).toBeCloseTo(0.5);
    expect(shift).toBeCloseTo(5 / LONGEST);
  });

  test("lies a little beside: a small move makes up for it, and its length is told", () => {
    const { iou, shift } = judge(box(20, 22, 20, 12));
    expect(iou).toBe(1);
    expect(shift).toBeCloseTo(2 / LONGEST);
    expect(judge(box(22, 22, 20, 12)).iou).toBeLessThan(0.9);
  });

  test("is larger", () => {
    const { seen, excess, second } = judge(box(16, 20, 24, 16));
    expect(seen).toBe(1);
    expect(excess).toBeCloseTo((24 * 16) / (20 * 12) - 1);
    expect(second).toBe(0);
  });

  test("is a second object beside it: the larger of several pieces counts", () => {
    const { iou, second } = judge(both(both(claimed, box(2, 2, 10, 6)), box(46, 2, 4, 4)));
    expect(iou).toBe(1);
    expect(second).toBeCloseTo(60 / 240);
  });

  test("is faint elsewhere, which is no second object", () => {
    expect(judge(both(claimed, box(2, 2, 10, 6, 0.2))).second).toBe(0);
  });

  test("beyond the picture does not count", () => {
    const inPicture = new Float32Array(ACROSS * ACROSS).fill(1).map((_, cell) => (Math.floor(cell / ACROSS) < 10 ? 0 : 1));
    expect(judge(both(claimed, box(2, 2, 10, 6)), inPicture).second).toBe(0);
  });
});
