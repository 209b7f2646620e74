import { expect, it } from "vitest";
import { projectPoints } from "../../src/geometry/camera.js";
import type { Matrix3, Vector3 } from "../../src/geometry/vector.js";
import { ObjectView } from "../../src/sheet/object-view.js";
import { boxScene } from "./synthetic.js";

const { record } = boxScene({ index: 0, azimuthRadians: 0.6, elevationRadians: 0.3, distance: 1.4 });
const object = record.objects[0]!;
const camera = record.camera!;
const lens = { model: "brown-conrady", k1: -0.6, k2: 0.1, p1: 0, p2: 0, k3: 0, k4: 0, k5: 0, k6: 0 } as const;
const [from, to] = [object.box3d.corners[0] as Vector3, object.box3d.corners[4] as Vector3];

/** Largest distance of points of the edge, as the lens shows them, from a path. */
function farthestFrom(path: readonly (readonly [number, number])[]): number {
  const points = Array.from({ length: 33 }, (_, step): Vector3 => [0, 1, 2].map((axis) => from[axis]! + ((to[axis]! - from[axis]!) * step) / 32) as unknown as Vector3);
  const pose = { rotation: object.rotationObjectToCamera as unknown as Matrix3, translation: object.translationObjectToCamera };
  const distance = (x: number, y: number, a: readonly [number, number], b: readonly [number, number]): number => {
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const share = Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(x - a[0] - share * dx, y - a[1] - share * dy);
  };
  return Math.max(...projectPoints(points, pose, camera.K as unknown as Matrix3, lens).map(({ x, y }) => Math.min(...path.slice(1).map((point, index) => distance(x, y, path[index]!, point)))));
}

it("edges are straight through a pinhole and follow the curve of a lens", () => {
  const straight = new ObjectView(record, object, camera.width, camera.height).segment(from, to)!;
  const curved = new ObjectView({ ...record, camera: { ...camera, distortion: lens } }, object, camera.width, camera.height).segment(from, to)!;
  expect(straight).toHaveLength(2);
  expect(farthestFrom(curved)).toBeLessThan(0.05);
  expect(farthestFrom([curved[0], curved.at(-1)!])).toBeGreaterThan(0.3);
});
