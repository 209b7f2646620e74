import * as fc from "fast-check";
import { expect, test } from "vitest";
import { intrinsics, rayThroughPixel } from "../../src/geometry/camera.js";
import { dot, normalize, type Matrix3, type Vector3 } from "../../src/geometry/vector.js";
import { lensPixels } from "../../src/render/lens-samples.js";
import { normalsFromDepth, type DepthView } from "../../src/renders/normals-from-depth.js";

const [width, height] = [24, 18];
const K: Matrix3 = [30, 0.7, 11.3, 0, 31, 9.1, 0, 0, 1];

/** Depth of the plane through a point two units before the camera; nothing where the plane is behind it. */
function planeDepth(normal: Vector3, rayAt: (x: number, y: number) => Vector3): DepthView {
  const depth = new Float32Array(width * height);
  const instanceId = new Uint16Array(width * height).fill(1);
  for (let pixel = 0; pixel < depth.length; pixel++) {
    const along = dot(normal, rayAt((pixel % width) + 0.5, Math.floor(pixel / width) + 0.5));
    const z = (2 * normal[2]) / along;
    if (along < -0.2 && z < 20) depth[pixel] = z;
  }
  return { width, height, depth, instanceId };
}

/** Facing the camera, up to 75° away from its axis. */
const normals = fc.tuple(fc.double({ min: 0, max: 6.28, noNaN: true }), fc.double({ min: 0, max: 1.3, noNaN: true })).map(([turn, tilt]): Vector3 => [Math.sin(tilt) * Math.cos(turn), Math.sin(tilt) * Math.sin(turn), -Math.cos(tilt)]);

const normalAt = (values: Float32Array, pixel: number): Vector3 => [values[pixel * 3]!, values[pixel * 3 + 1]!, values[pixel * 3 + 2]!];

test("planes have their own normal, however steep", () => {
  fc.assert(
    fc.property(normals, (normal) => {
      const view = planeDepth(normal, (x, y) => rayThroughPixel(K, x, y));
      const made = normalsFromDepth(view, K, null);
      const pixel = 9 * width + 11;
      expect(dot(normalAt(made, pixel), normal)).toBeGreaterThan(1 - 1e-5);
    }),
  );
});

test("through a lens that distorts, too", () => {
  const straight = intrinsics(width, height, 30);
  const distortion = { model: "brown-conrady" as const, k1: -0.2, k2: 0.03, p1: 0.004, p2: -0.003, k3: 0, k4: 0, k5: 0, k6: 0 };
  const lens = lensPixels({ K: straight, width, height, rotationWorldToCamera: [1, 0, 0, 0, 1, 0, 0, 0, 1], translationWorldToCamera: [0, 0, 0], distortion });
  const normal = normalize([0.5, -0.3, -1]);
  const view = planeDepth(normal, (x, y) => rayThroughPixel(straight, x, y, distortion));
  const made = normalsFromDepth(view, straight, lens);
  for (const pixel of [5 * width + 6, 9 * width + 12, 14 * width + 19]) expect(dot(normalAt(made, pixel), normal)).toBeGreaterThan(1 - 1e-5);
  expect(dot(normalAt(normalsFromDepth(view, straight, null), 5 * width + 6), normal)).toBeLessThan(1 - 2e-5);
});

test("a step in depth and a neighbouring object do not tilt a surface; nothing has no normal", () => {
  const view: DepthView = { width, height, depth: new Float32Array(width * height), instanceId: new Uint16Array(width * height) };
  for (let pixel = 0; pixel < view.depth.length; pixel++) {
    const column = pixel % width;
    view.depth[pixel] = column < 6 ? 0 : column < 12 ? 2 : column < 18 ? 5 : 5.02;
    view.instanceId[pixel] = column < 18 ? 1 : 2;
  }
  const made = normalsFromDepth(view, K, null);
  for (let pixel = 0; pixel < view.depth.length; pixel++) {
    const normal = normalAt(made, pixel);
    if (view.depth[pixel] === 0) expect(normal).toEqual([0, 0, 0]);
    else expect(normal[2]).toBeLessThan(-0.99999);
  }
});

test("a line of pixels faces the camera", () => {
  const view: DepthView = { width, height, depth: new Float32Array(width * height).fill(1), instanceId: new Uint16Array(width * height) };
  for (let row = 0; row < height; row++) view.instanceId[row * width + 5] = 1;
  expect(normalAt(normalsFromDepth(view, K, null), 9 * width + 5).map(Math.abs)).toEqual([0, 0, 1]);
});
