/** One model in every format that is loaded: the box of 1 × 2 × 3 of `golden/shapes/make-fbx.py`, y up. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ModelBuilder } from "../shapes/gltf-fixtures.js";
import { temporaryFolder } from "../temporary-folder.js";

const GOLDEN = "test/golden/shapes";

/** Corners as the golden script numbers them, and its sides. */
const CORNERS = [0, 1].flatMap((x) => [0, 2].flatMap((y) => [0, 3].map((z) => [x, y, z] as const)));
const SIDES = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]] as const;
const UV = [[0, 0], [1, 0], [1, 1], [0, 1]] as const;
const TRIANGLES = SIDES.flatMap(([a, b, c, d]) => [[a, b, c], [a, c, d]] as const);

export interface FormatOfModel {
  name: string;
  /** The file's name. */
  file: string;
  hasTexture: boolean;
  bytes(): Promise<Uint8Array>;
}

const text = (lines: readonly string[]): Promise<Uint8Array> => Promise.resolve(new TextEncoder().encode(`${lines.join("\n")}\n`));

async function glb(): Promise<ModelBuilder> {
  const model = new ModelBuilder();
  const box = model.box("crate", [1, 2, 3]);
  const texture = model.document.createTexture("crate").setMimeType("image/png").setImage(readFileSync(join(GOLDEN, "crate.png")));
  box.listPrimitives()[0]!.setMaterial(model.document.createMaterial("wood").setBaseColorTexture(texture));
  model.scene.addChild(model.document.createNode("crate").setMesh(box));
  return model;
}

async function separate(): Promise<string> {
  return (await glb()).writeSeparate((json) => {
    (json["images"] as { uri: string }[])[0]!.uri = "crate.png";
  });
}

function obj(): Promise<Uint8Array> {
  return text([
    "mtllib crate.mtl",
    ...CORNERS.map((corner) => `v ${corner.join(" ")}`),
    ...UV.map((uv) => `vt ${uv.join(" ")}`),
    "usemtl wood",
    ...SIDES.map((side) => `f ${side.map((corner, i) => `${corner + 1}/${i + 1}`).join(" ")}`),
  ]);
}

const PLY_HEADER = (format: string): string[] => [
  "ply", `format ${format} 1.0`, "comment TextureFile crate.png", "element vertex 8", "property float x", "property float y", "property float z",
  "element face 6", "property list uchar int vertex_indices", "property list uchar float texcoord", "end_header",
];

function plyText(): Promise<Uint8Array> {
  const faces = SIDES.map((side) => `4 ${side.join(" ")} 8 ${UV.flat().join(" ")}`);
  return text([...PLY_HEADER("ascii"), ...CORNERS.map((corner) => corner.join(" ")), ...faces]);
}

async function plyBinary(little: boolean): Promise<Uint8Array> {
  const header = await text(PLY_HEADER(little ? "binary_little_endian" : "binary_big_endian"));
  const out = new Uint8Array(header.length + 8 * 12 + 6 * (1 + 16 + 1 + 32));
  out.set(header);
  const view = new DataView(out.buffer);
  let at = header.length;
  const float = (value: number): void => void (view.setFloat32(at, value, little), (at += 4));
  const byte = (value: number): void => void (view.setUint8(at, value), (at += 1));
  for (const value of CORNERS.flat()) float(value);
  for (const side of SIDES) {
    byte(4);
    for (const corner of side) void (view.setInt32(at, corner, little), (at += 4));
    byte(8);
    for (const value of UV.flat()) float(value);
  }
  return out;
}

function stlText(): Promise<Uint8Array> {
  const facets = TRIANGLES.flatMap((triangle) => ["facet normal 0 0 0", "outer loop", ...triangle.map((corner) => `vertex ${CORNERS[corner]!.join(" ")}`), "endloop", "endfacet"]);
  return text(["solid crate", ...facets, "endsolid crate"]);
}

/** @param head the first bytes */
async function stlBinary(head: string): Promise<Uint8Array> {
  const out = new Uint8Array(84 + 50 * TRIANGLES.length);
  out.set(new TextEncoder().encode(head));
  const view = new DataView(out.buffer);
  view.setUint32(80, TRIANGLES.length, true);
  TRIANGLES.forEach((triangle, i) => triangle.flatMap((corner) => CORNERS[corner]!).forEach((value, k) => view.setFloat32(84 + i * 50 + 12 + k * 4, value, true)));
  return out;
}

export const FORMATS: readonly FormatOfModel[] = [
  { name: "GLB", file: "crate.glb", hasTexture: true, bytes: async () => (await glb()).bytes() },
  { name: "glTF", file: "crate.gltf", hasTexture: true, bytes: async () => readFileSync(await separate()) },
  { name: "OBJ", file: "crate.obj", hasTexture: true, bytes: obj },
  { name: "PLY text", file: "crate.ply", hasTexture: true, bytes: plyText },
  { name: "PLY little endian", file: "crate.ply", hasTexture: true, bytes: () => plyBinary(true) },
  { name: "PLY big endian", file: "crate.ply", hasTexture: true, bytes: () => plyBinary(false) },
  { name: "OFF", file: "crate.off", hasTexture: false, bytes: () => text(["OFF", "# a crate", "8 6 12", ...CORNERS.map((corner) => corner.join(" ")), ...SIDES.map((side) => `4 ${side.join(" ")}`)]) },
  { name: "STL text", file: "crate.stl", hasTexture: false, bytes: stlText },
  { name: "STL binary", file: "crate.stl", hasTexture: false, bytes: () => stlBinary("made by a program") },
  { name: "STL binary that begins with solid", file: "crate.stl", hasTexture: false, bytes: () => stlBinary("solid crate") },
  { name: "FBX", file: "crate.fbx", hasTexture: true, bytes: async () => readFileSync(join(GOLDEN, "crate.fbx")) },
];

/** Writes a model with everything it refers to into a new folder; returns its path. */
export async function writeModel(format: FormatOfModel, bytes?: Uint8Array): Promise<string> {
  const folder = temporaryFolder();
  const path = join(folder, format.file);
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(join(GOLDEN, "crate.png"), join(folder, "crate.png"));
  writeFileSync(join(folder, "crate.mtl"), "newmtl wood\nKd 1 1 1\nmap_Kd crate.png\n");
  if (format.file.endsWith(".gltf")) {
    copyFileSync(join(dirname(await separate()), "buffer.bin"), join(folder, "buffer.bin"));
  }
  writeFileSync(path, bytes ?? (await format.bytes()));
  return path;
}
