import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { random } from "../../src/core/random.js";
import { BUILTIN_ENVIRONMENTS, builtinEnvironments, environmentBuiltinOptions, type BuiltinEnvironmentId } from "../../src/environments/builtin.js";
import { sky } from "../../src/environments/builtin/sky.js";
import { luminance } from "../../src/environments/builtin/color.js";
import type { Environment } from "../../src/sample/environment.js";

const catalogue = builtinEnvironments({ builtin: [...BUILTIN_ENVIRONMENTS] });
const load = (id: BuiltinEnvironmentId, scene: number) => catalogue.load(id, random(3, `scene/${scene}`, "environment"));

/** Evenly spread directions. */
const DIRECTIONS = Array.from({ length: 2000 }, (_, index) => {
  const z = 1 - (2 * index + 1) / 2000;
  const radius = Math.sqrt(1 - z * z);
  return [radius * Math.cos(index * 2.399963), radius * Math.sin(index * 2.399963), z] as const;
});
const out = new Float64Array(3);
const seen = (environment: Environment, x: number, y: number, z: number) => {
  environment.radiance(x, y, z, out);
  return [out[0]!, out[1]!, out[2]!] as const;
};
/** Irradiance / π of a level surface and the mean over upright ones, as a white object gets it. */
function whiteObject(environment: Environment) {
  let level = 0;
  let upright = 0;
  for (const [x, y, z] of DIRECTIONS) {
    const value = (luminance(seen(environment, x, y, z)) * 4) / DIRECTIONS.length;
    level += value * Math.max(0, z);
    upright += (value * Math.sqrt(1 - z * z)) / Math.PI;
  }
  for (const { direction, irradiance } of environment.lights) {
    const sun = luminance(irradiance) / Math.PI;
    level += sun * direction[2];
    upright += (sun * Math.sqrt(1 - direction[2] * direction[2])) / Math.PI;
  }
  return { level, upright };
}

describe("builtinEnvironments", () => {
  it("takes one id or several, sorted, and says what there is", async () => {
    expect(await builtinEnvironments({ builtin: "sky" }).ids()).toEqual(["sky"]);
    expect(await builtinEnvironments({ builtin: ["studio", "sky", "studio"] }).ids()).toEqual(["sky", "studio"]);
    expect(environmentBuiltinOptions.safeParse({ builtin: "skye" }).success).toBe(false);
    expect(catalogue.varies).toBe(true);
    await expect(catalogue.load("beach", random(1, "a", "b"))).rejects.toMatchObject({ code: "E_NOT_FOUND", hint: expect.stringContaining("studio") });
  });
  it.each(BUILTIN_ENVIRONMENTS)("%s: equal randomness gives the equal environment, other randomness another", async (id) => {
    const [first, again, other] = [await load(id, 1), await load(id, 1), await load(id, 2)];
    expect(again.source).toEqual(first.source);
    expect(again.parameters).toEqual(first.parameters);
    expect(DIRECTIONS.map((direction) => seen(again, ...direction))).toEqual(DIRECTIONS.map((direction) => seen(first, ...direction)));
    expect(other.source.sha256).not.toBe(first.source.sha256);
    expect(await catalogue.hash(id)).not.toBe(first.source.sha256);
  });
  // Changes here change every dataset: raise the kind's `revision` with them. Equal on every machine.
  it.each([
    ["interior", "622e2b5b51b6c5c2"],
    ["sky", "e45eb7bdcff69cbc"],
    ["studio", "d67c18f4c3aa9279"],
  ] as const)("%s: the same bits as ever", async (id, golden) => {
    const hash = createHash("sha256");
    const environment = await load(id, 5);
    for (const direction of DIRECTIONS) hash.update(Float64Array.from(seen(environment, ...direction)));
    expect(hash.digest("hex").slice(0, 16)).toBe(golden);
  });
});

describe.each(BUILTIN_ENVIRONMENTS)("%s", (id) => {
  it("is finite and never negative in any direction, on any floor", async () => {
    const environments = await Promise.all(Array.from({ length: 12 }, (_, scene) => load(id, scene)));
    const coordinate = fc.oneof(fc.constantFrom(0, 1, -1, 1e-9, -1e-9), fc.double({ min: -1, max: 1, noNaN: true }));
    fc.assert(fc.property(fc.constantFrom(...environments), coordinate, coordinate, coordinate, (environment, x, y, z) => {
      const length = Math.sqrt(x * x + y * y + z * z);
      fc.pre(length > 1e-6);
      for (const value of seen(environment, x / length, y / length, z / length)) expect(value >= 0 && value < 1000).toBe(true);
      environment.floor!.albedo(x * 30, y * 30, out);
      for (const value of out) expect(value > 0 && value < 0.95).toBe(true);
    }), { numRuns: 1000 });
  });
  it("exposes a white object well at exposure 1", async () => {
    const exposures = await Promise.all(Array.from({ length: 24 }, async (_, scene) => whiteObject(await load(id, scene))));
    for (const { level, upright } of exposures) {
      expect(level).toBeGreaterThan(0.3);
      expect(level).toBeLessThan(1.4);
      expect(upright).toBeGreaterThan(0.12);
      expect(upright).toBeLessThan(1.2);
    }
  });
  it("shows its floor below the horizon: lit as the picture's own light says", async () => {
    for (let scene = 0; scene < 8; scene++) {
      const environment = await load(id, scene);
      const { level } = whiteObject(environment);
      let floor = 0;
      let picture = 0;
      for (const [x, y] of DIRECTIONS.slice(0, 200)) {
        environment.floor!.albedo(x, y, out);
        floor += (luminance(out) * level) / 200;
        const length = Math.sqrt(x * x + y * y + 1);
        picture += luminance(seen(environment, x / length, y / length, -1 / length)) / 200;
      }
      expect(picture / floor).toBeGreaterThan(0.7);
      expect(picture / floor).toBeLessThan(1.4);
    }
  });
});

describe("sky", () => {
  const parameters = { ...sky.sampleParameters(random(1, "a", "b")), weather: "clear", cloudCover: 0, skyline: "plain", haze: 0.08, sunElevationDegrees: 50 } as const;
  const build = (more: Partial<Parameters<typeof sky.build>[0]>) => ({ ...sky.build({ ...parameters, ...more }), id: "sky" }) as unknown as Environment;
  it("has its sun where the parameters say, and the picture brightest there", () => {
    const environment = build({});
    const [light] = environment.lights;
    expect(light!.direction[2]).toBeCloseTo(Math.sin((50 * Math.PI) / 180), 12);
    const atSun = luminance(seen(environment, ...light!.direction));
    for (const [x, y, z] of DIRECTIONS) expect(luminance(seen(environment, x, y, z))).toBeLessThanOrEqual(atSun);
  });
  it("is blue above and paler at the horizon; a low sun is redder and gives less light than the sky around it gains", () => {
    const noon = build({});
    const [red, , blue] = seen(noon, 0, 0.2, Math.sqrt(1 - 0.04));
    expect(blue / red).toBeGreaterThan(1.5);
    const [horizonRed, , horizonBlue] = seen(noon, 0, Math.sqrt(1 - 0.01), 0.1);
    expect(horizonBlue / horizonRed).toBeLessThan(blue / red);
    const warmth = (environment: Environment) => environment.lights[0]!.irradiance[0] / environment.lights[0]!.irradiance[2];
    expect(warmth(build({ sunElevationDegrees: 6 }))).toBeGreaterThan(1.3 * warmth(noon));
  });
  it("the disc does not count as light twice: the picture around the sun adds little to the beam", () => {
    const environment = build({});
    const beam = luminance(environment.lights[0]!.irradiance);
    const [x, , z] = environment.lights[0]!.direction;
    // A cap of 1° in rings; the beam itself is in `lights`.
    let cap = 0;
    for (let ring = 0; ring < 40; ring++) {
      const angle = (((ring + 0.5) / 40) * Math.PI) / 180;
      const radiance = luminance(seen(environment, x * Math.cos(angle) - z * Math.sin(angle), 0, z * Math.cos(angle) + x * Math.sin(angle)));
      cap += radiance * 2 * Math.PI * Math.sin(angle) * (Math.PI / 180 / 40);
    }
    expect(cap).toBeLessThan(0.05 * beam);
  });
  it("casts no sharp shadow under overcast", () => {
    expect(build({ weather: "overcast", cloudCover: 1 }).lights).toEqual([]);
  });
});
