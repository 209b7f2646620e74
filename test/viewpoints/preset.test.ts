import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { degrees, radians } from "../../src/core/math.js";
import { random } from "../../src/core/random.js";
import { wrapPolar } from "../../src/viewpoints/placement.js";
import { presetOptions, presetSampler } from "../../src/viewpoints/preset.js";
import type { ViewpointOffset } from "../../src/viewpoints/sampler.js";

const ALIGNED: ViewpointOffset = { azimuthRadians: 0, elevationRadians: 0, distance: null };
const sampler = (preset: number, more: object = {}) => presetSampler(presetOptions.parse({ preset, ...more }));

/** 20,000 draws of one preset, sorted. */
function draws(preset: number, offset = ALIGNED, more: object = {}) {
  const sample = sampler(preset, more);
  const stream = random(1, `preset/${preset}`, "test");
  const views = Array.from({ length: 20_000 }, () => sample(stream, offset));
  const sorted = (values: number[]) => values.sort((a, b) => a - b);
  return {
    views,
    azimuths: sorted(views.map((view) => degrees(view.canonical.azimuthRadians))),
    elevations: sorted(views.map((view) => degrees(view.canonical.elevationRadians))),
    distances: sorted(views.map((view) => view.canonical.distance)),
  };
}
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const quantile = (sorted: number[], share: number) => sorted[Math.floor(share * sorted.length)]!;

describe("the original's presets", () => {
  // From the table of 100,000 draws of the original's own code: mean, 5 % and 95 % quantile, share from below.
  it.each([
    [1, 0, -49, 49, 0.5],
    [2, 0, -49, 49, 0.5],
    [3, 30, -3, 63, 0.066],
    [4, 30, -3, 63, 0.066],
    [5, 0, -81, 81, 0.5],
  ])("preset %i: mean elevation %i°, 5-95 %% from %i° to %i°", (preset, average, low, high, below) => {
    const { elevations } = draws(preset);
    expect(Math.abs(mean(elevations) - average)).toBeLessThan(1);
    expect(Math.abs(quantile(elevations, 0.05) - low)).toBeLessThan(1.2);
    expect(Math.abs(quantile(elevations, 0.95) - high)).toBeLessThan(1.2);
    expect(Math.abs(elevations.filter((elevation) => elevation < 0).length / elevations.length - below)).toBeLessThan(0.01);
  });
  it("1, 3 and 5 go all around", () => {
    for (const preset of [1, 3, 5]) {
      const { azimuths } = draws(preset);
      for (const share of [0.1, 0.5, 0.9]) expect(Math.abs(quantile(azimuths, share) - 360 * share)).toBeLessThan(6);
    }
  });
  it("2 and 4 stay within 105° of the front", () => {
    const { views } = draws(2);
    const away = views.map((view) => degrees(view.canonical.azimuthRadians)).map((azimuth) => (azimuth > 180 ? azimuth - 360 : azimuth));
    expect(Math.min(...away)).toBeGreaterThanOrEqual(-105);
    expect(Math.max(...away)).toBeLessThanOrEqual(105);
    expect(Math.max(...away) - Math.min(...away)).toBeGreaterThan(209);
    expect(Math.abs(mean(away))).toBeLessThan(1.5);
  });
  it("stands at 1.5, at the model's own distance, or spread around it", () => {
    expect(new Set(draws(3).distances)).toEqual(new Set([1.5]));
    expect(new Set(draws(3, { ...ALIGNED, distance: 2.25 }).distances)).toEqual(new Set([2.25]));
    const { distances } = draws(3, { ...ALIGNED, distance: 2 }, { randomDistance: true });
    expect(distances[0]).toBeGreaterThanOrEqual(1.5);
    expect(distances.at(-1)).toBeLessThanOrEqual(3.5);
    // Mean of a normal cut at −1 and +3 deviations: μ + σ (pdf(−1) − pdf(3)) / (cdf(3) − cdf(−1)) = 2.142
    expect(mean(distances)).toBeCloseTo(2.142, 1);
  });
  it("a near camera never reaches the object's centre", () => {
    expect(draws(3, { ...ALIGNED, distance: 0.4 }, { randomDistance: true }).distances[0]).toBeGreaterThanOrEqual(0.2);
  });
});

describe("wrapPolar", () => {
  const wrapped = (theta: number, phi: number) => {
    const result = wrapPolar(radians(theta), radians(phi));
    return [degrees(result.theta), degrees(result.phi)];
  };
  it.each([
    ["leaves what is in range", 30, 60, 30, 60],
    ["brings θ into one turn", -90, 60, 270, 60],
    ["beyond straight below comes up the other side", 10, 190, 190, 170],
    ["beyond straight above comes down the other side", 200, -20, 20, 20],
    ["takes whole turns off φ", 10, 400, 10, 40],
  ])("%s", (_, theta, phi, thetaWrapped, phiWrapped) => {
    const [a, b] = wrapped(theta, phi);
    expect(a).toBeCloseTo(thetaWrapped, 9);
    expect(b).toBeCloseTo(phiWrapped, 9);
  });
  it("straight above keeps an azimuth", () => {
    expect(wrapPolar(1, 0)).toEqual({ theta: 1, phi: 1e-5 });
  });
  it("never moves the camera", () => {
    const angle = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(fc.property(angle, angle, (theta, phi) => {
      const to = wrapPolar(theta, phi);
      expect(Math.sin(to.phi) * Math.cos(to.theta)).toBeCloseTo(Math.sin(phi) * Math.cos(theta), 4);
      expect(Math.sin(to.phi) * Math.sin(to.theta)).toBeCloseTo(Math.sin(phi) * Math.sin(theta), 4);
      expect(Math.cos(to.phi)).toBeCloseTo(Math.cos(phi), 4);
    }));
  });
});

describe("offsets of a model", () => {
  const offset = { azimuthRadians: radians(40), elevationRadians: radians(10), distance: null };
  it("none: nothing to tell apart", () => {
    const view = sampler(3)(random(1, "a", "b"), ALIGNED);
    expect(view.raw).toBeNull();
    expect(view.camera).toEqual(view.canonical);
  });
  it("move the camera and leave the label where the preset drew it", () => {
    const plain = sampler(4)(random(5, "a", "b"), ALIGNED);
    const moved = sampler(4)(random(5, "a", "b"), offset);
    expect(moved.canonical).toEqual(plain.canonical);
    expect(degrees(moved.camera.azimuthRadians - plain.camera.azimuthRadians + 2 * Math.PI) % 360).toBeCloseTo(40, 9);
    expect(degrees(moved.camera.elevationRadians - plain.camera.elevationRadians)).toBeCloseTo(10, 9);
    expect(moved.raw).toEqual({ azimuthRadians: moved.camera.azimuthRadians, elevationRadians: moved.camera.elevationRadians, distance: 1.5 });
  });
  it("taken off the raw camera, they give the canonical one back, over the pole too", () => {
    const tilted = { azimuthRadians: radians(75), elevationRadians: radians(70), distance: null };
    const { views } = draws(3, tilted);
    let overThePole = 0;
    for (const { canonical, raw } of views) {
      const theta = raw!.azimuthRadians - Math.PI / 2;
      const phi = Math.PI / 2 - raw!.elevationRadians;
      // A wrapped camera has two polar names; one of them is the drawn one moved by the offsets.
      const candidates = [[theta, phi], [theta + Math.PI, -phi]].map(([t, p]) => wrapPolar(t! - tilted.azimuthRadians, p! + tilted.elevationRadians));
      const distances = candidates.map(({ theta: t, phi: p }) => Math.abs(p - (Math.PI / 2 - canonical.elevationRadians)) + 1 - Math.cos(t + Math.PI / 2 - canonical.azimuthRadians));
      expect(Math.min(...distances)).toBeLessThan(1e-4);
      if (distances[1]! < distances[0]!) overThePole++;
    }
    expect(overThePole).toBeGreaterThan(100);
  });
});

describe("presetOptions", () => {
  it.each([{ preset: 0 }, { preset: 6 }, { preset: 1.5 }, { preset: 3, distance: 0 }, { preset: 3, far: true }])("refuses %o", (options) => {
    expect(presetOptions.safeParse(options).success).toBe(false);
  });
});
