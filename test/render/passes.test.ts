import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instanceMask } from "../../src/render/amodal.js";
import { renderPasses } from "../../src/render/passes.js";
import { RenderWorkspace } from "../../src/render/workspace.js";
import type { Passes } from "../../src/sample/passes.js";
import type { Scene } from "../../src/sample/scene.js";
import { brokenBounds, checkLabels } from "./check-labels.js";
import { cameraAround, cube, place, plainCamera, sceneOf, shapeOf, square } from "./scenes.js";

const geometry = (scene: Scene): Passes => renderPasses(scene, { color: false });
const count = (mask: ArrayLike<number>): number => Array.from(mask).reduce((sum, value) => sum + (value !== 0 ? 1 : 0), 0);

/** Bit for bit; comparing through `toEqual` would take seconds. */
function expectSame(a: Passes, b: Passes): void {
  for (const name of ["color", "alpha", "depth", "normal", "instanceId", "partId", "objectCoordinates"] as const) {
    if (!Buffer.from(a[name].buffer).equals(Buffer.from(b[name].buffer))) throw new Error(`${name} differs`);
  }
}

describe("renderPasses", () => {
  it("gives depth, normal, ids and object coordinates of a cube seen from the front", () => {
    const passes = geometry(sceneOf(cameraAround(0, 0, 2), [place(3, cube())]));
    const centre = 48 * 96 + 48;
    expect(passes.depth[centre]).toBeCloseTo(1.5, 6);
    expect([...passes.normal.subarray(3 * centre, 3 * centre + 3)]).toEqual([expect.closeTo(0, 6), expect.closeTo(0, 6), expect.closeTo(-1, 6)]);
    expect(passes.instanceId[centre]).toBe(3);
    expect(passes.partId[centre]).toBe(1);
    expect(passes.objectCoordinates[3 * centre + 1]).toBeCloseTo(-0.5, 6);
    // Image x runs along object x, image y against object z.
    expect(passes.objectCoordinates[3 * centre]).toBeGreaterThan(0);
    expect(passes.objectCoordinates[3 * centre + 2]).toBeLessThan(0);
    const side = (1.1 * 96) / 1.5;
    expect(count(passes.instanceId)).toBe(Math.round(side) ** 2);
    expect(count(passes.alpha)).toBe(count(passes.instanceId));
  });
  it("keeps the label bounds for random triangle soups seen from anywhere, also from within", () => {
    const coordinate = fc.float({ min: -0.5, max: 0.5, noNaN: true });
    const soup = fc.array(coordinate, { minLength: 30, maxLength: 600 });
    fc.assert(
      fc.property(soup, fc.float({ min: 0, max: 6, noNaN: true }), fc.float({ min: -1.5, max: 1.5, noNaN: true }), fc.float({ min: Math.fround(0.05), max: 3, noNaN: true }), (numbers, azimuth, elevation, distance) => {
        const vertexCount = Math.floor(numbers.length / 9) * 3;
        const shape = shapeOf(numbers.slice(0, 3 * vertexCount), Array.from({ length: vertexCount }, (_, index) => index));
        const scene = sceneOf(cameraAround(azimuth, elevation, distance, 64), [place(1, shape)]);
        expect(brokenBounds(checkLabels(geometry(scene), scene))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
  it("cuts a huge tilted plane at the near plane and keeps the bounds on the rest", () => {
    for (const tilt of [0.001, 0.05, 0.4]) {
      // Runs from far behind the camera to far before it, crossing the image plane below the eye.
      const shape = shapeOf([-50, 0.3, -60, 50, 0.3, -60, 50, 0.3 - 60 * tilt, 60, -50, 0.3 - 60 * tilt, 60], [0, 1, 2, 0, 2, 3]);
      const scene = sceneOf(plainCamera(64), [place(1, shape)]);
      const report = checkLabels(geometry(scene), scene);
      expect(brokenBounds(report)).toEqual([]);
      expect(report.visiblePixels).toBeGreaterThan(400);
    }
  });
  it("leaves no hole where triangles that share edges are cut", () => {
    // A grid of quads below the camera, most vertices behind it or far outside the image.
    const positions: number[] = [];
    const indices: number[] = [];
    for (let z = 0; z <= 8; z++) for (let x = 0; x <= 8; x++) positions.push((x - 4) * 3.1, 0.02, (z - 4) * 2.7 + 0.013);
    for (let z = 0; z < 8; z++) for (let x = 0; x < 8; x++) indices.push(9 * z + x, 9 * z + x + 1, 9 * z + x + 10, 9 * z + x, 9 * z + x + 10, 9 * z + x + 9);
    const scene = sceneOf(plainCamera(64), [place(1, shapeOf(positions, indices))]);
    const passes = geometry(scene);
    // The plane ends at z = 10.8, where it is 0.02 / 10.8 · 64 = 0.12 px below the horizon, and at z = 0.01 it lies 128 px below.
    for (let y = 32; y < 64; y++) {
      const row = y + 0.5 - 32;
      // Vertices are rounded to 1/256 pixel.
      for (let x = 0; x < 64; x++) expect(Math.abs((0.02 * 64) / passes.depth[64 * y + x] - row)).toBeLessThan(0.5 / 256);
    }
    expect(count(passes.depth)).toBe(64 * 32);
    expect(brokenBounds(checkLabels(passes, scene))).toEqual([]);
  });
  it("survives NaN, infinite and enormous vertices: the broken triangles vanish, the others stay", () => {
    const good = [-0.5, 0, -0.5, 0.5, 0, -0.5, 0.5, 0, 0.5];
    for (const bad of [Number.NaN, Infinity, -Infinity, 3e38, -3e38]) {
      const shape = shapeOf([...good, bad, 0, 0, 0, bad, 0.5, 0.2, 0.1, bad, ...[bad, bad, bad]], [0, 1, 2, 3, 4, 5, 0, 3, 6]);
      const scene = sceneOf(cameraAround(0, 0, 2), [place(1, shape)]);
      const passes = geometry(scene);
      expect(checkLabels(passes, scene).inconsistentPixels).toBe(0);
      expect(count(passes.depth)).toBeGreaterThan(500);
    }
  });
  it("sees surfaces from both sides, with the normal towards the camera", () => {
    const front = geometry(sceneOf(cameraAround(0, 0, 2), [place(1, square())]));
    const back = geometry(sceneOf(cameraAround(Math.PI, 0, 2), [place(1, square({ doubleSided: false }))]));
    const centre = 3 * (48 * 96 + 48);
    expect(count(back.depth)).toBe(count(front.depth));
    expect(front.normal[centre + 2]).toBeCloseTo(-1, 6);
    expect(back.normal[centre + 2]).toBeCloseTo(-1, 6);
  });
  it("turns normals by the triangle's side even where the mesh's winding contradicts them", () => {
    const inverted = shapeOf([-0.5, 0, -0.5, 0.5, 0, -0.5, 0.5, 0, 0.5, -0.5, 0, 0.5], [0, 2, 1, 0, 3, 2], {}, { normals: new Float32Array([0, -1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0]) });
    const scene = sceneOf(cameraAround(0.3, 0.2, 2), [place(1, inverted)]);
    expect(brokenBounds(checkLabels(geometry(scene), scene))).toEqual([]);
  });
  it("gives what is in front, with ids of both, for two overlapping instances, in either order", () => {
    const near = place(7, cube(), [0.25, -0.6, 0.1], 0.6);
    const far = place(2, cube());
    const camera = cameraAround(0, 0.2, 2.5);
    const both = geometry(sceneOf(camera, [near, far]));
    const reversed = geometry(sceneOf(camera, [far, near]));
    expect(reversed.instanceId).toEqual(both.instanceId);
    const nearAlone = geometry(sceneOf(camera, [near]));
    const farAlone = geometry(sceneOf(camera, [far]));
    for (let pixel = 0; pixel < 96 * 96; pixel++) {
      const [a, b] = [nearAlone.depth[pixel], farAlone.depth[pixel]];
      const expected = a > 0 && (b === 0 || a < b) ? 7 : b > 0 ? 2 : 0;
      expect(both.instanceId[pixel]).toBe(expected);
      expect(both.depth[pixel]).toBe(expected === 7 ? a : b);
    }
    expect(count(instanceMask(both, 2))).toBeLessThan(count(instanceMask(farAlone, 2)));
    expect(brokenBounds(checkLabels(both, sceneOf(camera, [near, far])))).toEqual([]);
  });
  it("is the same with and without a workspace, whatever was rendered in it before", () => {
    const workspace = new RenderWorkspace();
    const camera = cameraAround(0.4, 0.3, 2);
    const scenes = [
      sceneOf(camera, [place(1, cube())]),
      sceneOf(cameraAround(0.4, 0.3, 0.4), [place(1, cube()), place(2, square({ alphaMode: "blend", baseColor: [1, 0, 0, 0.3] }))]),
      sceneOf(camera, [place(1, square(), [3, 0, 0])]),
      sceneOf(cameraAround(1, 0.3, 4), [place(5, square())]),
    ];
    for (const scene of [...scenes, ...scenes.toReversed()]) {
      for (const supersampling of [1, 2] as const) {
        expectSame(renderPasses(scene, { color: false, supersampling, workspace }), renderPasses(scene, { color: false, supersampling }));
      }
    }
  });
  it("renders view after view into the same memory, cut views included", () => {
    const workspace = new RenderWorkspace();
    const shape = cube({ alphaMode: "blend", baseColor: [1, 1, 1, 0.5] });
    const buffers = (azimuth: number): ArrayBufferLike[] => {
      const passes = renderPasses(sceneOf(cameraAround(azimuth, 0.3, azimuth > 1 ? 0.4 : 2), [place(1, shape)]), { color: false, supersampling: 2, workspace });
      const { soup, projected } = workspace.lastView!;
      return [passes.depth, passes.normal, soup.positions, soup.indices, projected.vertices, projected.clippedWeights, workspace.spans].map((array) => array.buffer);
    };
    for (let view = 0; view < 20; view++) buffers(view / 10);
    const settled = buffers(1.5);
    for (let view = 0; view < 20; view++) buffers(view / 10).forEach((buffer, index) => expect(buffer).toBe(settled[index]));
  });
  it("gives an empty picture for an empty scene and for objects out of sight", () => {
    for (const instances of [[], [place(1, cube(), [0, 50, 0])], [place(1, cube(), [0, -9, 0])]]) {
      const passes = geometry(sceneOf(cameraAround(0, 0, 2), instances));
      if (instances.length === 0 || instances[0].objectToWorld.translation[1] < 0) expect(count(passes.depth)).toBe(0);
      expect(count(passes.alpha)).toBe(count(passes.depth));
    }
  });
  it("refuses cameras that cannot make a picture", () => {
    const camera = cameraAround(0, 0, 2);
    expect(() => geometry(sceneOf({ ...camera, width: 0 }, []))).toThrow(expect.objectContaining({ code: "E_CAMERA" }));
    expect(() => geometry(sceneOf({ ...camera, K: [-1, 0, 0, 0, 1, 0, 0, 0, 1] }, []))).toThrow(expect.objectContaining({ code: "E_CAMERA" }));
  });
});

describe("supersampling", () => {
  it("leaves geometry as it is and gives alpha in quarters that agree with the centre samples inside", () => {
    const scene = sceneOf(cameraAround(0.5, 0.4, 2), [place(1, cube())]);
    const once = geometry(scene);
    const fine = renderPasses(scene, { color: false, supersampling: 2 });
    expect(fine.depth).toEqual(once.depth);
    expect(fine.objectCoordinates).toEqual(once.objectCoordinates);
    const partial = new Set(fine.alpha);
    expect([...partial].every((value) => [0, 0.25, 0.5, 0.75, 1].includes(value))).toBe(true);
    expect(partial.size).toBeGreaterThan(2);
    const area = fine.alpha.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(area - count(once.alpha)) / area).toBeLessThan(0.01);
  });
});

describe("transparency", () => {
  const camera = cameraAround(0, 0, 2);
  const centre = 48 * 96 + 48;
  const pane = (alpha: number) => square({ alphaMode: "blend", baseColor: [1, 1, 1, alpha] });
  it("hits the first surface with alpha ≥ 0.5 and multiplies what all let through", () => {
    const scene = sceneOf(camera, [place(1, cube()), place(2, pane(0.3), [0, -0.7, 0]), place(3, pane(0.5), [0, -0.6, 0]), place(4, pane(0.9), [0, 0.8, 0])]);
    const passes = geometry(scene);
    expect(passes.instanceId[centre]).toBe(3);
    expect(passes.depth[centre]).toBeCloseTo(1.4, 6);
    expect(passes.alpha[centre]).toBe(1);
    const panes = geometry(sceneOf(camera, scene.instances.slice(1)));
    expect(panes.alpha[centre]).toBeCloseTo(1 - 0.7 * 0.5 * 0.1, 6);
    expect(brokenBounds(checkLabels(passes, scene))).toEqual([]);
  });
  it("has opacity but no hit where all surfaces are thinner than 0.5", () => {
    const passes = geometry(sceneOf(camera, [place(1, pane(0.4))]));
    expect(passes.alpha[centre]).toBeCloseTo(0.4, 6);
    expect(passes.instanceId[centre]).toBe(0);
    expect(passes.depth[centre]).toBe(0);
  });
  it("does not depend on the order in which panes are given", () => {
    const panes = [place(1, pane(0.2), [0, -0.4, 0]), place(2, pane(0.6), [0.1, 0, 0]), place(3, pane(0.7), [0, 0.4, 0.1])];
    const forward = geometry(sceneOf(camera, panes));
    const backward = geometry(sceneOf(camera, panes.toReversed()));
    expect(backward.instanceId).toEqual(forward.instanceId);
    backward.alpha.forEach((value, pixel) => expect(value).toBeCloseTo(forward.alpha[pixel], 6));
  });
  it("cuts masked surfaces out at the cut-off, vertex by vertex alpha included", () => {
    const colors = new Float32Array([1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
    const fading = square({ alphaMode: "mask", alphaCutoff: 0.25 }, { colors });
    const scene = sceneOf(camera, [place(1, fading)]);
    const passes = geometry(scene);
    for (let pixel = 0; pixel < passes.depth.length; pixel++) {
      if (passes.instanceId[pixel] === 1) expect(passes.objectCoordinates[3 * pixel] + 0.5).toBeGreaterThan(0.24);
    }
    const whole = count(geometry(sceneOf(camera, [place(1, square())])).depth);
    expect(count(passes.depth) / whole).toBeCloseTo(0.75, 1);
    expect(count(passes.alpha)).toBe(count(passes.depth));
  });
});

describe("colour", () => {
  const camera = cameraAround(0, 0, 2, 48);
  const centre = 3 * (24 * 48 + 24);
  const unlit = (red: number, green: number, alpha: number) => square({ alphaMode: "blend", baseColor: [red, green, 0, alpha], unlit: true });
  it("blends translucent layers over the opaque one, nearest last, premultiplied", () => {
    const layers = [place(1, square({ baseColor: [0, 0, 1, 1], unlit: true })), place(2, unlit(0, 1, 0.5), [0, -0.1, 0]), place(3, unlit(1, 0, 0.25), [0, -0.2, 0])];
    const over = renderPasses(sceneOf(camera, layers));
    expect([...over.color.subarray(centre, centre + 3)]).toEqual([expect.closeTo(0.25, 5), expect.closeTo(0.75 * 0.5, 5), expect.closeTo(0.75 * 0.5, 5)]);
    const open = renderPasses(sceneOf(camera, layers.slice(1)));
    expect([...open.color.subarray(centre, centre + 3)]).toEqual([expect.closeTo(0.25, 5), expect.closeTo(0.75 * 0.5, 5), 0]);
    expect(open.alpha[centre / 3]).toBeCloseTo(1 - 0.75 * 0.5, 6);
    // What lies behind an opaque surface adds nothing.
    const hidden = renderPasses(sceneOf(camera, [...layers, place(4, unlit(1, 1, 0.9), [0, 0.1, 0])]));
    expect([...hidden.color.subarray(centre, centre + 3)]).toEqual([...over.color.subarray(centre, centre + 3)]);
  });
  it("weights colour by coverage when supersampled, so that colour / alpha is the surface's", () => {
    const passes = renderPasses(sceneOf(cameraAround(0.5, 0.3, 2, 48), [place(1, cube({ baseColor: [0.5, 0.25, 1, 1], unlit: true }))]), { supersampling: 2 });
    let partial = 0;
    passes.alpha.forEach((alpha, pixel) => {
      if (alpha > 0 && alpha < 1) partial++;
      expect(passes.color[3 * pixel]).toBeCloseTo(0.5 * alpha, 5);
      expect(passes.color[3 * pixel + 1]).toBeCloseTo(0.25 * alpha, 5);
    });
    expect(partial).toBeGreaterThan(20);
  });
  it("stays zero when it is not asked for", () => {
    expect(count(renderPasses(sceneOf(camera, [place(1, cube())]), { color: false }).color)).toBe(0);
  });
  it("sends large pictures to the shader in pieces without losing or doubling any point", () => {
    const size = 300;
    const passes = renderPasses(sceneOf(cameraAround(0, 0, 1, size), [place(1, square({ baseColor: [1, 1, 1, 1], unlit: true })), place(2, unlit(1, 0, 0.5), [0, -0.1, 0])]), { supersampling: 2 });
    passes.alpha.forEach((alpha, pixel) => expect(passes.color[3 * pixel]).toBeCloseTo(alpha, 5));
    expect(count(passes.alpha)).toBeGreaterThan(80000);
  });
});
