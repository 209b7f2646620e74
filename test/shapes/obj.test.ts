import { writeFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodePng } from "../../src/codecs/image.js";
import { hashShape, loadShape } from "../../src/shapes/load-shape.js";
import { parseMtl } from "../../src/shapes/mtl.js";
import { roughnessFromPhong } from "../../src/shapes/obj-material.js";
import { triangulatePolygon } from "../../src/shapes/triangulate-polygon.js";
import { expectError } from "./expect-error.js";
import { temporaryFile } from "../temporary-folder.js";
import { areaAndVolume, largestDifference, normalAgreement } from "./shape-measures.js";

const UPRIGHT = { up: "+Z", front: "-Y" } as const;

/** An OBJ with files beside it. */
function objWith(text: string, files: Record<string, string | Uint8Array> = {}): string {
  const path = temporaryFile("model.obj", text);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dirname(path), name)), { recursive: true });
    writeFileSync(join(dirname(path), name), content);
  }
  return path;
}

const SQUARE = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\n";
const gray = (...values: number[]) => encodePng({ width: values.length, height: 1, channels: 4, data: Uint8Array.from(values.flatMap((value) => [value, value, value, 255])) });

describe("geometry", () => {
  it("groups and objects are parts, equal names are one part, negative indices count back", async () => {
    const shape = await loadShape(objWith(`${SQUARE}o Door\nf 1 2 3\ng handle\nf -4 -2 -1\nv 9 0 0\ng Door\nf 1 2 5 \\\n 4\n`), UPRIGHT);
    expect(shape.parts).toEqual(["Door", "handle"]);
    expect(shape.meshes.map((mesh) => mesh.indices.length)).toEqual([6, 3]);
  });

  it("corners with equal position, texture coordinate and normal are one vertex", async () => {
    const shape = await loadShape(objWith(`${SQUARE}vn 0 0 1\nf 1/1/1 2/2/1 3/3/1 4/4/1\n`), UPRIGHT);
    expect(shape.meshes[0]!.positions).toHaveLength(4 * 3);
    expect([...shape.meshes[0]!.texCoords[0]!]).toEqual([0, 1, 1, 1, 1, 0, 0, 0]); // v runs down
  });

  it("without normals: flat, or shared within a smoothing group, weighted by area", async () => {
    const roof = "v 0 0 0\nv 4 0 0\nv 4 1 1\nv 0 1 1\nv 4 3 0\nv 0 3 0\n";
    const flat = await loadShape(objWith(`${roof}f 1 2 3 4\nf 4 3 5 6\n`), UPRIGHT);
    expect(flat.meshes[0]!.positions).toHaveLength(8 * 3);
    expect(normalAgreement(flat)).toBe(1);
    const smooth = await loadShape(objWith(`${roof}s 1\nf 1 2 3 4\nf 4 3 5 6\n`), UPRIGHT);
    expect(smooth.meshes[0]!.positions).toHaveLength(6 * 3);
    // the ridge: (0, −4, 4) + (0, 4, 8) made unit
    const ridge = [...smooth.meshes[0]!.normals.subarray(6, 9)];
    expect(largestDifference(ridge, [0, 0, 1])).toBeLessThan(1e-6);
  });

  it("a concave polygon is filled, not fanned", async () => {
    // an arrow head: the fan from its first corner would lie outside
    const shape = await loadShape(objWith("v 0 0 0\nv 4 -3 0\nv 1 0 0\nv 4 3 0\nf 2 3 4 1\n"), UPRIGHT);
    expect(areaAndVolume(shape).area * 36).toBeCloseTo(3, 5);
  });

  it.each([
    ["an index beyond the list", "f 1 2 9\n", /Line 9 .* vertex 9, but there are 4/],
    ["index zero", "f 0 1 2\n", /vertex 0/],
    ["a negative index before the list", "f -9 1 2\n", /vertex -9/],
    ["a texture coordinate beyond the list", "f 1/9 2/1 3/1\n", /texture coordinate 9/],
    ["a normal that is not there", "f 1//1 2//1 3//1\n", /normal 1/],
    ["words for numbers", "v one two three\n", /"one" where a number should be/],
    ["half a vertex", "v 1 2\n", /"nothing" where a number/],
    ["NaN", "v nan 0 0\nf 1 2 5\n", /"nan"/],
    ["a face with two corners", "f 1 2\n", /a face of 2 corners/],
  ])("%s is refused with its line", async (_, line, message) => {
    await expectError(loadShape(objWith(SQUARE + line)), "E_SHAPE_GEOMETRY", message);
  });

  it("infinite and huge coordinates, and no faces at all", async () => {
    await expectError(loadShape(objWith(`${SQUARE}v 1e400 0 0\nf 1 2 5\n`)), "E_SHAPE_GEOMETRY", /group "default"/);
    await expectError(loadShape(objWith(`${SQUARE}v 1e12 0 0\nf 1 2 5\n`)), "E_SHAPE_GEOMETRY", /1000000\d+|1e\+?12|999999/);
    await expectError(loadShape(objWith(SQUARE)), "E_SHAPE_GEOMETRY", /no triangle/);
    await expectError(loadShape(objWith(`${SQUARE}f 1 2 3\n`), { limits: { vertices: 3 } }), "E_SHAPE_FILE", /more than 3 vertices/);
  });
});

describe("polygons", () => {
  it("any star-shaped polygon is covered exactly once", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 14 }), (radii) => {
        const corners = radii.map((radius, i) => [radius * Math.cos((2 * Math.PI * i) / radii.length), radius * Math.sin((2 * Math.PI * i) / radii.length), 0] as const);
        const cross = (a: readonly number[], b: readonly number[]) => a[0]! * b[1]! - a[1]! * b[0]!;
        const area = corners.reduce((sum, corner, i) => sum + cross(corner, corners[(i + 1) % corners.length]!), 0);
        const triangles = triangulatePolygon(corners);
        let covered = 0;
        for (let i = 0; i < triangles.length; i += 3) {
          const [a, b, c] = [corners[triangles[i]!]!, corners[triangles[i + 1]!]!, corners[triangles[i + 2]!]!];
          covered += Math.abs(cross([b[0] - a[0], b[1] - a[1]], [c[0] - a[0], c[1] - a[1]]));
        }
        expect(triangles).toHaveLength(3 * (radii.length - 2));
        expect(covered).toBeCloseTo(area, 9);
      }),
    );
  });
});

describe("materials", () => {
  it("values, with stated conversions", async () => {
    const mtl = "newmtl red paint\nKd 1 0 0\nKs 0.5 0.5 0.5\nNs 96\nd 0.5\nKe 0 0 1\nnewmtl pbr\nKd 0.5 0.5 0.5\nPr 0.25\nPm 0.75\n";
    const shape = await loadShape(objWith(`mtllib my lib.mtl\n${SQUARE}usemtl red paint\nf 1 2 3\nusemtl pbr\nf 1 3 4\n`, { "my lib.mtl": mtl }), UPRIGHT);
    expect(shape.materials[0]).toMatchObject({ name: "red paint", baseColor: [1, 0, 0, 0.5], alphaMode: "blend", emissive: [0, 0, 1], metallic: 0 });
    expect(shape.materials[0]!.roughness).toBeCloseTo((2 / 98) ** 0.25, 12);
    expect(shape.materials[1]).toMatchObject({ roughness: 0.25, metallic: 0.75 });
    expect(shape.materials[1]!.baseColor[0]).toBeCloseTo(0.2140, 4);
  });

  it("roughness falls with shininess and rises where Ks is dark", () => {
    expect(roughnessFromPhong(0, [1, 1, 1])).toBe(1);
    expect(roughnessFromPhong(1000, [1, 1, 1])).toBeLessThan(roughnessFromPhong(10, [1, 1, 1]));
    expect(roughnessFromPhong(1000, [0, 0, 0])).toBe(1);
  });

  it("textures are found with backslashes, other case, options and spaces", async () => {
    const mtl = "newmtl m\nmap_Kd -s 2 3 1 -o 0.25 0.5 -clamp on Maps\\My Paint.PNG\n";
    const path = objWith(`mtllib a.mtl\n${SQUARE}usemtl m\nf 1/1 2/2 3/3 4/4\n`, { "a.mtl": mtl, "maps/my paint.png": await gray(10, 20) });
    const shape = await loadShape(path, UPRIGHT);
    const slot = shape.materials[0]!.baseColorTexture!;
    expect([...slot.texture.data]).toEqual([10, 10, 10, 255, 20, 20, 20, 255]);
    // v up: v' = 3 v + 0.5; v down: 1 − v' = 3 (1 − v) − 2.5
    expect(slot).toMatchObject({ wrapS: "clamp", transform: [2, 0, 0.25, 0, 3, -2.5] });
    expect([...shape.meshes[0]!.texCoords[0]!]).toEqual([0, 1, 1, 1, 1, 0, 0, 0]);
    expect(await hashShape(path)).toBe(shape.source.sha256);
  });

  it("an opacity picture becomes alpha: cut out or blended by what it holds", async () => {
    const path = (name: string) => `mtllib a.mtl\n${SQUARE}usemtl ${name}\nf 1/1 2/2 3/3 4/4\n`;
    const files = { "a.mtl": "newmtl cut\nmap_Kd c.png\nmap_d cut.png\nnewmtl soft\nmap_d soft.png\n", "c.png": await gray(50), "cut.png": await gray(0, 255), "soft.png": await gray(100, 150) };
    const cut = (await loadShape(objWith(path("cut"), files))).materials[0]!;
    expect(cut.alphaMode).toBe("mask");
    expect([...cut.baseColorTexture!.texture.data]).toEqual([50, 50, 50, 0, 50, 50, 50, 255]);
    expect((await loadShape(objWith(path("soft"), files))).materials[0]!.alphaMode).toBe("blend");
  });

  it("roughness and metallic pictures are put into one; a gray bump map is a height map and left out", async () => {
    const warnings: string[] = [];
    const files = { "a.mtl": "newmtl m\nmap_Pr r.png\nmap_Pm m.png\nmap_Bump b.png\n", "r.png": await gray(40), "m.png": await gray(200, 100), "b.png": await gray(1, 2) };
    const shape = await loadShape(objWith(`mtllib a.mtl\n${SQUARE}usemtl m\nf 1/1 2/2 3/3\n`, files), { onWarning: (message) => warnings.push(message) });
    const material = shape.materials[0]!;
    expect([...material.metallicRoughnessTexture!.texture.data]).toEqual([255, 40, 200, 255, 255, 40, 100, 255]);
    expect(material).toMatchObject({ roughness: 1, metallic: 1, normalTexture: null });
    expect(warnings.join()).toMatch(/height map b\.png/);
  });

  it("a normal map in map_Bump is one when it has colour, and brings tangents", async () => {
    const blue = await encodePng({ width: 1, height: 1, channels: 4, data: Uint8Array.from([128, 128, 255, 255]) });
    const shape = await loadShape(objWith(`mtllib a.mtl\n${SQUARE}usemtl m\nf 1/1 2/2 3/3 4/4\n`, { "a.mtl": "newmtl m\nmap_Bump -bm 0.5 n.png\n", "n.png": blue }), UPRIGHT);
    expect(shape.materials[0]).toMatchObject({ normalScale: 0.5 });
    for (let i = 0; i < 16; i += 4) expect([...shape.meshes[0]!.tangents!.subarray(i, i + 4)]).toEqual([1, 0, 0, 1]);
  });

  it("missing libraries and pictures, and references that leave the folder", async () => {
    const text = `mtllib a.mtl\n${SQUARE}usemtl m\nf 1 2 3\n`;
    const error = await expectError(loadShape(objWith(text)), "E_TEXTURE", /a\.mtl, a material library of .*model\.obj, cannot be read: there is no such file/);
    expect(error.hint).toMatch(/Put the file there/);
    await expectError(loadShape(objWith(text, { "a.mtl": "newmtl m\nmap_Kd gone.png\n" })), "E_TEXTURE", /gone\.png/);
    for (const reference of ["../up.png", "/etc/hostname", "C:\\Users\\me\\a.png", "http://example.com/a.png", "x\\..\\..\\up.png"]) {
      await expectError(loadShape(objWith(text, { "a.mtl": `newmtl m\nmap_Kd ${reference}\n` })), "E_EXTERNAL_URI", /refers to/);
    }
    await expectError(loadShape(objWith(text.replace("a.mtl", "../a.mtl"))), "E_EXTERNAL_URI", /refers to/);
  });

  it("an unknown material and a fully transparent one are shown, with warnings", async () => {
    const warnings: string[] = [];
    const shape = await loadShape(objWith(`mtllib a.mtl\n${SQUARE}usemtl m\nf 1 2 3\nusemtl nobody\nf 1 3 4\n`, { "a.mtl": "newmtl m\nd 0\n" }), { onWarning: (message) => warnings.push(message) });
    expect(shape.materials.map((material) => material.baseColor[3])).toEqual([1, 1]);
    expect(warnings.join()).toMatch(/wholly transparent.*no library has the material nobody/s);
  });

  it("maps in a library of a sub-folder are relative to it", () => {
    expect(parseMtl("newmtl a\nmap_Kd tex\\a.png\nmap_d /abs.png", "mats")[0]!.maps).toMatchObject({ color: { reference: "mats/tex/a.png" }, opacity: { reference: "/abs.png" } });
  });
});
