import { describe, expect, it } from "vitest";
import { geometricEdgesControl, geometricEdgesOptions } from "../../src/controls/geometric-edges.js";
import type { Scene } from "../../src/sample/scene.js";
import type { Shape } from "../../src/sample/shape.js";
import { sphere } from "../render/environments.js";
import { cameraAround, cube, place, plainCamera, sceneOf, square } from "../render/scenes.js";
import { rendered } from "./rendered.js";

const NONE = { silhouette: false, creaseDegrees: null, depthStep: null, partBorder: false };
const ACROSS = [1, 0, 0, 0, 0, -1, 0, 1, 0] as const;

function lines(scene: Scene, options: object): { count: number; at(x: number, y: number): boolean; data: Uint8Array } {
  const { data } = geometricEdgesControl(geometricEdgesOptions.parse(options))(rendered(scene)).image;
  return { data, count: data.filter((value) => value === 255).length, at: (x, y) => data[y * scene.camera.width + x] === 255 };
}

/** Two halves of one square, left and right, `gap` apart in depth, as two parts or one. */
function halves(gap: number, parts: readonly string[]): Shape {
  const half = (from: number, to: number, y: number, part: number) => square({}, { part, positions: new Float32Array([from, y, -0.5, to, y, -0.5, to, y, 0.5, from, y, 0.5]) }).meshes[0];
  return { ...square(), parts, meshes: [half(-0.5, 0, 0, 0), half(0, 0.5, gap, parts.length - 1)] };
}

const wall = (shape: Shape) => sceneOf(plainCamera(64), [place(1, shape, [0, 0, 2], 1, ACROSS)]);

describe("geometric-edges", () => {
  it("of a wall are its outline: one closed line of the visible rim", () => {
    const { count, at } = lines(wall(square()), { ...NONE, silhouette: true });
    expect(count).toBe(4 * 32 - 4); // 32 pixels wide and high
    expect(at(16, 30) && at(47, 30) && at(30, 16) && at(30, 47)).toBe(true);
    expect(at(15, 30) || at(17, 30)).toBe(false);
  });

  it("draw a border of parts where two of them meet in one plane, and only then", () => {
    expect(lines(wall(halves(0, ["left", "right"])), { ...NONE, partBorder: true }).count).toBe(32);
    expect(lines(wall(halves(0, ["both"])), { ...NONE, partBorder: true }).count).toBe(0);
    expect(lines(wall(halves(0, ["left", "right"])), { ...NONE, creaseDegrees: 10, depthStep: 0.01 }).count).toBe(0);
  });

  it("draw a step in depth on the nearer side when it is large enough", () => {
    const step = lines(wall(halves(-0.2, ["both"])), { ...NONE, depthStep: 0.05 });
    expect(step.at(31, 32)).not.toBe(step.at(32, 32));
    expect(step.count).toBeGreaterThanOrEqual(32);
    expect(lines(wall(halves(-0.2, ["both"])), { ...NONE, depthStep: 0.2 }).count).toBe(0);
    expect(lines(wall(halves(-0.2, ["both"])), { ...NONE, creaseDegrees: 10, partBorder: true }).count).toBe(0);
  });

  it("take a steep surface for what it is, no step", () => {
    const floor = sceneOf(cameraAround(0, 0.03, 1.2, 64), [place(1, square(), [0, 0, 0], 4, [1, 0, 0, 0, 0, -1, 0, 1, 0])]);
    expect(lines(floor, { ...NONE, depthStep: 0.01 }).count).toBe(0);
  });

  it("draw the creases of a cube, and none of a ball, which has an outline only", () => {
    const box = sceneOf(cameraAround(0.6, 0.5, 2.4), [place(1, cube())]);
    const creases = lines(box, { ...NONE, creaseDegrees: 30 });
    expect(creases.count).toBeGreaterThan(90); // three edges meet in the corner that points at the camera
    expect(creases.count).toBeLessThan(150);
    expect(lines(box, { ...NONE, creaseDegrees: 100 }).count).toBe(0);
    const ball = sceneOf(cameraAround(0.6, 0.5, 2.4), [place(1, sphere())]);
    expect(lines(ball, { silhouette: false }).count).toBe(0);
    expect(lines(ball, {}).count).toBe(lines(ball, { ...NONE, silhouette: true }).count);
  });

  it("outline the nearer of two objects that overlap, once", () => {
    const scene = sceneOf(plainCamera(64), [place(1, square(), [0, 0, 2], 1, ACROSS), place(2, square(), [0, 0, 1.5], 0.3, ACROSS)]);
    const both = lines(scene, { ...NONE, silhouette: true });
    const { instanceId } = rendered(scene).passes;
    const front = lines({ ...scene, instances: scene.instances.slice(1) }, { ...NONE, silhouette: true });
    for (let pixel = 0; pixel < instanceId.length; pixel++) if (front.data[pixel] === 255) expect(both.data[pixel]).toBe(255);
    expect(both.count).toBe(front.count + 124);
  });

  it("leave out creases shorter than asked", () => {
    const box = sceneOf(cameraAround(0.6, 0.5, 2.4), [place(1, cube())]);
    expect(lines(box, { ...NONE, creaseDegrees: 30, minimumPixels: 1000 }).count).toBe(0);
    expect(lines(box, { silhouette: true, minimumPixels: 1000 }).count).toBeGreaterThan(150);
  });
});
