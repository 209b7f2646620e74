import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { random } from "../../../src/core/random.js";
import type { LabelView } from "../../../src/verify/label-view.js";
import { AS_IT_IS, drawPair, pairLength, writePair } from "../../../src/verify/match/pairs.js";
import { labelDifference, labelOf, pictureSize, sampleBytes, type PlaneLayout } from "../../../src/verify/match/planes.js";

const layout: PlaneLayout = { size: 32, labels: 3 };
const PLANE = 32 * 32;

/** A label whose object is the columns from `from` to `to`, its surface facing along `normal`. */
function label(from: number, to: number, normal: readonly [number, number, number] = [0, 0, -1]): LabelView {
  const mask = Uint8Array.from({ length: PLANE }, (_, pixel) => (pixel % 32 >= from && pixel % 32 < to ? 1 : 0));
  const normals = Float32Array.from({ length: PLANE * 3 }, (_, at) => mask[Math.floor(at / 3)]! * normal[at % 3]!);
  return { width: 32, height: 32, mask, depth: null, normal: normals, edges: { width: 32, height: 32, channels: 1, data: new Uint8Array(PLANE) } };
}

/** A picture, brighter to the right. */
const side = pictureSize(layout);
const picture = { width: side, height: side, channels: 3 as const, data: Uint8Array.from({ length: side * side * 3 }, (_, at) => (Math.floor(at / 3) % side) * 4 + (at % 3) * 10) };
const upright = sampleBytes(layout, picture, [label(8, 24), label(8, 24, [0.5, 0, -0.87]), label(8, 24)]);

function written(changes: Partial<typeof AS_IT_IS> = {}, variant = 0): Float32Array {
  const planes = new Float32Array(pairLength(layout));
  writePair(planes, 0, layout, { picture: upright, label: labelOf(upright, layout, variant), placement: { ...AS_IT_IS, ...changes } });
  return planes;
}

describe("writePair", () => {
  test("shows the middle of the picture, and the label's normals and pixels", () => {
    const planes = written();
    expect(planes[0]).toBeCloseTo((((side - 32) / 2) * 4) / 127.5 - 1, 5);
    expect(planes[3 * PLANE + 16]).toBeCloseTo(0);
    expect(planes[5 * PLANE + 16]).toBeCloseTo(-1);
    expect([planes[6 * PLANE + 7], planes[6 * PLANE + 8]]).toEqual([0, 1]);
  });

  test("mirrors picture and label, each by itself, and the normal's x with the label", () => {
    const straight = written({}, 1);
    const mirrored = written({ mirrorsPicture: true, mirrorsLabel: true }, 1);
    for (const column of [0, 9, 20]) {
      expect(mirrored[column]).toBeCloseTo(straight[31 - column]!, 5);
      expect(mirrored[3 * PLANE + column]).toBeCloseTo(-straight[3 * PLANE + 31 - column]!, 5);
      expect(mirrored[6 * PLANE + column]).toBe(straight[6 * PLANE + 31 - column]);
    }
    expect(written({ mirrorsPicture: true }, 1)[3 * PLANE + 9]).toBe(straight[3 * PLANE + 9]);
  });

  test("moves and scales the picture under the label", () => {
    expect(written({ shiftX: 4 / 32 })[5]).toBeCloseTo(written()[9]!, 5);
    expect(written({ scale: 1.25 })[PLANE / 2 + 30]! - written({ scale: 1.25 })[PLANE / 2 + 2]!).toBeCloseTo((28 * 1.25 * 4) / 127.5, 4);
  });

  test("gives the picture's colours in another order, and changed", () => {
    const colors = { order: [2, 0, 1], gain: [1, 1, 0.5], bias: [0, 0.1, 0] } as const;
    const [plain, changed] = [written(), written({ colors })];
    for (const pixel of [0, 40, PLANE - 1]) {
      expect(changed[pixel]).toBeCloseTo(plain[2 * PLANE + pixel]!, 5);
      expect(changed[PLANE + pixel]).toBeCloseTo(plain[pixel]! + 0.1, 5);
      expect(changed[2 * PLANE + pixel]).toBeCloseTo(0.5 * plain[PLANE + pixel]!, 5);
    }
    expect(changed.subarray(3 * PLANE)).toEqual(plain.subarray(3 * PLANE));
  });

  test("never reads beyond the picture", () => {
    fc.assert(fc.property(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0.5, max: 2, noNaN: true }), fc.boolean(), (shift, scale, mirrors) => {
      expect(written({ shiftX: shift, shiftY: -shift, scale, mirrorsPicture: mirrors }).every(Number.isFinite)).toBe(true);
    }));
  });
});

describe("labels that say the same", () => {
  test("differ by nothing, turned surfaces and moved objects by much", () => {
    const [own, turned, same] = [0, 1, 2].map((variant) => labelOf(upright, layout, variant));
    expect(labelDifference(own!, same!)).toBe(0);
    expect(labelDifference(own!, turned!)).toBe(1);
    const moved = sampleBytes(layout, picture, [label(8, 24), label(12, 28), label(8, 24)]);
    expect(labelDifference(own!, labelOf(moved, layout, 1))).toBeCloseTo(0.4);
  });

  test("are never taken for wrong ones", () => {
    const partners = { bytes: () => upright, other: () => 1 };
    const same = labelOf(upright, layout, 2);
    for (let draw = 0; draw < 400; draw++) {
      const { pair, kind } = drawPair(0, layout, partners, random(1, String(draw), "test"));
      if (kind === "turned" || kind === "reshaped") expect(labelDifference(pair.label, same)).toBe(1);
    }
  });
});

test("about half of the pairs belong together, whatever the sample; each kind of wrong pair comes up", () => {
  const other = sampleBytes(layout, picture, [label(0, 10), label(0, 10), label(0, 10)]);
  const partners = { bytes: (sample: number) => (sample === 0 ? upright : other), other: () => 1 };
  const counts = { own: 0, turned: 0, reshaped: 0, other: 0, mirrored: 0, moved: 0, scaled: 0 };
  for (let draw = 0; draw < 3000; draw++) {
    const { pair, kind } = drawPair(0, layout, partners, random(3, String(draw), "test"));
    const { placement } = pair;
    counts[kind]++;
    expect(placement.mirrorsLabel !== placement.mirrorsPicture).toBe(kind === "mirrored");
    expect(Math.abs(placement.shiftX) > 0.05 || Math.abs(placement.shiftY) > 0.05).toBe(kind === "moved");
    expect(Math.abs(placement.scale - 1) > 0.1).toBe(kind === "scaled");
    expect(labelDifference(pair.label, labelOf(upright, layout, 0)) > 0).toBe(kind === "turned" || kind === "reshaped" || kind === "other");
  }
  expect(counts.own / 3000).toBeCloseTo(0.45, 1);
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(60);
});
