import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { random } from "../../../../src/core/random.js";
import { compareEdges } from "../../../../src/verify/signals/edges/compare-edges.js";
import { beyondChance } from "../../../../src/verify/signals/edges/agreement.js";
import { labelEdges, type LabelEdges } from "../../../../src/verify/signals/edges/label-edges.js";
import type { PictureEdges } from "../../../../src/verify/signals/edges/picture-edges.js";
import type { LabelView } from "../../../../src/verify/label-view.js";

const SIDE = 96;
const SIZES = { tolerance: 2, reach: 4 };

/** A box with a beam across, as a label has it. */
function box(): LabelView {
  const mask = new Uint8Array(SIDE * SIDE);
  const edges = new Uint8Array(SIDE * SIDE);
  for (let y = 24; y < 72; y++) {
    for (let x = 20; x < 76; x++) {
      mask[y * SIDE + x] = 1;
      if (y === 24 || y === 71 || x === 20 || x === 75 || y === 40) edges[y * SIDE + x] = 255;
    }
  }
  return { width: SIDE, height: SIDE, mask, depth: null, normal: null, edges: { width: SIDE, height: SIDE, channels: 1, data: edges } };
}

const label = box();
const edges = labelEdges(label, () => true);

/** A picture that has exactly these edges, moved. */
function pictureOf({ outline, interior }: LabelEdges, dx = 0, dy = 0): PictureEdges {
  const picture = { width: SIDE, height: SIDE, strength: new Float32Array(SIDE * SIDE), direction: new Uint8Array(SIDE * SIDE) };
  for (const { x, y, direction } of [outline, interior]) {
    x.forEach((column, point) => {
      picture.strength[(y[point]! + dy) * SIDE + column + dx] = 1;
      picture.direction[(y[point]! + dy) * SIDE + column + dx] = direction[point]!;
    });
  }
  return picture;
}

/** Edges anywhere, of any direction. */
function busyPicture(share: number, seed: number): PictureEdges {
  const numbers = random(seed, "busy", "edges");
  return {
    width: SIDE,
    height: SIDE,
    strength: Float32Array.from({ length: SIDE * SIDE }, () => (numbers.next() < share ? 1 : 0)),
    direction: Uint8Array.from({ length: SIDE * SIDE }, () => numbers.integer(12)),
  };
}

const none: LabelEdges["outline"] = { x: new Int32Array(), y: new Int32Array(), direction: new Uint8Array() };
const compare = (picture: PictureEdges, of = edges) => compareEdges(picture, of, label.mask, SIZES, null);

test("edges of a label are its outline and what is inside", () => {
  // The beam's ends touch the outline.
  expect(edges.outline.x).toHaveLength(2 * 56 + 2 * 46 + 2);
  expect(edges.interior.y.every((y) => y === 40)).toBe(true);
  expect([...new Set(edges.interior.direction)]).toEqual([0]);
});

test("where the picture ends no edge is asked for", () => {
  const cut = labelEdges(label, (x) => x < 60);
  expect(Math.max(...cut.outline.x)).toBeLessThan(58);
});

describe("agreement", () => {
  test("of a picture with just the label's edges is whole", () => {
    expect(compare(pictureOf(edges))).toMatchObject({ outlineRecall: 1, outlinePrecision: 1, interiorRecall: 1, interiorPrecision: 1, shift: 0, turnMargin: null });
  });

  test("finds how far the label lies beside", () => {
    fc.assert(fc.property(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -2, max: 2 }), (dx, dy) => {
      const { shift, outlineRecall, outlinePrecision } = compare(pictureOf(edges, dx, dy));
      expect(Math.abs(shift! - Math.hypot(dx, dy))).toBeLessThanOrEqual(2); // within the tolerance all moves are alike
      expect(outlineRecall).toBeGreaterThan(0.95);
      expect(outlinePrecision).toBeGreaterThan(0.9);
    }), { numRuns: 20 });
  });

  test("of a picture that is busy everywhere is about chance, however busy", () => {
    for (const share of [0.05, 0.2, 0.6]) {
      const { outlineRecall, interiorRecall, outlinePrecision, interiorPrecision } = compare(busyPicture(share, 3));
      expect(Math.abs(outlineRecall!), `recall at ${share}`).toBeLessThan(0.25); // the best of several moves
      expect(Math.abs(interiorRecall!)).toBeLessThan(0.35);
      expect(Math.abs(outlinePrecision!)).toBeLessThan(0.1);
      expect(Math.abs(interiorPrecision!)).toBeLessThan(0.1);
    }
  });

  test("of lines in the right place that run the wrong way is small", () => {
    const across = pictureOf(edges);
    across.direction.forEach((direction, at) => (across.direction[at] = (direction + 6) % 12));
    expect(compare(across).outlineRecall).toBeLessThan(0.1);
  });

  test("tells the outline from the inside", () => {
    const { outlineRecall, interiorRecall } = compare(pictureOf({ ...edges, interior: none }));
    expect(outlineRecall).toBe(1);
    expect(interiorRecall).toBeLessThan(0.1);
  });

  test("is null where the label has nothing to be found", () => {
    expect(compare(pictureOf(edges), { outline: none, interior: none })).toEqual({ outlineRecall: null, interiorRecall: null, outlinePrecision: null, interiorPrecision: null, shift: null, turnMargin: null });
    expect(compare(pictureOf(edges), { ...edges, interior: none })).toMatchObject({ outlineRecall: 1, interiorRecall: null, interiorPrecision: null });
  });
});

test("beyond chance, all is 1 and chance is 0", () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 0.9, noNaN: true }), (chance) => {
    expect(beyondChance(1, chance)).toBeCloseTo(1);
    expect(beyondChance(chance, chance)).toBeCloseTo(0);
  }));
});
