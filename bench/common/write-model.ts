/** One shape as a file in each format that is loaded: its positions and triangles, to the last bit where the format can. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Document, WebIO } from "@gltf-transform/core";
import type { Mesh, Shape } from "../../src/sample/shape.js";

/** Formats of {@link writeModel}. */
export const WRITTEN_FORMATS = ["glb", "gltf", "obj", "ply", "ply-binary", "off", "stl", "stl-text", "fbx"] as const;
/** One of {@link WRITTEN_FORMATS}. */
export type WrittenFormat = (typeof WRITTEN_FORMATS)[number];

/** Writes `folder/FORMAT/NAME.ext` and returns its path; its axes are the object's: up +Z, front −Y (FBX: up +Y, front +Z). */
export async function writeModel(shape: Shape, format: WrittenFormat, folder: string): Promise<string> {
  const inside = join(folder, format);
  mkdirSync(inside, { recursive: true });
  const path = join(inside, `${shape.id}.${format.split("-")[0]}`);
  if (format === "gltf") {
    const { json, resources } = await new WebIO().writeJSON(documentOf(shape), { basename: shape.id });
    for (const [name, bytes] of Object.entries(resources)) writeFileSync(join(inside, name), bytes);
    writeFileSync(path, JSON.stringify(json));
  } else writeFileSync(path, await bytesOf(shape, format));
  return path;
}

async function bytesOf(shape: Shape, format: WrittenFormat): Promise<string | Uint8Array> {
  if (format === "glb") return new WebIO().writeBinary(documentOf(shape));
  if (format === "obj") return objText(shape);
  if (format === "ply") return plyText(shape);
  if (format === "ply-binary") return plyBinary(shape);
  if (format === "off") return offText(shape);
  if (format === "stl") return stlBinary(shape);
  if (format === "stl-text") return stlText(shape);
  return fbxText(shape);
}

function documentOf({ meshes, parts }: Shape): Document {
  const document = new Document();
  const buffer = document.createBuffer();
  const scene = document.createScene();
  for (const mesh of meshes) {
    const accessor = (type: "VEC3" | "SCALAR", array: Float32Array | Uint32Array) => document.createAccessor().setBuffer(buffer).setType(type).setArray(array.slice() as Float32Array<ArrayBuffer>);
    const primitive = document.createPrimitive().setAttribute("POSITION", accessor("VEC3", mesh.positions)).setAttribute("NORMAL", accessor("VEC3", mesh.normals)).setIndices(accessor("SCALAR", mesh.indices));
    const name = parts[mesh.part]!;
    scene.addChild(document.createNode(name).setMesh(document.createMesh(name).addPrimitive(primitive)));
  }
  return document;
}

const triples = (values: ArrayLike<number>): number[][] => Array.from({ length: values.length / 3 }, (_, i) => [values[i * 3], values[i * 3 + 1], values[i * 3 + 2]]);

/** All meshes as one list of points and triangles. */
function joined(meshes: readonly Mesh[]): { points: number[][]; triangles: number[][] } {
  const points: number[][] = [];
  const triangles: number[][] = [];
  for (const mesh of meshes) {
    const first = points.length;
    points.push(...triples(mesh.positions));
    triangles.push(...triples(mesh.indices).map((triangle) => triangle.map((vertex) => vertex + first)));
  }
  return { points, triangles };
}

const lines = (rows: readonly (string | readonly number[])[]): string => `${rows.map((row) => (typeof row === "string" ? row : row.join(" "))).join("\n")}\n`;

function objText({ meshes, parts }: Shape): string {
  const rows: string[] = [];
  let first = 1;
  for (const mesh of meshes) {
    rows.push(`o ${parts[mesh.part]!.replaceAll(" ", "_")}`);
    rows.push(...triples(mesh.positions).map((point) => `v ${point.join(" ")}`), ...triples(mesh.normals).map((normal) => `vn ${normal.join(" ")}`));
    rows.push(...triples(mesh.indices).map((triangle) => `f ${triangle.map((vertex) => `${vertex + first}//${vertex + first}`).join(" ")}`));
    first += mesh.positions.length / 3;
  }
  return lines(rows);
}

const plyHeader = (format: string, points: number, faces: number): string[] => [
  "ply", `format ${format} 1.0`, `element vertex ${points}`, "property float x", "property float y", "property float z", `element face ${faces}`, "property list uchar int vertex_indices", "end_header",
];

function plyText({ meshes }: Shape): string {
  const { points, triangles } = joined(meshes);
  return lines([...plyHeader("ascii", points.length, triangles.length), ...points, ...triangles.map((triangle) => [3, ...triangle])]);
}

function plyBinary({ meshes }: Shape): Uint8Array {
  const { points, triangles } = joined(meshes);
  const header = new TextEncoder().encode(lines(plyHeader("binary_little_endian", points.length, triangles.length)));
  const out = new Uint8Array(header.length + points.length * 12 + triangles.length * 13);
  out.set(header);
  const view = new DataView(out.buffer);
  points.flat().forEach((value, i) => view.setFloat32(header.length + i * 4, value, true));
  triangles.forEach((triangle, face) => {
    const at = header.length + points.length * 12 + face * 13;
    view.setUint8(at, 3);
    triangle.forEach((vertex, k) => view.setInt32(at + 1 + k * 4, vertex, true));
  });
  return out;
}

function offText({ meshes }: Shape): string {
  const { points, triangles } = joined(meshes);
  return lines(["OFF", [points.length, triangles.length, 0], ...points, ...triangles.map((triangle) => [3, ...triangle])]);
}

function stlText({ meshes }: Shape): string {
  const { points, triangles } = joined(meshes);
  const facets = triangles.flatMap((triangle) => ["facet normal 0 0 0", "outer loop", ...triangle.map((vertex) => `vertex ${points[vertex].join(" ")}`), "endloop", "endfacet"]);
  return lines(["solid shape", ...facets, "endsolid shape"]);
}

function stlBinary({ meshes }: Shape): Uint8Array {
  const { points, triangles } = joined(meshes);
  const out = new Uint8Array(84 + triangles.length * 50);
  const view = new DataView(out.buffer);
  view.setUint32(80, triangles.length, true);
  triangles.forEach((triangle, face) => triangle.flatMap((vertex) => points[vertex]).forEach((value, k) => view.setFloat32(84 + face * 50 + 12 + k * 4, value, true)));
  return out;
}

/** FBX 7.4 as text, indented by tabs. Its up axis is said to be +Y: the shape is turned to it, which moves and negates numbers only. */
function fbxText({ meshes, parts }: Shape): string {
  const array = (name: string, values: readonly number[]) => [`${name}: *${values.length} {`, `a: ${values.join(",")}`, "}"];
  const objects = meshes.flatMap((mesh, index) => {
    const points = triples(mesh.positions).flatMap(([x, y, z]) => [x, z, -y]);
    const polygons = triples(mesh.indices).flatMap(([a, b, c]) => [a, b, -c - 1]);
    return [
      `Geometry: ${1000 + index}, "Geometry::", "Mesh" {`, ...array("Vertices", points), ...array("PolygonVertexIndex", polygons), "}",
      `Model: ${2000 + index}, "Model::${parts[mesh.part]!}", "Mesh" {`, "Version: 232", "}",
    ];
  });
  const connections = meshes.flatMap((_, index) => [`C: "OO",${2000 + index},0`, `C: "OO",${1000 + index},${2000 + index}`]);
  return lines(indented([
    "; FBX 7.4.0 project file", "FBXHeaderExtension:  {", "FBXVersion: 7400", "}",
    "GlobalSettings:  {", "Properties70:  {", 'P: "UpAxis", "int", "Integer", "",1', 'P: "UnitScaleFactor", "double", "Number", "",1', "}", "}",
    "Objects:  {", ...objects, "}", "Connections:  {", ...connections, "}",
  ]));
}

function indented(rows: readonly string[]): string[] {
  let depth = 0;
  return rows.map((row) => {
    if (row === "}") depth--;
    const out = "\t".repeat(depth) + row;
    if (row.endsWith("{")) depth++;
    return out;
  });
}
