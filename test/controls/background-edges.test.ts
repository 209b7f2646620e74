import { describe, expect, it } from "vitest";
import { cannyControl, cannyOptions } from "../../src/controls/canny.js";
import { coveredPixels, distanceToCovered } from "../../src/controls/coverage.js";
import { geometricEdgesControl, geometricEdgesOptions } from "../../src/controls/geometric-edges.js";
import { environmentOf } from "../render/environments.js";
import { cameraAround, cube, place, sceneOf } from "../render/scenes.js";
import { rendered } from "./rendered.js";

/** Broad stripes, black and white, all around. */
const striped = environmentOf((x, y) => (Math.floor(Math.atan2(y, x) * 8) % 2 === 0 ? [0.9, 0.9, 0.9] : [0.02, 0.02, 0.02]));
const bare = sceneOf(cameraAround(0.5, 0.2, 3), [place(1, cube())]);
const sample = rendered({ ...bare, environment: striped, groundHeight: -0.5 });
const distances = distanceToCovered(coveredPixels(sample.passes), 96, 96);

describe.each([
  ["canny", (backgroundEdges: object | null) => cannyControl(cannyOptions.parse({ backgroundEdges }))],
  ["geometric-edges", (backgroundEdges: object | null) => geometricEdgesControl(geometricEdgesOptions.parse({ backgroundEdges }))],
])("background edges of %s", (_name, control) => {
  const without = control(null)(sample).image.data;

  it("lie outside the object and its margin only, where without them nothing is", () => {
    const data = control({ margin: 6 })(sample).image.data;
    let added = 0;
    for (let pixel = 0; pixel < data.length; pixel++) {
      if (distances[pixel] > 6) added += data[pixel] === 255 ? 1 : 0;
      else expect(data[pixel]).toBe(without[pixel]);
      if (distances[pixel] > 2) expect(without[pixel]).toBe(0);
    }
    expect(added).toBeGreaterThan(100);
  });

  it("are as bright as asked", () => {
    expect(new Set(control({ strength: 0.5 })(sample).image.data)).toEqual(new Set([0, 128, 255]));
    expect(control({ strength: 0 })(sample).image.data).toEqual(without);
  });

  it("are not there without an environment", () => {
    expect(control({})(rendered(bare)).image.data).toEqual(control(null)(rendered(bare)).image.data);
  });
});
