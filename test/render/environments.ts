/** Hand-made environments and a sphere for the tests of light. */
import type { Environment, Panorama } from "../../src/sample/environment.js";
import type { Material, Shape } from "../../src/sample/shape.js";
import { shapeOf } from "./scenes.js";

type Radiance = (x: number, y: number, z: number) => readonly [number, number, number];

/** An environment from a function of the direction. */
export function environmentOf(radiance: Radiance, more: Partial<Environment> = {}): Environment {
  return {
    id: "test",
    source: { kind: "builtin", name: "test", licence: null, author: null, sha256: "0".repeat(64) },
    parameters: {},
    radiance: (x, y, z, out) => out.set(radiance(x, y, z)),
    panorama: null,
    lights: [],
    floor: null,
    ...more,
  };
}

/** A panorama whose pixels are a function of their directions (convention of sample/environment.ts). */
export function panoramaOf(width: number, radiance: Radiance): Panorama {
  const height = width / 2;
  const data = new Float32Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const azimuth = (0.5 - (column + 0.5) / width) * 2 * Math.PI;
      const polar = ((row + 0.5) / height) * Math.PI;
      data.set(radiance(Math.sin(polar) * Math.cos(azimuth), Math.sin(polar) * Math.sin(azimuth), Math.cos(polar)), (row * width + column) * 3);
    }
  }
  return { width, height, data };
}

/** A sphere of diameter 1 with smooth normals. */
export function sphere(material: Partial<Material> = {}): Shape {
  const columns = 48, rows = 24;
  const positions: number[] = [];
  const indices: number[] = [];
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const polar = (row / rows) * Math.PI, azimuth = (column / columns) * 2 * Math.PI;
      positions.push(0.5 * Math.sin(polar) * Math.cos(azimuth), 0.5 * Math.sin(polar) * Math.sin(azimuth), 0.5 * Math.cos(polar));
      if (row === rows || column === columns) continue;
      const at = row * (columns + 1) + column;
      indices.push(at, at + columns + 1, at + columns + 2, at, at + columns + 2, at + 1);
    }
  }
  return shapeOf(positions, indices, material, { normals: new Float32Array(positions.map((value) => value * 2)) });
}
