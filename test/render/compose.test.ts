import { describe, expect, it } from "vitest";
import type { Environment } from "../../src/sample/environment.js";
import type { Image } from "../../src/sample/passes.js";
import type { Scene } from "../../src/sample/scene.js";
import { pixelsPerImagePixel } from "../../src/render/background.js";
import { composeImage } from "../../src/render/compose.js";
import { encodeSrgb, objectImage, writeDisplayPixel } from "../../src/render/display-transform.js";
import { groundVisibility, visibilityAt } from "../../src/render/ground-shadow.js";
import { renderPasses } from "../../src/render/passes.js";
import { prepareLight } from "../../src/render/shade.js";
import { surfaceSamples, SURFACE_SAMPLES } from "../../src/render/surface-samples.js";
import { environmentOf, panoramaOf } from "./environments.js";
import { cameraAround, cube, place, sceneOf } from "./scenes.js";

const sceneIn = (environment: Environment, more: Partial<Scene> = {}, lighting: Partial<Scene["lighting"]> = {}): Scene => ({
  ...sceneOf(cameraAround(0, 0.5, 3), []),
  environment,
  lighting: { areaRadiance: 0, environmentStrength: 1, environmentRotationRadians: 0, exposure: 1, ...lighting },
  ...more,
});
const picture = (scene: Scene): Image => {
  const light = prepareLight(scene);
  return composeImage(renderPasses(scene, { light }), scene, light);
};
const pixel = (image: Image, x: number, y: number) => [...image.data.subarray((y * image.width + x) * 3, (y * image.width + x) * 3 + 3)];
const byte = (linear: number) => encodeSrgb(linear);

describe("background", () => {
  // Left of a camera that looks along +y lies −x; smooth, so that interpolation does not matter.
  const radiance = (x: number, y: number, z: number) => [0.4 + 0.3 * x, 0.4 + 0.3 * y, 0.4 + 0.3 * z] as const;

  it("is the radiance along each pixel's ray, from a function and from a panorama", () => {
    for (const [environment, tolerance] of [[environmentOf(radiance), 0], [environmentOf(radiance, { panorama: panoramaOf(512, radiance) }), 1]] as const) {
      const scene = sceneIn(environment);
      const image = picture(scene);
      const { K, rotationWorldToCamera: r } = scene.camera;
      for (const [x, y] of [[0, 0], [95, 0], [48, 48], [0, 95], [70, 20]]) {
        const ray = [(x + 0.5 - K[2]) / K[0], (y + 0.5 - K[5]) / K[4], 1];
        const world = [0, 1, 2].map((axis) => r[axis] * ray[0] + r[3 + axis] * ray[1] + r[6 + axis] * ray[2]);
        const length = Math.hypot(...world);
        const expected = radiance(world[0] / length, world[1] / length, world[2] / length).map(byte);
        pixel(image, x, y).forEach((value, channel) => expect(Math.abs(value - expected[channel])).toBeLessThanOrEqual(tolerance));
      }
    }
  });

  it("turns with the environment, and seamlessly through the panorama's border", () => {
    const environment = environmentOf(radiance, { panorama: panoramaOf(512, radiance) });
    const turn = 2.2;
    const turned = picture(sceneIn(environment, { camera: cameraAround(1.3, 0.2, 3) }, { environmentRotationRadians: turn }));
    const plain = picture(sceneIn(environment, { camera: cameraAround(1.3 - turn, 0.2, 3) }));
    for (let at = 0; at < plain.data.length; at++) expect(Math.abs(plain.data[at] - turned.data[at])).toBeLessThanOrEqual(1);
  });

  it("never rings: interpolated values stay between their neighbours", () => {
    const spot = (x: number, y: number) => (y > 0.9995 && Math.abs(x) < 0.1 ? ([500, 500, 500] as const) : ([0.2, 0.2, 0.2] as const));
    const image = picture(sceneIn(environmentOf(spot, { panorama: panoramaOf(64, spot) }), { camera: cameraAround(0, 0, 3) }));
    expect(Math.min(...image.data)).toBe(byte(0.2));
  });

  it("scales with strength and exposure", () => {
    const environment = environmentOf(() => [0.1, 0.1, 0.1]);
    expect(pixel(picture(sceneIn(environment, {}, { environmentStrength: 3 })), 5, 5)[0]).toBe(byte(0.3));
    expect(pixel(picture(sceneIn(environment, {}, { exposure: 2 })), 5, 5)[0]).toBe(byte(0.2));
  });

  it("tells how many panorama pixels there are per image pixel", () => {
    const scene = sceneIn(environmentOf(radiance, { panorama: panoramaOf(512, radiance) }));
    expect(pixelsPerImagePixel(scene)).toBeCloseTo(512 / (2 * Math.PI) / (1.1 * 96), 9);
    expect(pixelsPerImagePixel(sceneIn(environmentOf(radiance)))).toBeNull();
  });
});

describe("ground", () => {
  const sunnyFrom = (direction: readonly [number, number, number], floor: Environment["floor"] = null) =>
    environmentOf(() => [0.2, 0.2, 0.2], { lights: [{ direction, irradiance: [1, 1, 1] }], floor });
  const box = cube({ baseColor: [0.5, 0.5, 0.5, 1] });
  const boxScene = (environment: Environment) => sceneIn(environment, { instances: [place(1, box, [0, 0, 0], 0.5)], groundHeight: -0.25, camera: cameraAround(0, 0.9, 3) });

  it("carries the shadow on the side away from the sun", () => {
    // The camera looks along +y: image left is −x.
    for (const [sunX, dark, bright] of [[0.8, 30, 66], [-0.8, 66, 30]] as const) {
      const image = picture(boxScene(sunnyFrom([sunX, 0, 0.6])));
      expect(pixel(image, dark, 50)[0]).toBeLessThan(pixel(image, bright, 50)[0] - 25);
    }
  });

  it("darkens the picture behind only near the object", () => {
    const scene = boxScene(sunnyFrom([0.8, 0, 0.6]));
    const empty = picture({ ...scene, instances: [] });
    const image = picture(scene);
    expect(pixel(image, 3, 92)).toEqual(pixel(empty, 3, 92));
    expect(pixel(image, 48, 2)).toEqual(pixel(empty, 48, 2));
  });

  it("shows an environment's floor, lit, and fades it out", () => {
    const floor = { albedo: (_x: number, _y: number, out: Float64Array) => void out.set([0.4, 0.2, 0.1]), fadeDistance: 6 };
    const scene = { ...boxScene(environmentOf((_x, _y, z) => (z > 0 ? [1, 1, 1] : [0, 0, 0]), { floor })), instances: [] };
    const near = pixel(picture(scene), 48, 90);
    expect(Math.abs(near[0] - byte(0.4))).toBeLessThan(6);
    expect(Math.abs(near[1] - byte(0.2))).toBeLessThan(6);
    // Looking almost level, the far floor is gone: only the black lower half is left.
    const level = picture({ ...scene, camera: cameraAround(0, 0.05, 3) });
    expect(pixel(level, 48, 47)[0]).toBe(0);
  });

  it("is not there when the camera is below it", () => {
    const floor = { albedo: (_x: number, _y: number, out: Float64Array) => void out.fill(1), fadeDistance: 50 };
    const scene = { ...boxScene(environmentOf(() => [0.1, 0.1, 0.1], { floor })), instances: [], camera: cameraAround(0, -0.6, 3) };
    expect(pixel(picture(scene), 48, 90)[0]).toBe(byte(0.1));
  });

  it("sees less of the sky the nearer it is to what stands on it", () => {
    const ground = groundVisibility([surfaceSamples(box)], -0.5, null, 1)!;
    expect(visibilityAt(ground, Float64Array.of(0, 0), 0)).toBeLessThan(0.05);
    const outwards = [0.55, 0.7, 0.9, 1.2, 1.5].map((x) => visibilityAt(ground, Float64Array.of(x, 0), 0));
    for (let at = 1; at < outwards.length; at++) expect(outwards[at]).toBeGreaterThan(outwards[at - 1]);
    // Integrated with rays beside this cube: 0.54 at its foot, 0.65 at 0.7, 0.87 at 1.2.
    expect(Math.abs(outwards[0] - 0.54)).toBeLessThan(0.1);
    expect(Math.abs(visibilityAt(ground, Float64Array.of(0.7, 0), 0) - 0.65)).toBeLessThan(0.07);
    expect(Math.abs(visibilityAt(ground, Float64Array.of(1.2, 0), 0) - 0.87)).toBeLessThan(0.07);
    expect(visibilityAt(ground, Float64Array.of(30, 0), 0)).toBe(1);
  });

  it("shares surface samples out by area", () => {
    const { points, spacing } = surfaceSamples(box);
    expect(points.length).toBe(SURFACE_SAMPLES * 3);
    expect(spacing * spacing * SURFACE_SAMPLES).toBeCloseTo(6, 5);
    for (let axis = 0; axis < 3; axis++) {
      const onSide = points.filter((value, at) => at % 3 === axis && value > 0.4999).length;
      expect(onSide / SURFACE_SAMPLES).toBeCloseTo(1 / 6, 2);
    }
  });
});

describe("display transform", () => {
  const shown = (red: number, green: number, blue: number) => {
    const out = new Uint8Array(3);
    writeDisplayPixel(red, green, blue, out, 0);
    return [...out];
  };

  it("is sRGB up to 0.8", () => {
    for (const value of [0, 0.001, 0.01, 0.18, 0.5, 0.8]) {
      const encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
      expect(Math.abs(shown(value, value, value)[0] - 255 * encoded)).toBeLessThanOrEqual(0.51);
    }
  });

  it("rolls off above, rises all the way, and turns very bright colours white", () => {
    let last = 0;
    for (const value of [0.8, 0.9, 1, 1.2, 1.5, 2, 3]) {
      const [red] = shown(value, 0, 0);
      expect(red).toBeGreaterThan(last);
      expect(red).toBeLessThanOrEqual(255);
      last = red;
    }
    expect(shown(1000, 10, 10)[1]).toBeGreaterThan(240);
    expect(shown(0.7, 0.2, 0.1)).toEqual([byte(0.7), byte(0.2), byte(0.1)]);
  });

  it("gives 0 and 255 for what is no light or too much", () => {
    expect(shown(Number.NaN, -1, 0)).toEqual([0, 0, 0]);
    expect(encodeSrgb(Infinity)).toBe(255);
  });

  it("shows objects alone with their own colour whatever their coverage", () => {
    const passes = { ...renderPasses(sceneIn(environmentOf(() => [1, 1, 1]), { instances: [place(1, cube())] })) };
    passes.alpha = passes.alpha.map((value) => value * 0.5);
    passes.color = passes.color.map((value) => value * 0.5);
    const half = objectImage(passes, 1);
    const at = (48 * 96 + 48) * 4;
    expect(half.channels).toBe(4);
    expect(half.data[at + 3]).toBe(128);
    expect([...half.data.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    const full = [0, 1, 2].map((channel) => passes.color[(48 * 96 + 48) * 3 + channel] * 2);
    expect([...half.data.subarray(at, at + 3)]).toEqual(shown(full[0], full[1], full[2]));
  });
});
