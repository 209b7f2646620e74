import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hashShape, loadShape } from "../../src/shapes/load-shape.js";
import type { Axis } from "../../src/shapes/normalize.js";
import { areaAndVolume, boundsOf, normalAgreement } from "./shape-measures.js";

const MODELS = "../shared/assets/models";
const manifest = JSON.parse(readFileSync(`${MODELS}/manifest.json`, "utf8")) as { id: string; file: string; category: string; front: Axis | null; up: Axis }[];

async function load(id: string) {
  const { file, front, up } = manifest.find((model) => model.id === id)!;
  return loadShape(`${MODELS}/${file}`, { front, up, id });
}

describe("the 75 models", () => {
  it("load with longest side 1, centred, with outward normals and unit lengths", async () => {
    expect(manifest).toHaveLength(75);
    for (const { id, front } of manifest) {
      const shape = await load(id);
      expect(Math.max(...shape.dimensions), id).toBe(1);
      expect(shape.frontKnown).toBe(front !== null);
      const { minimum, maximum } = boundsOf(...shape.meshes);
      for (let k = 0; k < 3; k++) {
        expect(maximum[k]! + minimum[k]!, id).toBeCloseTo(0, 6);
        expect(maximum[k]! - minimum[k]!, id).toBeCloseTo(shape.dimensions[k]!, 6);
      }
      // normals of some hand-made triangles lean over; a wrong winding would turn nearly all
      expect(normalAgreement(shape), id).toBeGreaterThan(0.9);
    }
  });

  it.each([["taxi"], ["sedan"], ["police"], ["firetruck"], ["BasicCarPack2017_Taxi"], ["RealisticCarPack2018_SUV"]])("%s is longer than wide and taller than nothing: it faces along y", async (id) => {
    const { dimensions } = await load(id);
    expect(dimensions[1]).toBe(1);
    expect(dimensions[2]).toBeLessThan(dimensions[1]);
    expect(dimensions[0]).toBeLessThan(dimensions[1]);
  });

  it("a tractor's shovel is at −y and its big wheels are at +y", async () => {
    const shape = await load("tractor-shovel");
    const part = (name: RegExp) => boundsOf(...shape.meshes.filter((mesh) => name.test(shape.parts[mesh.part]!)));
    const [front, back] = [part(/wheel-front/), part(/wheel-back/)];
    expect(front.maximum[1]).toBeLessThan(back.minimum[1] + 0.2);
    expect(back.maximum[2] - back.minimum[2]).toBeGreaterThan(front.maximum[2] - front.minimum[2]);
    // wheels stand at the bottom: z is up
    expect(Math.min(front.minimum[2], back.minimum[2])).toBeCloseTo(-shape.dimensions[2] / 2, 1);
  });

  it("a passenger's left is at +x: the wheel called left has positive x when the front is −y", async () => {
    const shape = await load("taxi");
    const left = boundsOf(...shape.meshes.filter((mesh) => shape.parts[mesh.part] === "wheel-front-left"));
    expect(left.minimum[0]).toBeGreaterThan(0);
    expect(left.maximum[1]).toBeLessThan(0);
  });

  it("a chair's back is at +y", async () => {
    const shape = await load("FurniturePack2017_Chair");
    // what is in the upper third is the back
    const upper = shape.meshes.flatMap((mesh) => Array.from({ length: mesh.positions.length / 3 }, (_, i) => [...mesh.positions.subarray(i * 3, i * 3 + 3)])).filter(([, , z]) => z! > 0.25);
    expect(upper.length).toBeGreaterThan(3);
    expect(upper.reduce((sum, [, y]) => sum + y!, 0) / upper.length).toBeGreaterThan(0.05);
  });
});

describe("FlightHelmet", () => {
  it("has six meshes, fifteen textures, tangents for its normal maps, and one hash", async () => {
    const file = `${MODELS}/flight-helmet/FlightHelmet.gltf`;
    const shape = await loadShape(file);
    expect(shape.meshes).toHaveLength(6);
    expect(shape.meshes.reduce((sum, mesh) => sum + mesh.indices.length / 3, 0)).toBeGreaterThan(46_000);
    const slots = shape.materials.flatMap((one) => [one.baseColorTexture, one.metallicRoughnessTexture, one.normalTexture, one.occlusionTexture, one.emissiveTexture]);
    expect(new Set(slots.flatMap((slot) => (slot === null ? [] : [slot.texture])))).toHaveProperty("size", 15);
    expect(shape.meshes.every((mesh) => mesh.tangents !== null || shape.materials[mesh.material]!.normalTexture === null)).toBe(true);
    expect(shape.frontKnown).toBe(false);
    expect(shape.dimensions[2]).toBe(1);
    expect(await hashShape(file)).toBe(shape.source.sha256);
  });
});

describe("OBJ and GLB of the same model", () => {
  it.each(["sedan", "taxi", "delivery", "firetruck", "race"])("%s has equal bounds, area, volume, parts and texture", async (name) => {
    const options = { front: "+Z", up: "+Y" } as const;
    const [obj, glb] = await Promise.all([loadShape(`${MODELS}/obj/${name}.obj`, options), loadShape(`${MODELS}/kenney/${name}.glb`, options)]);
    const [a, b] = [areaAndVolume(obj), areaAndVolume(glb)];
    for (let k = 0; k < 3; k++) expect(obj.dimensions[k]).toBeCloseTo(glb.dimensions[k]!, 5);
    expect(a.area / b.area).toBeCloseTo(1, 4);
    expect(a.volume / b.volume).toBeCloseTo(1, 4);
    expect([...obj.parts].sort()).toEqual([...glb.parts].sort());
    const pixels = [obj, glb].map((shape) => Buffer.from(shape.materials[0]!.baseColorTexture!.texture.data));
    expect(pixels[0]!.equals(pixels[1]!)).toBe(true);
    expect(normalAgreement(obj)).toBeGreaterThan(0.95);
    expect(await hashShape(`${MODELS}/obj/${name}.obj`)).toBe(obj.source.sha256);
  });
});
