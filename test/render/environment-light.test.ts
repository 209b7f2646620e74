import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { angleTurns, panoramaU, panoramaV } from "../../src/render/direction-angles.js";
import { environmentLight, type EnvironmentLight } from "../../src/render/environment-light.js";
import { automaticExposure, environmentExposure } from "../../src/render/exposure.js";
import { evaluateIrradiance } from "../../src/render/irradiance.js";
import { LOBE_ALBEDO, LOBE_COLUMNS, LOBE_ROWS } from "../../src/render/lobe-albedo.js";
import { createOctahedralMap, fillBorder, octahedralGrid, sampleOctahedral } from "../../src/render/octahedral-map.js";
import { ROUGHNESS_LEVELS } from "../../src/render/prefilter.js";
import { environmentOf, panoramaOf } from "./environments.js";

const irradiance = (light: EnvironmentLight, channel: number, n: readonly [number, number, number]) =>
  evaluateIrradiance(light.skyIrradiance, channel, ...n) + evaluateIrradiance(light.groundIrradiance, channel, ...n);

/** Integral of radiance × cosine by brute force. */
function bruteForce(radiance: (x: number, y: number, z: number) => number, n: readonly [number, number, number]): number {
  let sum = 0;
  const rows = 200, columns = 400;
  for (let row = 0; row < rows; row++) {
    const polar = ((row + 0.5) / rows) * Math.PI;
    for (let column = 0; column < columns; column++) {
      const azimuth = ((column + 0.5) / columns) * 2 * Math.PI;
      const x = Math.sin(polar) * Math.cos(azimuth), y = Math.sin(polar) * Math.sin(azimuth), z = Math.cos(polar);
      sum += radiance(x, y, z) * Math.max(0, x * n[0] + y * n[1] + z * n[2]) * Math.sin(polar);
    }
  }
  return sum * (Math.PI / rows) * ((2 * Math.PI) / columns);
}

const NORMALS: (readonly [number, number, number])[] = [[0, 0, 1], [0, 0, -1], [1, 0, 0], [0.6, -0.8, 0], [0.48, 0.6, 0.64]];

describe("direction angles", () => {
  it("agree with the exact functions to 1e-8 of a turn", () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }), (x, y, z) => {
        fc.pre(x * x + y * y > 1e-12);
        // Half a turn and minus half a turn are the same angle.
        const apart = (a: number, b: number) => Math.abs(a - b - Math.round(a - b));
        expect(apart(angleTurns(y, x), Math.atan2(y, x) / (2 * Math.PI))).toBeLessThan(1e-8);
        expect(apart(panoramaU(x, y), 0.5 - Math.atan2(y, x) / (2 * Math.PI))).toBeLessThan(1e-8);
        expect(Math.abs(panoramaV(x, y, z) - Math.acos(z / Math.hypot(x, y, z)) / Math.PI)).toBeLessThan(1e-7);
      }),
    );
  });
});

describe("octahedral map", () => {
  it("covers the sphere once, and look-up at a texel's direction gives the texel", () => {
    const grid = octahedralGrid(32);
    expect(grid.solidAngles.reduce((sum, value) => sum + value)).toBeCloseTo(4 * Math.PI, 9);
    const map = createOctahedralMap(32);
    for (let texel = 0; texel < 1024; texel++) {
      const at = (((texel >> 5) + 1) * 34 + (texel & 31) + 1) * 3;
      map.data.set(grid.directions.subarray(texel * 3, texel * 3 + 3), at);
    }
    fillBorder(map);
    const out = new Float32Array(3);
    for (let texel = 0; texel < 1024; texel += 7) {
      const [x, y, z] = grid.directions.subarray(texel * 3, texel * 3 + 3);
      sampleOctahedral(map, x * 5, y * 5, z * 5, out);
      expect(Math.hypot(out[0] - x, out[1] - y, out[2] - z)).toBeLessThan(1e-5);
    }
  });

  it("is continuous across its folds", () => {
    const grid = octahedralGrid(32);
    const map = createOctahedralMap(32);
    for (let texel = 0; texel < 1024; texel++) map.data.set(grid.directions.subarray(texel * 3, texel * 3 + 3), (((texel >> 5) + 1) * 34 + (texel & 31) + 1) * 3);
    fillBorder(map);
    const out = new Float32Array(3);
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }), (z, azimuth) => {
        const r = Math.sqrt(1 - z * z);
        const d = [r * Math.cos(azimuth), r * Math.sin(azimuth), z];
        sampleOctahedral(map, d[0], d[1], d[2], out);
        expect(Math.hypot(out[0] - d[0], out[1] - d[1], out[2] - d[2])).toBeLessThan(0.06);
      }),
    );
  });
});

describe("environment light", () => {
  it("gives irradiance π everywhere under radiance 1, from a function and from a panorama", () => {
    for (const environment of [environmentOf(() => [1, 2, 3]), environmentOf(() => [1, 2, 3], { panorama: panoramaOf(256, () => [1, 2, 3]) })]) {
      const light = environmentLight(environment, false);
      expect(light.suns).toEqual([]);
      for (const n of NORMALS) for (let channel = 0; channel < 3; channel++) expect(irradiance(light, channel, n) / Math.PI).toBeCloseTo(channel + 1, 1);
    }
  });

  it("agrees with brute-force integration for smooth radiance, whichever way it comes in", () => {
    const radiance = (x: number, y: number, z: number) => 1 + 0.8 * z + 0.5 * x * y + 0.3 * (x - 0.4 * y) ** 2;
    const gray = (x: number, y: number, z: number) => [radiance(x, y, z), radiance(x, y, z), radiance(x, y, z)] as const;
    for (const environment of [environmentOf(gray), environmentOf(gray, { panorama: panoramaOf(512, gray) })]) {
      const light = environmentLight(environment, false);
      for (const n of NORMALS) expect(irradiance(light, 0, n) / bruteForce(radiance, n)).toBeCloseTo(1, 2);
    }
  });

  it("keeps a rough reflection close to the integral over the lobe, and a mirror sharp", () => {
    // Half of the world is bright: a mirror sees 0 or 1, the widest lobe near the border sees a half.
    const light = environmentLight(environmentOf((x) => (x > 0 ? [1, 1, 1] : [0, 0, 0])), false);
    const { data, offsets, sizes } = light.specular;
    const level = (index: number) => ({ size: sizes[index], data: data.subarray(offsets[index], offsets[index] + (sizes[index] + 2) ** 2 * 3) });
    const out = new Float32Array(3);
    const at = (index: number, x: number, z: number) => (sampleOctahedral(level(index), x, 0, z, out), out[0]);
    expect(at(0, 0.1, 1)).toBe(1);
    expect(at(0, -0.1, 1)).toBe(0);
    expect(at(ROUGHNESS_LEVELS - 1, 0, 1)).toBeCloseTo(0.5, 1);
    expect(at(ROUGHNESS_LEVELS - 1, 1, 0)).toBeGreaterThan(0.9);
    for (let index = 1; index < ROUGHNESS_LEVELS; index++) expect(at(index, 0.3, 1)).toBeLessThanOrEqual(at(index - 1, 0.3, 1) + 0.02);
  });

  it("takes a sun out of a panorama and neither loses nor doubles its light", () => {
    const toSun = [0.6, 0, 0.8] as const;
    const sky = (x: number, y: number, z: number) => (x * toSun[0] + y * toSun[1] + z * toSun[2] > 0.9996 ? ([900, 800, 600] as const) : ([1, 1, 1] as const));
    const light = environmentLight(environmentOf(sky, { panorama: panoramaOf(1024, sky) }), false);
    expect(light.suns).toHaveLength(1);
    const [sun] = light.suns;
    expect(sun.direction[0] * toSun[0] + sun.direction[2] * toSun[2]).toBeGreaterThan(0.9999);
    expect(sun.angularRadiusRadians).toBeGreaterThan(0.02);
    expect(sun.angularRadiusRadians).toBeLessThan(0.04);
    for (const [channel, power] of [900, 800, 600].entries()) {
      for (const n of [[0, 0, 1], [1, 0, 0]] as const) {
        const whole = irradiance(light, channel, n) + sun.irradiance[channel] * (n[0] * sun.direction[0] + n[2] * sun.direction[2]);
        const truth = Math.PI + (power - 1) * 2 * Math.PI * 0.0004 * (n[0] * toSun[0] + n[2] * toSun[2]);
        expect(whole / truth).toBeGreaterThan(0.97);
        expect(whole / truth).toBeLessThan(1.03);
      }
    }
  });

  it("leaves a wide bright window where it is", () => {
    const room = (x: number) => (x > 0.8 ? ([30, 30, 30] as const) : ([0.3, 0.3, 0.3] as const));
    expect(environmentLight(environmentOf(room, { panorama: panoramaOf(256, room) }), false).suns).toEqual([]);
  });

  it("lets a floor light from below when there is a ground", () => {
    const floor = { albedo: (_x: number, _y: number, out: Float64Array) => out.fill(0.5), fadeDistance: 1000 };
    const environment = environmentOf((_x, _y, z) => (z > 0 ? [1, 1, 1] : [0, 0, 0]), { floor });
    expect(irradiance(environmentLight(environment, true), 0, [0, 0, -1])).toBeCloseTo(0.5 * Math.PI, 1);
    expect(irradiance(environmentLight(environment, false), 0, [0, 0, -1])).toBeLessThan(0.1);
  });

  it("exposes so that twice the light gives the same picture", () => {
    const of = (radiance: number) => environmentOf((_x, _y, z) => (z > 0 ? [radiance, radiance, radiance] : [radiance / 3, radiance / 3, radiance / 3]));
    const exposure = environmentExposure(environmentLight(of(1), true));
    expect(environmentExposure(environmentLight(of(2), true))).toBeCloseTo(exposure / 2, 6);
    expect(automaticExposure(of(1), { areaRadiance: 0, environmentStrength: 2 })).toBeCloseTo(exposure / 2, 6);
    expect(exposure).toBeGreaterThan(0.5);
    expect(exposure).toBeLessThan(2);
    expect(automaticExposure(null, { areaRadiance: 0, environmentStrength: 1 })).toBe(1);
  });
});

describe("lobe albedo", () => {
  it("is the lobe's energy: never above 1, nearly 1 for a smooth mirror, F0-independent part small head-on", () => {
    for (let row = 0; row < LOBE_ROWS; row++) {
      for (let column = 0; column < LOBE_COLUMNS; column++) {
        const at = (row * LOBE_COLUMNS + column) * 2;
        expect(LOBE_ALBEDO[at] + LOBE_ALBEDO[at + 1]).toBeLessThan(1.01);
        expect(LOBE_ALBEDO[at] + LOBE_ALBEDO[at + 1]).toBeGreaterThan(0.3);
      }
    }
    const headOn = (3 * LOBE_COLUMNS + LOBE_COLUMNS - 1) * 2;
    expect(LOBE_ALBEDO[headOn]).toBeCloseTo(1, 2);
    expect(LOBE_ALBEDO[headOn + 1]).toBeCloseTo(0, 2);
  });
});
