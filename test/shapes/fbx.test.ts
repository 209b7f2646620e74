import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Shape } from "../../src/sample/shape.js";
import { hashShape, loadShape } from "../../src/shapes/load-shape.js";
import { movements, poseShape } from "../../src/shapes/pose-shape.js";
import { expectError } from "./expect-error.js";
import { temporaryFile, temporaryFolder } from "../temporary-folder.js";
import { areaAndVolume, corner } from "./shape-measures.js";

const GOLDEN = "test/golden/shapes";
const TAXI = "../shared/assets/models/kenney/taxi.glb";

/** Mean sRGB colour of the surface, each triangle seen at its centre and weighted by its area. */
function meanColor(shape: Shape): number[] {
  const sum = [0, 0, 0];
  let total = 0;
  for (const mesh of shape.meshes) {
    const { texture } = shape.materials[mesh.material]!.baseColorTexture!;
    for (let i = 0; i < mesh.indices.length; i += 3) {
      const [a, b, c] = [corner(mesh, i), corner(mesh, i + 1), corner(mesh, i + 2)];
      const cross = [0, 1, 2].map((k) => (b[(k + 1) % 3]! - a[(k + 1) % 3]!) * (c[(k + 2) % 3]! - a[(k + 2) % 3]!) - (b[(k + 2) % 3]! - a[(k + 2) % 3]!) * (c[(k + 1) % 3]! - a[(k + 1) % 3]!));
      const area = Math.sqrt(cross.reduce((all, value) => all + value * value, 0));
      const [u, v] = [0, 1].map((k) => [0, 1, 2].reduce((all, j) => all + mesh.texCoords[0]![mesh.indices[i + j]! * 2 + k]! / 3, 0));
      const at = (Math.floor((v! % 1) * texture.height) * texture.width + Math.floor((u! % 1) * texture.width)) * 4;
      for (let k = 0; k < 3; k++) sum[k]! += area * texture.data[at + k]!;
      total += area;
    }
  }
  return sum.map((value) => value / total);
}

describe("a textured FBX and OBJ beside the same model as GLB", () => {
  it.each([`${GOLDEN}/taxi.fbx`, "../shared/assets/models/obj/taxi.obj"])("%s: size, area, volume, parts, picture and colours agree", async (file) => {
    const [other, glb] = [await loadShape(file), await loadShape(TAXI)];
    other.dimensions.forEach((side, axis) => expect(side).toBeCloseTo(glb.dimensions[axis]!, 5));
    expect(areaAndVolume(other).area).toBeCloseTo(areaAndVolume(glb).area, 3);
    expect(areaAndVolume(other).volume).toBeCloseTo(areaAndVolume(glb).volume, 4);
    expect([...other.parts].sort()).toEqual([...glb.parts].sort());
    const picture = (shape: Shape) => shape.materials[0]!.baseColorTexture!.texture;
    expect([picture(other).width, picture(other).height]).toEqual([picture(glb).width, picture(glb).height]);
    expect(Buffer.compare(picture(other).data, picture(glb).data)).toBe(0);
    expect(other.materials[0]!.baseColor).toEqual(glb.materials[0]!.baseColor);
    meanColor(other).forEach((value, channel) => expect(value).toBeCloseTo(meanColor(glb)[channel]!, 0));
    expect(other.frontKnown).toBe(false);
  });

  it("keeps what Blender says of roughness and metal", async () => {
    const { materials } = await loadShape(`${GOLDEN}/crate.fbx`);
    expect(materials).toHaveLength(1);
    expect(materials[0]!.roughness).toBeCloseTo(0.3, 6);
    expect(materials[0]!.metallic).toBeCloseTo(0.25, 6);
  });
});

/** Largest distance from a vertex of one to the nearest of the other, both ways. */
function apart(one: Shape, other: Shape): number {
  const points = ({ meshes }: Shape) => meshes.flatMap(({ positions }) => Array.from({ length: positions.length / 3 }, (_, i) => [...positions.subarray(i * 3, i * 3 + 3)]));
  const farthest = (from: number[][], to: number[][]) => Math.max(...from.map((p) => Math.min(...to.map((q) => Math.hypot(p[0]! - q[0]!, p[1]! - q[1]!, p[2]! - q[2]!)))));
  return Math.max(farthest(points(one), points(other)), farthest(points(other), points(one)));
}

describe("a rigged FBX beside the same model as GLB", () => {
  const both = () => Promise.all([loadShape(`${GOLDEN}/post.fbx`), loadShape(`${GOLDEN}/post.glb`)]);

  it("rests in the same pose, without warnings, and knows the same movements", async () => {
    const warnings: string[] = [];
    const fbx = await loadShape(`${GOLDEN}/post.fbx`, { onWarning: (message) => warnings.push(message) });
    const glb = await loadShape(`${GOLDEN}/post.glb`);
    expect(warnings).toEqual([]);
    expect(apart(fbx, glb)).toBeLessThan(1e-5);
    fbx.dimensions.forEach((side, axis) => expect(side).toBeCloseTo(glb.dimensions[axis]!, 5));
    expect(movements(fbx)).toEqual({ clips: [expect.any(String)], morphTargets: ["fat"] });
    expect(fbx.rig!.clips[0]!.durationSeconds).toBeCloseTo(glb.rig!.clips[0]!.durationSeconds, 3);
    expect(poseShape(fbx, { clip: null, timeSeconds: 0, morphWeights: {} }).meshes).toEqual(fbx.meshes);
  });

  it.each([0, 0.3, 0.75, 1.04])("its clip bends and lifts it alike at %d s, its shape key swells it alike", async (timeSeconds) => {
    const [fbx, glb] = await both();
    const pose = (shape: Shape, morphWeights: Record<string, number> = {}) => poseShape(shape, { clip: movements(shape).clips[0]!, timeSeconds, morphWeights });
    expect(apart(pose(fbx), pose(glb))).toBeLessThan(1e-4);
    expect(apart(pose(fbx, { fat: 0.5 }), pose(glb, { fat: 0.5 }))).toBeLessThan(1e-4);
    if (timeSeconds > 0) expect(apart(pose(fbx), fbx)).toBeGreaterThan(0.02);
    expect(apart(pose(fbx, { fat: 0.5 }), pose(fbx))).toBeGreaterThan(0.02);
    // outsides stay outside
    expect(areaAndVolume(pose(fbx)).volume).toBeCloseTo(areaAndVolume(pose(glb)).volume, 4);
  });
});

describe("what an FBX may bring along", () => {
  it("cameras and lights are left out with one warning; the clip is there; nothing is printed, nothing stays behind", async () => {
    const printed = vi.spyOn(console, "warn");
    const warnings: string[] = [];
    const shape = await loadShape(`${GOLDEN}/crate.fbx`, { onWarning: (message) => warnings.push(message) });
    expect(movements(shape).clips).toHaveLength(1);
    expect(warnings).toEqual([`${GOLDEN}/crate.fbx: cameras, lights left out.`]);
    expect(printed).not.toHaveBeenCalled();
    expect("window" in globalThis).toBe(false);
    printed.mockRestore();
  });

  it("a picture is found by its name beside the model or in textures/, whatever path the file names", async () => {
    for (const place of ["crate.png", "textures/crate.png", "crate.fbm/crate.png"]) {
      const path = join(temporaryFolder(), "crate.fbx");
      copyFileSync(`${GOLDEN}/crate.fbx`, path);
      mkdirSync(dirname(join(dirname(path), place)), { recursive: true });
      copyFileSync(`${GOLDEN}/crate.png`, join(dirname(path), place));
      const shape = await loadShape(path);
      expect(shape.materials[0]!.baseColorTexture!.texture.name).toBe(place);
      expect(await hashShape(path)).toBe(shape.source.sha256);
    }
  });

  it("a picture that is nowhere: says where it was looked for", async () => {
    const error = await expectError(loadShape(temporaryFile("crate.fbx", readFileSync(`${GOLDEN}/crate.fbx`))), "E_TEXTURE", /crate\.png, a texture of .*crate\.fbx, is not there/);
    expect(error.hint).toContain("textures/crate.png");
  });

  it("old versions, text without objects, a compressed array that swells", async () => {
    const bytes = readFileSync(`${GOLDEN}/taxi.fbx`);
    const old = Uint8Array.from(bytes);
    new DataView(old.buffer).setUint32(23, 6100, true);
    await expectError(loadShape(temporaryFile("old.fbx", old)), "E_SHAPE_FILE", /version 6\.1/);
    await expectError(loadShape(temporaryFile("text.fbx", "; FBX 7.4.0 project file\nFBXHeaderExtension:  {\n\tFBXVersion: 7400\n}\n")), "E_SHAPE_FILE", /cut off/);
    const bomb = Uint8Array.from(bytes);
    // "d" arrays that are compressed: claim fewer numbers than are in them
    const view = new DataView(bomb.buffer);
    for (let at = 0; at + 14 < bomb.length; at++) {
      if (bomb[at] === 0x64 && view.getUint32(at + 5, true) === 1 && bomb[at + 13] === 0x78) {
        view.setUint32(at + 1, 3, true);
        break;
      }
    }
    await expectError(loadShape(temporaryFile("bomb.fbx", bomb)), "E_SHAPE_FILE", /cannot be unpacked|instead of/);
  });

  it("a Blender file: how to convert it", async () => {
    const error = await expectError(loadShape(temporaryFile("chair.blend", "BLENDER-v300")), "E_SHAPE_FILE", /\.blend/);
    expect(error.hint).toMatch(/blender --background ".*chair\.blend" --python-expr .*export_scene\.gltf\(filepath='.*chair\.glb'\)/);
  });
});
