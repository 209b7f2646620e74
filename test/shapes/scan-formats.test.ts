/** PLY, OFF and STL beyond what all loaders share. */
import { describe, expect, it } from "vitest";
import { loadShape } from "../../src/shapes/load-shape.js";
import { temporaryFile } from "../temporary-folder.js";
import { areaAndVolume } from "./shape-measures.js";

/** Two triangles that make a square, with the vertex lines given. */
const square = (properties: readonly string[], vertices: readonly string[]): string =>
  ["ply", "format ascii 1.0", "element vertex 4", "property float x", "property float y", "property float z", ...properties, "element face 1", "property list uchar int vertex_index", "end_header", ...vertices, "4 0 1 2 3", ""].join("\n");
const CORNERS = ["0 0 0", "1 0 0", "1 1 0", "0 1 0"];

describe("PLY", () => {
  it("colours per vertex are sRGB and become linear, white where nothing else is said", async () => {
    const { meshes, materials } = await loadShape(temporaryFile("a.ply", square(["property uchar red", "property uchar green", "property uchar blue"], CORNERS.map((corner) => `${corner} 128 255 0`))));
    expect(meshes[0]!.colors!.slice(0, 4)[0]).toBeCloseTo(0.2158605, 6);
    expect([...meshes[0]!.colors!.slice(1, 4)]).toEqual([1, 0, 1]);
    expect(materials[0]!.baseColor).toEqual([1, 1, 1, 1]);
  });

  it("normals and texture coordinates per vertex; v runs up in PLY", async () => {
    const { meshes } = await loadShape(temporaryFile("a.ply", square(["property float nx", "property float ny", "property float nz", "property float s", "property float t"], CORNERS.map((corner, i) => `${corner} 0 0 2 ${i / 4} 0.25`))), { up: "+Z", front: "-Y" });
    expect([...meshes[0]!.normals.slice(0, 3)]).toEqual([0, 0, 1]);
    expect([...meshes[0]!.texCoords[0]!.slice(0, 4)]).toEqual([0, 0.75, 0.25, 0.75]);
  });

  it("unknown properties, unknown elements and lists before and after are passed over", async () => {
    const text = ["ply", "format ascii 1.0", "obj_info made by hand", "element note 1", "property list uchar float values", "element vertex 3", "property double confidence", "property float x", "property float y", "property float z", "element face 1", "property uchar flags", "property list uint8 uint32 vertex_indices", "property list uchar int more", "element edge 1", "property int a", "end_header", "2 5 6", "1 0 0 0", "1 1 0 0", "1 0 1 0", "7 3 0 1 2 1 9", "4", ""].join("\r\n");
    expect(areaAndVolume(await loadShape(temporaryFile("a.ply", text))).area).toBeCloseTo(0.5, 6);
  });

  it("concave polygons are cut right", async () => {
    const text = ["ply", "format ascii 1.0", "element vertex 5", "property float x", "property float y", "property float z", "element face 1", "property list uchar int vertex_indices", "end_header", "0 0 0", "1 0 0", "1 1 0", "0.5 0.25 0", "0 1 0", "5 0 1 2 3 4"].join("\n");
    expect(areaAndVolume(await loadShape(temporaryFile("a.ply", text))).area).toBeCloseTo(0.625, 6);
  });
});

describe("OFF", () => {
  it.each([
    ["COFF with whole numbers", "COFF\n3 1 0\n0 0 0 255 0 0 255\n1 0 0 255 0 0 255\n0 1 0 255 0 0 255\n3 0 1 2\n"],
    ["COFF with parts of one and no alpha", "COFF 3 1 0\n0 0 0 1.0 0.0 0.0\n1 0 0 1.0 0.0 0.0\n0 1 0 1.0 0.0 0.0\n3 0 1 2\n"],
    ["colours of faces", "OFF # comment\n\n3 1 0\n0 0 0\n1 0 0 # another\n0 1 0\n3 0 1 2 255 0 0\n"],
    ["normals and texture coordinates, too", "STCNOFF\n3 1 3\n0 0 0 0 0 1 1.0 0 0 1 0.5 0.5\n1 0 0 0 0 1 1.0 0 0 1 0.5 0.5\n0 1 0 0 0 1 1.0 0 0 1 0.5 0.5\n3 0 1 2\n"],
  ])("%s", async (_name, text) => {
    const { meshes } = await loadShape(temporaryFile("a.off", text));
    expect([...meshes[0]!.colors!]).toEqual([1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1]);
  });

  it("ModelNet's header with the first count glued to the keyword", async () => {
    const shape = await loadShape(temporaryFile("a.off", "OFF3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n"));
    expect(shape.meshes[0]!.indices).toHaveLength(3);
  });
});

describe("normals where a file has none", () => {
  /** A prism around y as STL text. */
  const prism = (sides: number): string => {
    const at = (i: number, y: number): string => `vertex ${Math.cos(((i % sides) / sides) * 2 * Math.PI)} ${y} ${Math.sin(((i % sides) / sides) * 2 * Math.PI)}`;
    const facet = (...corners: string[]): string => `facet normal 0 0 0\nouter loop\n${corners.join("\n")}\nendloop\nendfacet\n`;
    const facets = Array.from({ length: sides }, (_, i) => facet(at(i, 0), at(i, 1), at(i + 1, 0)) + facet(at(i + 1, 0), at(i, 1), at(i + 1, 1)) + facet("vertex 0 1 0", at(i + 1, 1), at(i, 1)) + facet("vertex 0 0 0", at(i, 0), at(i + 1, 0)));
    return `solid prism\n${facets.join("")}endsolid\n`;
  };

  it("are smooth around a cylinder of 24 sides and sharp at its rim", async () => {
    const { meshes } = await loadShape(temporaryFile("a.stl", prism(24)), { up: "+Y" });
    const { positions, normals } = meshes[0]!;
    let round = 0;
    for (let i = 0; i < normals.length; i += 3) {
      if (Math.abs(normals[i + 2]!) > 0.01) expect(Math.abs(normals[i + 2]!)).toBeCloseTo(1, 5);
      else {
        round++;
        const [x, y] = [positions[i]!, positions[i + 1]!];
        // within half a side of the true normal: 24 sides alone would be 7.5° off
        expect((normals[i]! * x + normals[i + 1]! * y) / Math.hypot(x, y)).toBeGreaterThan(Math.cos(Math.PI / 24 / 2));
      }
    }
    expect(round).toBe(48);
  });

  it("are flat on a prism of six sides", async () => {
    const { meshes } = await loadShape(temporaryFile("a.stl", prism(6)), { up: "+Y" });
    for (let i = 0; i < meshes[0]!.indices.length; i += 3) {
      const [a, b] = [meshes[0]!.indices[i]! * 3, meshes[0]!.indices[i + 1]! * 3];
      for (let k = 0; k < 3; k++) expect(meshes[0]!.normals[a + k]).toBeCloseTo(meshes[0]!.normals[b + k]!, 6);
    }
  });

  it("several solids of an STL are its parts", async () => {
    const solid = (name: string, x: number): string => `solid ${name}\nfacet normal 0 0 1\nouter loop\nvertex ${x} 0 0\nvertex ${x + 1} 0 0\nvertex ${x} 1 0\nendloop\nendfacet\nendsolid ${name}\n`;
    expect((await loadShape(temporaryFile("a.stl", solid("left", 0) + solid("right door", 3)))).parts).toEqual(["left", "right door"]);
  });
});
