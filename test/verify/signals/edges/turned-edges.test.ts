import { expect, test } from "vitest";
import { radians } from "../../../../src/core/math.js";
import type { Matrix3 } from "../../../../src/geometry/vector.js";
import { turnAbout } from "../../../../src/verify/kcf/equivalent-poses.js";
import { compareEdges } from "../../../../src/verify/signals/edges/compare-edges.js";
import { labelEdges } from "../../../../src/verify/signals/edges/label-edges.js";
import { inSpace, turnedPoints } from "../../../../src/verify/signals/edges/turned-edges.js";
import type { LabelView } from "../../../../src/verify/label-view.js";

const SIDE = 96;
const K: Matrix3 = [SIDE, 0, SIDE / 2, 0, SIDE, SIDE / 2, 0, 0, 1];
const UP = [0, -1, 0] as const;

/** A plate before the camera, turned about the vertical axis through its middle, with a line across it. */
function plate(angleDegrees: number): LabelView {
  const mask = new Uint8Array(SIDE * SIDE);
  const depth = new Float32Array(SIDE * SIDE);
  const normal = new Float32Array(SIDE * SIDE * 3);
  const edges = new Uint8Array(SIDE * SIDE);
  const angle = radians(angleDegrees);
  // Points (s cos a, y, 2 + s sin a), |s| ≤ 0.6, |y| ≤ 0.5, up being -y.
  const sAt = (x: number): number => {
    const u = (x + 0.5 - SIDE / 2) / SIDE;
    return (2 * u) / (Math.cos(angle) - u * Math.sin(angle));
  };
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const s = sAt(x);
      const z = 2 + s * Math.sin(angle);
      if (Math.abs(s) > 0.6 || Math.abs(((y + 0.5 - SIDE / 2) / SIDE) * z) > 0.5) continue;
      const at = y * SIDE + x;
      mask[at] = 1;
      depth[at] = z;
      normal.set([Math.sin(angle), 0, -Math.cos(angle)], at * 3);
    }
  }
  for (let y = 1; y < SIDE - 1; y++) {
    for (let x = 1; x < SIDE - 1; x++) {
      const at = y * SIDE + x;
      if (mask[at] === 0) continue;
      const isBorder = [at - 1, at + 1, at - SIDE, at + SIDE].some((next) => mask[next] === 0);
      const isLine = sAt(x - 1) < 0.3 && sAt(x) >= 0.3;
      if (isBorder || isLine) edges[at] = 255;
    }
  }
  return { width: SIDE, height: SIDE, mask, depth, normal, edges: { width: SIDE, height: SIDE, channels: 1, data: edges } };
}

const everywhere = (): boolean => true;

test("turned points lie where the turned object has its edges", () => {
  const claimed = plate(0);
  const rotation = turnAbout(UP, radians(20));
  const { outline } = labelEdges(claimed, everywhere);
  const turned = turnedPoints(outline, inSpace(claimed, K)!, rotation);
  const near = (label: LabelView): number => {
    const marks = label.edges.data;
    return turned.x.reduce((count, x, point) => {
      for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) if (marks[(turned.y[point]! + dy) * SIDE + x + dx] === 255) return count + 1;
      return count;
    }, 0) / turned.x.length;
  };
  // Seen from above, the camera to the south, counter-clockwise brings the right end nearer or farther alike.
  expect(Math.max(near(plate(20)), near(plate(-20)))).toBeGreaterThan(0.95);
  expect(Math.min(near(plate(20)), near(plate(-20)))).toBeLessThan(0.8);
  expect(near(claimed)).toBeLessThan(0.8);
});

test("no turn changes nothing", () => {
  const claimed = plate(15);
  const { outline } = labelEdges(claimed, everywhere);
  expect(turnedPoints(outline, inSpace(claimed, K)!, turnAbout(UP, 0))).toEqual(outline);
});

test("a picture of the turned object fits the turned label better", () => {
  const claimed = plate(0);
  const edges = labelEdges(claimed, everywhere);
  const turns = { space: inSpace(claimed, K)!, rotations: [-20, 20].map((angle) => turnAbout(UP, radians(angle))) };
  const marginOf = (shown: LabelView): number => {
    const { outline, interior } = labelEdges(shown, everywhere);
    const picture = { width: SIDE, height: SIDE, strength: new Float32Array(SIDE * SIDE), direction: new Uint8Array(SIDE * SIDE) };
    for (const { x, y, direction } of [outline, interior]) {
      x.forEach((column, point) => {
        picture.strength[y[point]! * SIDE + column] = 1;
        picture.direction[y[point]! * SIDE + column] = direction[point]!;
      });
    }
    return compareEdges(picture, edges, claimed.mask, { tolerance: 2, reach: 3 }, turns).turnMargin!;
  };
  expect(marginOf(claimed)).toBeGreaterThan(0.15);
  expect(Math.max(marginOf(plate(20)), marginOf(plate(-20)))).toBeLessThan(-0.1);
});

test("without depth nothing is turned", () => {
  expect(inSpace({ ...plate(0), depth: null, normal: null }, K)).toBeNull();
});
