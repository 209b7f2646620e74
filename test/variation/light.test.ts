import { expect, it } from "vitest";
import { random } from "../../src/core/random.js";
import { norm } from "../../src/geometry/vector.js";
import { drawLight, lightVariationOptions } from "../../src/variation/light.js";

const draw = (options: object, seed = 1) => drawLight(lightVariationOptions.parse(options), random(seed, "scene", "light"));

it("a sun stands where asked, as strong as asked", () => {
  const { sun } = draw({ azimuthDegrees: [90, 90], elevationDegrees: [30, 30], strength: [2, 2], saturation: [0, 0], diameterDegrees: [2, 2] });
  expect(sun!.direction[0]).toBeCloseTo(0.8660254, 6);
  expect(sun!.direction[1]).toBeCloseTo(0, 6);
  expect(sun!.direction[2]).toBeCloseTo(0.5, 6);
  expect(sun!.relativeIrradiance).toEqual([2, 2, 2]);
  expect(sun!.angularRadiusRadians).toBeCloseTo(Math.PI / 180, 8);
});

it("colour leaves the strength: luminance is as drawn", () => {
  for (let seed = 0; seed < 50; seed++) {
    const { sun } = draw({ strength: [1, 1], saturation: [0.9, 0.9] }, seed);
    expect(norm(sun!.direction)).toBeCloseTo(1, 9);
    const [red, green, blue] = sun!.relativeIrradiance;
    expect(0.2126 * red + 0.7152 * green + 0.0722 * blue).toBeCloseTo(1, 6);
    expect(Math.max(red, green, blue)).toBeGreaterThan(1.2 * Math.min(red, green, blue));
  }
});

it("the share of scenes with a sun is as asked, and does not change the other numbers", () => {
  let suns = 0;
  for (let seed = 0; seed < 400; seed++) {
    const some = draw({ chance: 0.25 }, seed);
    if (some.sun !== null) suns++;
    expect(some.environmentFactor).toBe(draw({}, seed).environmentFactor);
  }
  expect(suns / 400).toBeGreaterThan(0.18);
  expect(suns / 400).toBeLessThan(0.32);
});
