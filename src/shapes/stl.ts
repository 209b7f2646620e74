/**
 * Loads STL, ASCII and binary. Normals are made from the triangles: those in the file are often zero or wrong.
 * A binary file may begin with "solid", too; its length tells it from text.
 */
import { DatasetError } from "../core/errors.js";
import { DEFAULT_MATERIAL } from "../sample/shape.js";
import type { Model } from "./build-shape.js";
import { meshFromCorners, staticModel } from "./corner-mesh.js";
import type { LoadContext } from "./load-context.js";
import { TokenReader } from "./token-reader.js";

const HEADER = 84;
const PER_TRIANGLE = 50;

interface Solid {
  name: string;
  /** xyz of three corners per triangle. */
  positions: Float32Array;
}

/** @throws DatasetError E_SHAPE_FILE, E_SHAPE_GEOMETRY */
export async function loadStl(bytes: Uint8Array, context: LoadContext): Promise<Model> {
  const { file } = context.files;
  const solids = isText(bytes) ? readText(bytes, file, context.limits.vertices) : [readBinary(bytes, context)];
  const meshes = solids
    .filter((solid) => solid.positions.length > 0)
    .map(({ name, positions }, part) => ({
      raw: meshFromCorners({ label: `solid ${JSON.stringify(name)}`, positions, corners: Uint32Array.from({ length: positions.length / 3 }, (_, corner) => corner), normals: null, texCoords: null, colors: null }),
      part,
      material: 0,
    }));
  return staticModel(meshes, solids.filter((solid) => solid.positions.length > 0).map((solid) => solid.name), [DEFAULT_MATERIAL]);
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.length >= HEADER && bytes.length === HEADER + PER_TRIANGLE * countOf(bytes)) return false;
  const head = String.fromCharCode(...bytes.subarray(0, 1024));
  return /^\s*solid/i.test(head) && !head.includes("\0");
}

function countOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(80, true);
}

function tooMany(file: string, triangles: number, limit: number): DatasetError {
  return new DatasetError("E_SHAPE_FILE", `${file} has ${triangles} triangles; the limit is ${limit} vertices.`, { hint: "Simplify the model, or raise loadShape's `limits.vertices`.", subject: file });
}

function readBinary(bytes: Uint8Array, { files: { file }, limits, warn }: LoadContext): Solid {
  const count = bytes.length < HEADER ? 0 : countOf(bytes);
  const needed = HEADER + PER_TRIANGLE * count;
  if (bytes.length < needed || bytes.length < HEADER) {
    throw new DatasetError("E_SHAPE_FILE", `${file} is cut off or no STL: it says it has ${count} triangles, which need ${needed} bytes, but it has ${bytes.length}.`, { hint: "Fetch or export it again.", subject: file });
  }
  if (count * 3 > limits.vertices) throw tooMany(file, count, limits.vertices);
  if (bytes.length > needed) warn(`${file}: ${bytes.length - needed} bytes after the last triangle left out.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const positions = new Float32Array(count * 9);
  for (let triangle = 0; triangle < count; triangle++) {
    for (let k = 0; k < 9; k++) positions[triangle * 9 + k] = view.getFloat32(HEADER + triangle * PER_TRIANGLE + 12 + k * 4, true);
  }
  return { name: "default", positions };
}

function readText(bytes: Uint8Array, file: string, maximumVertices: number): Solid[] {
  const reader = new TokenReader(bytes, file);
  const solids: Solid[] = [];
  let total = 0;
  for (let word = reader.next(); word !== null; word = reader.next()) {
    if (word.toLowerCase() !== "solid") throw reader.error("E_SHAPE_FILE", `has ${JSON.stringify(word.slice(0, 40))} where solid should be`);
    const { name, positions } = readSolid(reader, maximumVertices * 3 - total);
    total += positions.length;
    if (total > maximumVertices * 3) throw tooMany(file, total / 9, maximumVertices);
    solids.push({ name, positions: Float32Array.from(positions) });
  }
  return solids;
}

function readSolid(reader: TokenReader, mostNumbers: number): { name: string; positions: number[] } {
  const name = reader.restOfLine().join(" ");
  const positions: number[] = [];
  const expect = (wanted: string): void => {
    const word = reader.next();
    if (word === null) throw reader.cutOff(wanted);
    if (word.toLowerCase() !== wanted) throw reader.error("E_SHAPE_FILE", `has ${JSON.stringify(word.slice(0, 40))} where ${wanted} should be`);
  };
  for (;;) {
    const word = reader.next();
    if (word === null) throw reader.cutOff("endsolid");
    if (word.toLowerCase() === "endsolid") {
      reader.restOfLine();
      return { name: name === "" ? "default" : name, positions };
    }
    if (word.toLowerCase() !== "facet") throw reader.error("E_SHAPE_FILE", `has ${JSON.stringify(word.slice(0, 40))} where facet should be`);
    expect("normal");
    for (let k = 0; k < 3; k++) reader.next(); // not used, and some exporters write nan
    expect("outer");
    expect("loop");
    for (let corner = 0; corner < 3; corner++) {
      expect("vertex");
      for (let k = 0; k < 3; k++) positions.push(reader.number("a coordinate"));
    }
    expect("endloop");
    expect("endfacet");
    if (positions.length > mostNumbers) return { name, positions };
  }
}
