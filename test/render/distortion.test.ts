/** Pictures through lenses with distortion: labels as exact as a pinhole's. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Camera } from "../../src/geometry/camera.js";
import type { LensDistortion } from "../../src/geometry/distortion.js";
import { amodalMask } from "../../src/render/amodal.js";
import { renderPasses } from "../../src/render/passes.js";
import type { Passes } from "../../src/sample/passes.js";
import type { Instance, Scene } from "../../src/sample/scene.js";
import { brokenBounds, checkLabels } from "./check-labels.js";
import { cameraAround, cube, place, sceneOf, shapeOf, square } from "./scenes.js";

const lensOf = (given: Partial<LensDistortion>): LensDistortion => ({ model: "brown-conrady", k1: 0, k2: 0, p1: 0, p2: 0, k3: 0, k4: 0, k5: 0, k6: 0, ...given });
const LENSES = {
  none: lensOf({}),
  barrel: lensOf({ k1: -0.9, k2: 0.5 }),
  pincushion: lensOf({ k1: 0.9, k2: 0.5 }),
  tangential: lensOf({ k1: -0.2, p1: 0.04, p2: -0.03 }),
  rational: lensOf({ k1: 0.4, k2: -0.1, k3: 0.01, k4: 0.62, k5: -0.02, k6: 0.013, p1: 0.002 }),
};
const through = (camera: Camera, distortion: LensDistortion): Camera => ({ ...camera, distortion });
const geometry = (scene: Scene): Passes => renderPasses(scene, { color: false });
const count = (mask: ArrayLike<number>): number => Array.from(mask).reduce((sum, value) => sum + (value !== 0 ? 1 : 0), 0);
const soupOf = (numbers: readonly number[]): Instance => {
  const vertexCount = Math.floor(numbers.length / 9) * 3;
  return place(1, shapeOf(numbers.slice(0, 3 * vertexCount), Array.from({ length: vertexCount }, (_, index) => index)));
};

describe.each(Object.entries(LENSES))("%s", (name, lens) => {
  it("keeps the label bounds for random triangle soups seen from anywhere, also from within", () => {
    const coordinate = fc.float({ min: -0.5, max: 0.5, noNaN: true });
    const soup = fc.array(coordinate, { minLength: 30, maxLength: 600 });
    fc.assert(
      fc.property(soup, fc.float({ min: 0, max: 6, noNaN: true }), fc.float({ min: -1.5, max: 1.5, noNaN: true }), fc.float({ min: Math.fround(0.05), max: 3, noNaN: true }), (numbers, azimuth, elevation, distance) => {
        const scene = sceneOf(through(cameraAround(azimuth, elevation, distance, 64), lens), [soupOf(numbers)]);
        expect(brokenBounds(checkLabels(geometry(scene), scene))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
  it("every sample of a fan belongs to one triangle: no hole and no double", () => {
    // A finely divided square before the camera fills the image; half-transparent, each pixel has alpha ½ exactly once.
    const positions: number[] = [];
    const indices: number[] = [];
    const side = 23;
    for (let row = 0; row <= side; row++) for (let column = 0; column <= side; column++) positions.push((column / side - 0.5) * 4.2 + 0.01 * ((row * 7) % 5), 0, (row / side - 0.5) * 4.1);
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const at = row * (side + 1) + column;
        indices.push(at, at + 1, at + side + 2, at, at + side + 2, at + side + 1);
      }
    }
    const scene = sceneOf(through(cameraAround(0, 0, 1.4, 64), lens), [place(1, shapeOf(positions, indices, { alphaMode: "blend", baseColor: [1, 1, 1, 0.5] }))]);
    for (const supersampling of [1, 2] as const) {
      const { alpha } = renderPasses(scene, { color: false, supersampling });
      expect(alpha.every((value) => value === 0.5)).toBe(true);
    }
  });
  it("the visible mask is a part of the amodal one, which is the whole object", () => {
    const camera = through(cameraAround(0.4, 0.3, 2), lens);
    const scene = sceneOf(camera, [place(1, cube(), [0.6, 0, 0.2]), place(2, cube(), [0.2, -0.7, 0], 0.4)]);
    const passes = geometry(scene);
    const mask = amodalMask(scene, 1);
    const alone = geometry(sceneOf(camera, [scene.instances[0]]));
    let outside = 0;
    for (let row = 0, at = 0; row < mask.height; row++) {
      for (let column = 0; column < mask.width; column++, at++) {
        const [x, y] = [column + mask.offsetX, row + mask.offsetY];
        if (x < 0 || y < 0 || x >= 96 || y >= 96) {
          outside += mask.data[at];
          continue;
        }
        if (passes.instanceId[y * 96 + x] === 1) expect(mask.data[at]).toBe(1);
        expect(mask.data[at]).toBe(alone.instanceId[y * 96 + x]);
      }
    }
    expect(outside).toBeGreaterThan(100);
    expect(count(mask.data)).toBe(count(alone.instanceId) + outside);
    // The pincushion shows parts of it farther out than a canvas reaches.
    expect(mask.clipped).toBe(name === "pincushion");
  });
  it("sees cut-outs and layers", () => {
    const pane = square({ alphaMode: "blend", baseColor: [1, 1, 1, 0.6] });
    const scene = sceneOf(through(cameraAround(0.2, 0.1, 2.6), lens), [place(1, cube()), place(2, pane, [0.1, -0.7, 0])]);
    const passes = renderPasses(scene, { supersampling: 2 });
    expect(brokenBounds(checkLabels(passes, scene))).toEqual([]);
    expect(new Set(passes.instanceId)).toEqual(new Set([0, 1, 2]));
  });
});

describe("a lens with all coefficients 0", () => {
  it("gives the pinhole's picture", () => {
    const scene = sceneOf(cameraAround(0.5, 0.3, 1.6), [place(1, cube()), place(2, square({ alphaMode: "blend", baseColor: [1, 0, 0, 0.4] }), [0.2, -0.6, 0])]);
    const plain = renderPasses(scene, { supersampling: 2 });
    const seen = renderPasses({ ...scene, camera: through(scene.camera, LENSES.none) }, { supersampling: 2 });
    expect(seen.instanceId).toEqual(plain.instanceId);
    expect(seen.alpha).toEqual(plain.alpha);
    for (const pass of ["depth", "normal", "objectCoordinates", "color"] as const) {
      expect(Math.max(...plain[pass].map((value, index) => Math.abs(value - seen[pass][index])))).toBeLessThan(pass === "color" ? 1e-4 : 1e-6);
    }
  });
});

describe("the shape of the picture", () => {
  /** Row of the upper edge of a wide wall at a column; an edge is straight in an ideal picture. */
  const upperEdge = (lens: LensDistortion, column: number): number => {
    const wall = shapeOf([-3, 0, -0.6, 3, 0, -0.6, 3, 0, 0.6, -3, 0, 0.6], [0, 1, 2, 0, 2, 3]);
    const { depth } = geometry(sceneOf(through(cameraAround(0, 0, 2), lens), [place(1, wall)]));
    for (let row = 0; row < 96; row++) if (depth[row * 96 + column] > 0) return row;
    return 96;
  };
  it("a barrel bends lines outwards in the middle, a pincushion inwards", () => {
    expect(upperEdge(LENSES.barrel, 2)).toBeGreaterThan(upperEdge(LENSES.barrel, 48) + 2);
    expect(upperEdge(LENSES.pincushion, 2)).toBeLessThan(upperEdge(LENSES.pincushion, 48) - 2);
  });
  it("refuses a lens that folds within the image", () => {
    expect(() => geometry(sceneOf(through(cameraAround(0, 0, 2), lensOf({ k1: -1.5 })), []))).toThrow(expect.objectContaining({ code: "E_CAMERA" }));
  });
});
