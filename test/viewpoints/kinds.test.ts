import { describe, expect, it } from "vitest";
import { degrees } from "../../src/core/math.js";
import { random } from "../../src/core/random.js";
import { openViewpoints, viewpointOptions } from "../../src/viewpoints/registry.js";
import type { ViewpointOffset } from "../../src/viewpoints/sampler.js";

const ALIGNED: ViewpointOffset = { azimuthRadians: 0, elevationRadians: 0, distance: null };

async function draw(input: unknown, count = 20_000, offset = ALIGNED) {
  const { sample } = await openViewpoints(viewpointOptions.parse(input), ".");
  const views = Array.from({ length: count }, (_, view) => sample(random(3, `view/${view}`, "test"), offset, view));
  return {
    views,
    azimuths: views.map((view) => degrees(view.canonical.azimuthRadians)),
    elevations: views.map((view) => degrees(view.canonical.elevationRadians)),
    distances: views.map((view) => view.canonical.distance),
    rolls: views.map((view) => degrees(view.canonical.inPlaneRadians)),
  };
}

/** Largest difference between the values' distribution and a uniform one, times √n; 1.95 has p = 0.001. */
function kolmogorov(values: readonly number[], from: number, to: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const distances = sorted.map((value, index) => {
    const share = (value - from) / (to - from);
    return Math.max(Math.abs(share - index / sorted.length), Math.abs(share - (index + 1) / sorted.length));
  });
  return Math.max(...distances) * Math.sqrt(sorted.length);
}

describe("sphere", () => {
  it("is uniform by area: height over the equator and azimuth are uniform and independent", async () => {
    const { views, azimuths } = await draw({ sphere: {} });
    const heights = views.map((view) => Math.sin(view.canonical.elevationRadians));
    expect(kolmogorov(heights, -1, 1)).toBeLessThan(1.95);
    expect(kolmogorov(azimuths, 0, 360)).toBeLessThan(1.95);
    // 8 × 8 equal areas; χ² with 63 degrees of freedom has p = 0.001 at 103.4.
    const counts = new Array<number>(64).fill(0);
    views.forEach((_, index) => counts[Math.min(7, Math.floor((heights[index]! + 1) * 4)) * 8 + Math.floor(azimuths[index]! / 45)]!++);
    const expected = views.length / 64;
    expect(counts.reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0)).toBeLessThan(103.4);
  });

  it("keeps to the part asked for, still uniform by area", async () => {
    const { views, azimuths, elevations } = await draw({ sphere: { azimuthDegrees: [-30, 30], elevationDegrees: [-10, 80] } });
    const signed = azimuths.map((azimuth) => (azimuth > 180 ? azimuth - 360 : azimuth));
    expect(kolmogorov(signed, -30, 30)).toBeLessThan(1.95);
    expect(Math.min(...elevations)).toBeGreaterThanOrEqual(-10 - 1e-9);
    expect(Math.max(...elevations)).toBeLessThanOrEqual(80 + 1e-9);
    const sine = (angle: number) => Math.sin((angle * Math.PI) / 180);
    expect(kolmogorov(views.map((view) => Math.sin(view.canonical.elevationRadians)), sine(-10), sine(80))).toBeLessThan(1.95);
  });

  it("takes a single elevation", async () => {
    const { elevations } = await draw({ sphere: { elevationDegrees: [20, 20] } }, 10);
    for (const elevation of elevations) expect(elevation).toBeCloseTo(20, 9);
  });
});

describe("normal", () => {
  const around = { normal: { azimuthDegrees: { mean: 350, deviation: 20 }, elevationDegrees: { mean: 20, deviation: 10, minimum: 10, maximum: 60 } } };
  it("has the mean and deviation asked for, over the turn's end, too", async () => {
    const { azimuths } = await draw(around);
    expect(Math.max(...azimuths)).toBeLessThan(360);
    const away = azimuths.map((azimuth) => (azimuth > 170 ? azimuth - 360 : azimuth) + 10);
    const mean = away.reduce((sum, value) => sum + value, 0) / away.length;
    expect(Math.abs(mean)).toBeLessThan(0.6);
    expect(Math.abs(Math.sqrt(away.reduce((sum, value) => sum + value * value, 0) / away.length) - 20)).toBeLessThan(0.5);
  });
  it("is cut at the ends, not clamped to them", async () => {
    const { elevations } = await draw(around);
    expect(Math.min(...elevations)).toBeGreaterThanOrEqual(10 - 1e-9);
    expect(Math.max(...elevations)).toBeLessThanOrEqual(60 + 1e-9);
    expect(new Set(elevations).size).toBeGreaterThan(19_990);
    // Mean of a normal cut at −1 and +4 deviations: μ + σ (pdf(−1) − pdf(4)) / (cdf(4) − cdf(−1)) = 20 + 10 · 0.2874
    expect(elevations.reduce((sum, value) => sum + value, 0) / elevations.length).toBeCloseTo(22.874, 0);
  });
  it.each([
    ["mean outside", { mean: 80, deviation: 10, maximum: 70 }],
    ["empty range", { mean: 10, deviation: 10, minimum: 10, maximum: 10 }],
    ["no deviation", { mean: 10, deviation: 0 }],
  ])("refuses %s", (_, elevationDegrees) => {
    expect(viewpointOptions.safeParse({ normal: { azimuthDegrees: { deviation: 20 }, elevationDegrees } }).success).toBe(false);
  });
});

describe("list", () => {
  const list = [
    { azimuthDegrees: 0, elevationDegrees: 0 },
    { azimuthDegrees: -90, elevationDegrees: 30, inPlaneDegrees: 10 },
    { azimuthDegrees: 180, elevationDegrees: 90, distance: 3 },
  ];
  it("goes through the list in order, again and again", async () => {
    const { azimuths, elevations, rolls, distances } = await draw({ list, distance: 2 }, 6);
    const close = (values: number[], expected: number[]) => values.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 9));
    close(azimuths, [0, 270, 180, 0, 270, 180]);
    close(elevations, [0, 30, 90, 0, 30, 90]);
    close(rolls, [0, 10, 0, 0, 10, 0]);
    expect(distances).toEqual([2, 2, 3, 2, 2, 3]);
  });
  it("or draws from it, each entry alike", async () => {
    const { elevations } = await draw({ list, order: "random" });
    for (const wanted of [0, 30, 90]) expect(elevations.filter((elevation) => Math.abs(elevation - wanted) < 1e-9).length / 20_000).toBeCloseTo(1 / 3, 1);
  });
  it("a listed distance holds for models with a distance of their own, too", async () => {
    const { distances } = await draw({ list, distance: 2 }, 3, { ...ALIGNED, distance: 5 });
    expect(distances).toEqual([5, 5, 3]);
  });
});

describe("distance and roll of every kind", () => {
  it.each([{ preset: 1 }, { sphere: {} }, { normal: { azimuthDegrees: { deviation: 9 }, elevationDegrees: { deviation: 9 } } }, { list: [{ azimuthDegrees: 1, elevationDegrees: 2 }] }])("%o", async (kind) => {
    const uniform = await draw({ ...kind, distance: [1, 2], inPlaneDegrees: [-20, 40] }, 4000);
    expect(kolmogorov(uniform.distances, 1, 2)).toBeLessThan(1.95);
    expect(kolmogorov(uniform.rolls, -20, 40)).toBeLessThan(1.95);
    const normal = await draw({ ...kind, distance: { mean: 2, deviation: 0.2, minimum: 1.9, maximum: 2.6 }, inPlaneDegrees: 5 }, 4000);
    expect(Math.min(...normal.distances)).toBeGreaterThanOrEqual(1.9);
    expect(Math.max(...normal.distances)).toBeLessThanOrEqual(2.6);
    for (const roll of normal.rolls.slice(0, 5)) expect(roll).toBeCloseTo(5, 9);
    const own = await draw({ ...kind, distance: [1, 2] }, 4000, { ...ALIGNED, distance: 3 });
    expect(kolmogorov(own.distances, 2, 4)).toBeLessThan(1.95);
  });

  it("a range of rolls or distances leaves a preset's angles as they were", async () => {
    const [plain, varied] = [await draw({ preset: 3 }, 50), await draw({ preset: 3, distance: [1, 2], inPlaneDegrees: [-9, 9] }, 50)];
    expect(varied.azimuths).toEqual(plain.azimuths);
    expect(varied.elevations).toEqual(plain.elevations);
  });

  it("a model's offsets turn the camera and leave the canonical angles", async () => {
    const offset = { azimuthRadians: 0.5, elevationRadians: 0.2, distance: null };
    const { views } = await draw({ list: [{ azimuthDegrees: 40, elevationDegrees: 10, inPlaneDegrees: 7 }] }, 1, offset);
    const view = views[0]!;
    expect(degrees(view.canonical.azimuthRadians)).toBeCloseTo(40, 9);
    expect(view.camera.azimuthRadians - view.canonical.azimuthRadians).toBeCloseTo(0.5, 12);
    expect(view.camera.elevationRadians - view.canonical.elevationRadians).toBeCloseTo(0.2, 12);
    expect(view.camera.inPlaneRadians).toBe(view.canonical.inPlaneRadians);
    expect(view.raw).toEqual({ azimuthRadians: view.camera.azimuthRadians, elevationRadians: view.camera.elevationRadians, distance: 1.5 });
  });
});
