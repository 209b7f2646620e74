import { describe, expect, it } from "vitest";
import { coarseBoxControl } from "../../src/controls/coarse-box.js";
import { depthControl } from "../../src/controls/depth.js";
import { inverseDepthImage } from "../../src/controls/inverse-depth.js";
import { renderPasses } from "../../src/render/passes.js";
import { cameraAround, cube, place, plainCamera, sceneOf, square } from "../render/scenes.js";
import { rendered } from "./rendered.js";

const options = { softMask: null };
/** The square stands in y = 0; seen by the plain camera it must lie across the axis z. */
const ACROSS = [1, 0, 0, 0, 0, -1, 0, 1, 0] as const;

describe("depth", () => {
  it("is nearest / depth: a wall at 2 is white, one at 3 two thirds of that, one at 4 half", () => {
    const walls = [place(1, square(), [-1, 0, 2], 1, ACROSS), place(2, square(), [0, 0, 3], 1, ACROSS), place(3, square(), [1.6, 0, 4], 1, ACROSS)];
    const sample = rendered(sceneOf(plainCamera(96), walls));
    const { data } = depthControl(options)(sample).image;
    const expected = [0, 255, 170, 128];
    expect([...data]).toEqual([...sample.passes.instanceId].map((id) => expected[id]));
    expect(new Set(data)).toEqual(new Set(expected));
  });

  it("never fades what is there into the background", () => {
    expect([...inverseDepthImage([1, 0, 1e9, Infinity], 2, 2).data]).toEqual([255, 0, 1, 0]);
  });
});

describe("coarse-box", () => {
  it.each([[0.3, 0.2], [2.5, 0.7], [4, -0.4]])("of a cube is the cube's own depth (camera at %d, %d)", (azimuth, elevation) => {
    const scene = sceneOf(cameraAround(azimuth, elevation, 2.2), [place(1, cube(), [0.1, 0, 0.1], 0.8, [0.6, -0.8, 0, 0.8, 0.6, 0, 0, 0, 1]), place(2, cube(), [-0.6, 0.5, 0], 0.3)]);
    const sample = rendered(scene);
    const boxes = coarseBoxControl(options)(sample).image.data;
    const depth = depthControl(options)(sample).image.data;
    let different = 0;
    for (let pixel = 0; pixel < depth.length; pixel++) if (Math.abs(boxes[pixel] - depth[pixel]) > 1) different++;
    expect(different).toBeLessThanOrEqual(3); // pixel centres on the outline
    expect(depth.filter((value) => value > 0).length).toBeGreaterThan(1000);
  });

  it("holds the object of a shape that does not fill its box", () => {
    const flat = { ...square(), dimensions: [1, 0.5, 1] as const };
    const sample = rendered(sceneOf(cameraAround(0.6, 0.3, 2), [place(1, flat)]));
    const boxes = coarseBoxControl(options)(sample).image.data;
    for (let pixel = 0; pixel < boxes.length; pixel++) if (sample.passes.instanceId[pixel] > 0) expect(boxes[pixel]).toBeGreaterThan(0);
    expect(boxes.filter((value) => value > 0).length).toBeGreaterThan(sample.passes.instanceId.filter((id) => id > 0).length * 1.2);
  });

  it("shows the far side of a box around the camera, and nothing of one behind it", () => {
    const scene = sceneOf(plainCamera(32), [place(1, cube(), [0, 0, 0], 4), place(2, cube(), [0, 0, -6])]);
    const { data } = coarseBoxControl(options)({ ...rendered(sceneOf(plainCamera(32), [])), content: scene }).image;
    expect(new Set(data)).toEqual(new Set([255])); // a wall at depth 2 fills the view
  });

  it("draws boxes of objects that are hidden or out of the passes, too", () => {
    const scene = sceneOf(plainCamera(32), [place(1, cube(), [0, 0, 3])]);
    const passes = renderPasses(sceneOf(scene.camera, []));
    expect(Math.max(...coarseBoxControl(options)({ ...rendered(scene), passes }).image.data)).toBe(255);
  });
});
