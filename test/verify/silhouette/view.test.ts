import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { random } from "../../../src/core/random.js";
import { PLANES } from "../../../src/verify/silhouette/network.js";
import { BACKGROUND, CELL, OBJECT, OUTSIDE_PICTURE, PIXEL_BYTES, sceneSize } from "../../../src/verify/silhouette/scene-bytes.js";
import { drawPlace, drawView, lookAt, paste, plainView, writePicture, writeTarget, type Pixels } from "../../../src/verify/silhouette/view.js";

const SIZE = 32;
const SIDE = sceneSize(SIZE);
const CELLS = SIZE / CELL;

/** A scene, brighter to the right, with a square object in the middle; what lies left of `border` is beyond the picture. */
function scene({ object = 8, red = 0, border = 0 } = {}): Uint8Array {
  const bytes = new Uint8Array(SIDE * SIDE * PIXEL_BYTES);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
    const isObject = Math.abs(x + 0.5 - SIDE / 2) < object && Math.abs(y + 0.5 - SIDE / 2) < object;
    bytes.set([isObject ? red : 100, 2 * x, 0, x < border ? OUTSIDE_PICTURE : isObject ? OBJECT : BACKGROUND], pixel * PIXEL_BYTES);
  }
  return bytes;
}
const middle = plainView(SIDE / 2, SIDE / 2, false);
const objectPixels = ({ what }: Pixels): number => what.filter((each) => each === OBJECT).length;

describe("a view of a scene", () => {
  test("shows its middle as it is", () => {
    const { colors, what } = lookAt(scene(), SIZE, middle);
    expect(colors[1]).toBeCloseTo(((SIDE - SIZE) / 2) * 2 / 127.5 - 1, 5);
    expect(objectPixels({ colors, what })).toBe(16 * 16);
  });

  test("mirrored has left and right exchanged", () => {
    const [straight, mirrored] = [false, true].map((mirrors) => lookAt(scene({ border: 20 }), SIZE, plainView(SIDE / 2, SIDE / 2, mirrors)));
    for (const column of [0, 5, 31]) {
      expect(mirrored!.colors[column * 3 + 1]).toBeCloseTo(straight!.colors[(31 - column) * 3 + 1]!, 5);
      expect(mirrored!.what[column]).toBe(straight!.what[31 - column]);
    }
  });

  test("gives the scene's colours in another order", () => {
    const [plain, turned] = [middle, { ...middle, colors: { ...middle.colors, order: [1, 2, 0] as const } }].map((view) => lookAt(scene(), SIZE, view));
    for (const pixel of [0, 100, SIZE * SIZE - 1]) expect([0, 1, 2].map((color) => turned!.colors[pixel * 3 + color])).toEqual([1, 2, 0].map((color) => plain!.colors[pixel * 3 + color]));
  });

  test("for training has the object anywhere, or not at all", () => {
    const middles = Array.from({ length: 60 }, (_, draw) => {
      const { what } = lookAt(scene({ object: 4 }), SIZE, drawView(SIZE, random(1, String(draw), "test")));
      const columns = [...what.keys()].filter((pixel) => what[pixel] === OBJECT).map((pixel) => pixel % SIZE);
      return columns.length === 0 ? null : columns.reduce((sum, each) => sum + each, 0) / columns.length;
    });
    const seen = middles.filter((each) => each !== null);
    expect(Math.min(...seen)).toBeLessThan(10);
    expect(Math.max(...seen)).toBeGreaterThan(22);
  });
});

describe("an object of another scene", () => {
  const pasted = (how: { behind: boolean; counts: boolean }, moved: number, border = 0): Pixels => {
    const onto = lookAt(scene({ border }), SIZE, middle);
    paste(onto, lookAt(scene({ red: 255 }), SIZE, plainView(SIDE / 2 - moved, SIDE / 2, false)), how);
    return onto;
  };

  test("lies where it is put, over the own one or behind it, and is to be seen, too", () => {
    expect(objectPixels(pasted({ behind: false, counts: true }, 6))).toBe(22 * 16);
    const [before, behind] = [false, true].map((hidden) => pasted({ behind: hidden, counts: true }, 6));
    const common = (SIZE / 2) * SIZE + 22;
    expect(before!.colors[common * 3]).toBeCloseTo(1);
    expect(behind!.colors[common * 3]).toBeCloseTo(-1);
  });

  test("of another category is background, and hides the own one", () => {
    expect(objectPixels(pasted({ behind: false, counts: false }, 6))).toBe(6 * 16);
    expect(objectPixels(pasted({ behind: true, counts: false }, 6))).toBe(16 * 16);
  });

  test("is never put beyond the picture", () => {
    const { what } = pasted({ behind: false, counts: true }, -8, SIDE / 2);
    expect(what.subarray(0, SIZE / 2).every((each) => each === OUTSIDE_PICTURE)).toBe(true);
  });

  test("comes to lie all over the view", () => {
    const hits = new Uint8Array(SIZE * SIZE);
    for (let draw = 0; draw < 300; draw++) {
      const { what } = lookAt(scene({ object: 4 }), SIZE, drawPlace(SIZE, random(2, String(draw), "test")));
      what.forEach((each, pixel) => (hits[pixel]! += each === OBJECT ? 1 : 0));
    }
    for (const corner of [3 * SIZE + 3, 3 * SIZE + 28, 28 * SIZE + 3, 28 * SIZE + 28]) expect(hits[corner]).toBeGreaterThan(0);
  });
});

test("a batch has every pixel's colours in its cell, and the shares of object and picture as what is to be learnt", () => {
  const view = lookAt(scene({ border: 20 }), SIZE, middle);
  const plane = CELLS * CELLS;
  const picture = new Float32Array(2 * PLANES * plane);
  const [mask, weight] = [new Float32Array(2 * plane), new Float32Array(2 * plane)];
  writePicture(view, SIZE, 1, picture);
  writeTarget(view, SIZE, 1, { mask, weight });
  fc.assert(fc.property(fc.nat(SIZE * SIZE - 1), fc.nat(2), (pixel, color) => {
    const [x, y] = [pixel % SIZE, Math.floor(pixel / SIZE)];
    const plane3 = ((y % CELL) * CELL + (x % CELL)) * 3 + color;
    expect(picture[(PLANES + plane3) * plane + Math.floor(y / CELL) * CELLS + Math.floor(x / CELL)]).toBe(view.colors[pixel * 3 + color]);
  }));
  const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);
  expect(sum(mask) * CELL * CELL).toBe(objectPixels(view));
  expect(sum(weight) * CELL * CELL).toBe(view.what.filter((each) => each !== OUTSIDE_PICTURE).length);
  expect(picture.subarray(0, PLANES * plane).every((value) => value === 0)).toBe(true);
});
