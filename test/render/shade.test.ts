import { describe, expect, it } from "vitest";
import type { Environment } from "../../src/sample/environment.js";
import type { Scene } from "../../src/sample/scene.js";
import type { Material, Shape, Texture, TextureSlot } from "../../src/sample/shape.js";
import { ambientOcclusion, fillOpenness } from "../../src/render/ambient-occlusion.js";
import { ORIGINAL_AREA_RADIANCE } from "../../src/render/area-light.js";
import { renderPasses } from "../../src/render/passes.js";
import { environmentOf, panoramaOf, sphere } from "./environments.js";
import { cameraAround, cube, place, plainCamera, sceneOf, square } from "./scenes.js";

const lit = (shape: Shape, environment: Environment | null, more: Partial<Scene["lighting"]> = {}, camera = cameraAround(0.4, 0.3, 1.6)): Scene => {
  const scene = sceneOf(camera, [place(1, shape)]);
  return { ...scene, environment, lighting: { areaRadiance: 0, environmentStrength: 1, environmentRotationRadians: 0, exposure: 1, ...more } };
};
/** Colours of object pixels whose normal is at most 75° off the view. */
const colours = (scene: Scene) => {
  const passes = renderPasses(scene);
  const found: { rgb: number[]; normal: number[] }[] = [];
  for (let pixel = 0; pixel < passes.depth.length; pixel++) {
    if (passes.depth[pixel] === 0 || passes.normal[pixel * 3 + 2] > -0.26) continue;
    found.push({ rgb: [...passes.color.subarray(pixel * 3, pixel * 3 + 3)], normal: [...passes.normal.subarray(pixel * 3, pixel * 3 + 3)] });
  }
  expect(found.length).toBeGreaterThan(100);
  return found;
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const WHITE = { baseColor: [1, 1, 1, 1] as const, roughness: 1, metallic: 0 };
const textureOf = (rgba: readonly number[]): TextureSlot => {
  const texture: Texture = { name: "one colour", width: 1, height: 1, data: new Uint8Array(rgba) };
  return { texture, texCoord: 0, wrapS: "repeat", wrapT: "repeat", filter: "linear", transform: null };
};
const texCoords = [new Float32Array([0, 1, 1, 1, 1, 0, 0, 0])];

describe("white furnace: what is white disappears in a uniform world", () => {
  const world = environmentOf(() => [0.5, 0.5, 0.5]);
  for (const [name, material] of [
    ["rough dielectric", WHITE],
    ["smooth dielectric", { ...WHITE, roughness: 0.1 }],
    ["rough metal", { ...WHITE, metallic: 1 }],
    ["half-rough metal", { ...WHITE, metallic: 1, roughness: 0.5 }],
    ["mirror", { ...WHITE, metallic: 1, roughness: 0 }],
  ] as const) {
    it(name, () => {
      for (const { rgb } of colours(lit(sphere(material), world))) {
        for (const value of rgb) expect(Math.abs(value / 0.5 - 1)).toBeLessThan(0.05);
      }
    });
  }

  it("black dielectric shows only its 4 %", () => {
    const scene = lit(sphere({ ...WHITE, baseColor: [0, 0, 0, 1], roughness: 0.3 }), world, {}, plainCameraBehind());
    const facing = colours(scene).filter(({ normal }) => normal[2] < -0.98);
    expect(mean(facing.map(({ rgb }) => rgb[0]))).toBeCloseTo(0.5 * 0.04, 2);
  });
});

/** Sees the sphere at the origin along +z of the world. */
function plainCameraBehind() {
  return { ...plainCamera(96), translationWorldToCamera: [0, 0, 1.6] as const };
}

describe("area light", () => {
  it("gives L(1 + n_z)/2 on a white Lambertian surface", () => {
    // White reflects all light, so radiance is nearly irradiance / π; the 4 % of its lobe look another way.
    for (const elevation of [-0.6, 0.2, 1.2]) {
      const scene = lit(sphere(WHITE), null, { areaRadiance: ORIGINAL_AREA_RADIANCE }, cameraAround(0.7, elevation, 1.6));
      const r = scene.camera.rotationWorldToCamera;
      for (const { rgb, normal } of colours(scene)) {
        const nz = r[2] * normal[0] + r[5] * normal[1] + r[8] * normal[2];
        expect(Math.abs(rgb[0] - (ORIGINAL_AREA_RADIANCE * (1 + nz)) / 2)).toBeLessThan(0.06);
      }
    }
  });
});

describe("suns", () => {
  const sunFrom = (direction: readonly [number, number, number]) => environmentOf(() => [0, 0, 0], { lights: [{ direction, irradiance: [Math.PI, 0, 0] }] });

  it("light a rough white surface by the cosine", () => {
    const direction = [0, -0.8, 0.6] as const;
    const scene = lit(square(WHITE), sunFrom(direction), {}, cameraAround(0, 0, 1.6));
    for (const { rgb } of colours(scene)) {
      expect(rgb[0]).toBeGreaterThan(0.8 * 0.93);
      expect(rgb[0]).toBeLessThan(0.8 * 1.07);
      expect(rgb[1]).toBe(0);
    }
  });

  it("leave no speckles where the surface is lit, and nothing where it is not", () => {
    // Every side of a cube that faces the sun is evenly lit, at any angle; the others are black.
    for (const direction of [[0.6, -0.64, 0.48], [0.1, -0.2, 0.9746794], [0.9, -0.3, 0.3162278]] as const) {
      const scene = lit(cube(WHITE), sunFrom(direction), {}, cameraAround(0.5, 0.5, 2.2));
      const r = scene.camera.rotationWorldToCamera;
      const light = [0, 3, 6].map((row) => r[row] * direction[0] + r[row + 1] * direction[1] + r[row + 2] * direction[2]);
      const sides = new Map<string, number[]>();
      for (const { rgb, normal } of colours(scene)) {
        const key = normal.map((value) => value.toFixed(2)).join();
        sides.set(key, [...(sides.get(key) ?? []), rgb[0]]);
      }
      expect(sides.size).toBe(3);
      for (const [key, values] of sides) {
        const cosine = key.split(",").reduce((sum, value, axis) => sum + Number(value) * light[axis], 0);
        if (cosine < 0.02) expect(Math.max(...values)).toBeLessThan(0.02);
        else expect(Math.min(...values) / Math.max(...values)).toBeGreaterThan(0.8);
      }
    }
  });

  it("throw the shadow of one object onto another", () => {
    const wall = square(WHITE);
    const scene = lit(wall, sunFrom([0.6, -0.8, 0]), {}, cameraAround(0, 0, 3));
    const shadowed = { ...scene, instances: [place(1, wall), place(2, cube(WHITE), [0.6, -0.8, 0], 0.3)] };
    const [before, after] = [renderPasses(scene), renderPasses(shadowed)];
    // The cube stands towards the sun from the wall's middle.
    const middle = 48 * 96 + 48;
    expect(after.instanceId[middle]).toBe(1);
    expect(before.color[middle * 3]).toBeGreaterThan(0.7);
    expect(after.color[middle * 3]).toBe(0);
    const aside = 48 * 96 + 36;
    expect(after.instanceId[aside]).toBe(1);
    expect(after.color[aside * 3]).toBeCloseTo(before.color[aside * 3], 2);
  });
});

describe("turning the environment", () => {
  it("turns its light: a turn by a is a camera and object turned by −a", () => {
    const radiance = (x: number, y: number, z: number) => [Math.max(0, x), Math.max(0, y), 0.2 + Math.max(0, z)] as const;
    const sun = { direction: [0.6, 0, 0.8] as const, irradiance: [2, 1, 0.5] as const };
    const environment = environmentOf(radiance, { lights: [sun] });
    const material: Partial<Material> = { ...WHITE, roughness: 0.4, metallic: 0.5 };
    const turned = renderPasses(lit(sphere(material), environment, { environmentRotationRadians: 0.9 }, cameraAround(0.5, 0.3, 1.6)));
    const plain = renderPasses(lit(sphere(material), environment, {}, cameraAround(0.5 - 0.9, 0.3, 1.6)));
    let largest = 0;
    // Spheres have no azimuth, so the two pictures are the same up to their facets.
    for (let at = 0; at < plain.color.length; at++) if (plain.alpha[(at / 3) | 0] > 0 && turned.alpha[(at / 3) | 0] > 0) largest = Math.max(largest, Math.abs(plain.color[at] - turned.color[at]));
    expect(largest).toBeLessThan(0.2);
    expect(mean([...plain.color]) / mean([...turned.color])).toBeCloseTo(1, 2);
  });
});

describe("materials", () => {
  const world = environmentOf(() => [1, 1, 1]);
  const camera = cameraAround(0, 0, 1.6);
  const shown = (material: Partial<Material>, mesh = {}) => {
    const scene = lit(square({ ...WHITE, ...material }, { texCoords, ...mesh }), world, {}, camera);
    const passes = renderPasses(scene);
    return [...passes.color.subarray((48 * 96 + 48) * 3, (48 * 96 + 48) * 3 + 3)];
  };

  it("multiply factor, texture (sRGB) and vertex colour", () => {
    const colors = new Float32Array([0.5, 1, 1, 1, 0.5, 1, 1, 1, 0.5, 1, 1, 1, 0.5, 1, 1, 1]);
    const rgb = shown({ baseColor: [1, 0.5, 1, 1], baseColorTexture: textureOf([255, 255, 188, 255]), unlit: true }, { colors });
    expect(rgb[0]).toBeCloseTo(0.5, 5);
    expect(rgb[1]).toBeCloseTo(0.5, 5);
    expect(rgb[2]).toBeCloseTo(0.5029, 3);
  });

  it("read roughness from green, metalness from blue, occlusion from red", () => {
    const orm = textureOf([128, 255, 0, 255]);
    const dielectric = shown({ metallic: 1, metallicRoughnessTexture: orm, baseColor: [0, 0, 0, 1] });
    expect(dielectric[0]).toBeGreaterThan(0.01);
    const metal = shown({ metallic: 1, metallicRoughnessTexture: textureOf([0, 255, 255, 255]), baseColor: [0, 0, 0, 1] });
    expect(metal[0]).toBeLessThan(dielectric[0] / 2);
    const open = shown({ baseColor: [0.5, 0.5, 0.5, 1] });
    const occluded = shown({ baseColor: [0.5, 0.5, 0.5, 1], occlusionTexture: orm });
    expect(occluded[0] / open[0]).toBeGreaterThan(0.45);
    expect(occluded[0] / open[0]).toBeLessThan(0.75);
    expect(shown({ baseColor: [0.5, 0.5, 0.5, 1], occlusionTexture: orm, occlusionStrength: 0 })[0]).toBeCloseTo(open[0], 6);
  });

  it("add emission, textured", () => {
    const plain = shown({});
    const glowing = shown({ emissive: [2, 1, 0], emissiveTexture: textureOf([255, 188, 255, 255]) });
    expect(glowing[0] - plain[0]).toBeCloseTo(2, 4);
    expect(glowing[1] - plain[1]).toBeCloseTo(0.5029, 3);
    expect(glowing[2] - plain[2]).toBeCloseTo(0, 5);
  });

  it("bend normals to where the map points: red to the right, green up, with tangents and without", () => {
    const right = environmentOf((x) => (x > 0 ? [1, 1, 1] : [0, 0, 0]));
    const above = environmentOf((_x, _y, z) => (z > 0 ? [1, 1, 1] : [0, 0, 0]));
    const tangents = new Float32Array([1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1]);
    for (const mesh of [{ texCoords }, { texCoords, tangents }]) {
      const at = (environment: Environment, rgba: readonly number[]) => {
        const passes = renderPasses(lit(square({ ...WHITE, normalTexture: textureOf(rgba) }, mesh), environment, {}, camera));
        return passes.color[(48 * 96 + 48) * 3];
      };
      // 45° to the right sees 0.5 + 0.5 sin 45° of a half-world that is bright on the right.
      expect(at(right, [218, 128, 218, 255])).toBeCloseTo(0.85, 1);
      expect(at(right, [37, 128, 218, 255])).toBeCloseTo(0.15, 1);
      expect(at(above, [128, 218, 218, 255])).toBeCloseTo(0.85, 1);
      expect(at(above, [128, 37, 218, 255])).toBeCloseTo(0.15, 1);
      expect(at(above, [128, 128, 255, 255])).toBeCloseTo(0.5, 1);
    }
  });

  it("light the back of a surface as a front", () => {
    const front = renderPasses(lit(square(WHITE), environmentOf((_x, y) => (y < 0 ? [1, 1, 1] : [0, 0, 0])), {}, cameraAround(0, 0, 1.6)));
    const back = renderPasses(lit(square(WHITE), environmentOf((_x, y) => (y > 0 ? [1, 1, 1] : [0, 0, 0])), {}, cameraAround(Math.PI, 0, 1.6)));
    expect(back.color[(48 * 96 + 48) * 3]).toBeCloseTo(front.color[(48 * 96 + 48) * 3], 4);
    expect(front.color[(48 * 96 + 48) * 3]).toBeGreaterThan(0.9);
  });
});

describe("ambient occlusion", () => {
  const size = 128, f = 128;
  const K = [f, 0, size / 2, 0, f, size / 2, 0, 0, 1] as const;
  /** Depth of planes given by depth as a function of the row's slope. */
  const depthOf = (z: (slope: number) => number) => Float32Array.from({ length: size * size }, (_, at) => z((Math.floor(at / size) + 0.5 - size / 2) / f));
  const opennessOf = (z: (slope: number) => number, rows: readonly number[]) => {
    const depth = depthOf(z);
    const map = ambientOcclusion({ width: size, height: size, depth }, K, 0.5)!;
    const hits = { x: Float32Array.from(rows, () => 64), y: Float32Array.from(rows, (row) => row + 0.5), depth: Float32Array.from(rows, (row) => depth[row * size + 64]) };
    const openness = new Float64Array(rows.length);
    fillOpenness(map, hits, Int32Array.from(rows.keys()), 0, rows.length, openness);
    return [...openness];
  };

  it("darkens corners, the sharper the more, and nothing else", () => {
    const rows = [20, 62, 64, 66, 110];
    const right = opennessOf((slope) => 2 / (1 + Math.abs(slope)), rows);
    const obtuse = opennessOf((slope) => (slope < 0 ? 2 : 2 / (1 + slope)), rows);
    expect(right[2]).toBeGreaterThan(0.5);
    expect(right[2]).toBeLessThan(0.7);
    expect(obtuse[2]).toBeLessThan(0.9);
    expect(obtuse[2]).toBeGreaterThan(right[2] + 0.15);
    for (const far of [right[0], right[4], obtuse[0], obtuse[4]]) expect(far).toBeGreaterThan(0.97);
    for (const ridge of opennessOf((slope) => 2 / (1 - Math.abs(slope)), rows)) expect(ridge).toBeGreaterThan(0.99);
    for (const plane of opennessOf(() => 2, rows)) expect(plane).toBeCloseTo(1, 5);
  });

  it("is null where nothing is seen", () => {
    expect(ambientOcclusion({ width: 8, height: 8, depth: new Float32Array(64) }, [8, 0, 4, 0, 8, 4, 0, 0, 1], 1)).toBeNull();
  });
});

it("shades the same bits every time", () => {
  const environment = environmentOf((x, y, z) => [1 + x, 1 + y, 1 + z], { panorama: panoramaOf(128, (x, y, z) => [1 + x, 1 + y, 1 + z]) });
  const scene = () => lit(sphere({ ...WHITE, roughness: 0.3 }), { ...environment }, { environmentRotationRadians: 1 });
  expect(renderPasses(scene()).color).toEqual(renderPasses(scene()).color);
});
