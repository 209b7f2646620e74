/**
 * Loads OFF (Geomview, Princeton's ModelNet): polygons with optional normals, colours and texture coordinates.
 * The keyword says what each vertex line has: position, then normal (N), colour (C), texture coordinate (ST).
 */
import { DatasetError } from "../core/errors.js";
import { DEFAULT_MATERIAL } from "../sample/shape.js";
import type { Model } from "./build-shape.js";
import { meshFromCorners, perCorner, staticModel } from "./corner-mesh.js";
import type { LoadContext } from "./load-context.js";
import { linearFromSrgb } from "./obj-material.js";
import { PolygonTriangles } from "./polygon-triangles.js";
import { TokenReader } from "./token-reader.js";

/** The keyword; some files of ModelNet have the first count glued to it. */
const KEYWORD = /^(ST)?(C)?(N)?(4|n|4n)?OFF(\d+)?$/;

interface Header {
  hasTexCoord: boolean;
  hasColor: boolean;
  hasNormal: boolean;
  vertices: number;
  faces: number;
}

/** @throws DatasetError E_SHAPE_FILE, E_SHAPE_GEOMETRY naming the line */
export async function loadOff(bytes: Uint8Array, context: LoadContext): Promise<Model> {
  const { file } = context.files;
  const reader = new TokenReader(bytes, file, { comments: true });
  const header = readHeader(reader, file, context.limits.vertices);
  const { positions, normals, colors, texCoords } = readVertices(reader, header);
  const triangles = new PolygonTriangles(positions);
  const faceColors: number[] = [];
  let isColored = false;
  for (let face = 0; face < header.faces; face++) {
    const { polygon, color } = readFace(reader, header);
    const corners = triangles.add(polygon);
    if (color !== null) isColored = true;
    for (let corner = 0; corner < corners; corner++) faceColors.push(...(color ?? WHITE));
    if (triangles.corners.length > context.limits.vertices * 6) throw tooLarge(file, "corners", triangles.corners.length, context.limits.vertices * 6);
  }
  const corners = Uint32Array.from(triangles.corners);
  const raw = meshFromCorners({
    label: "the mesh",
    positions,
    corners,
    normals: perCorner(normals, 3, corners),
    texCoords: perCorner(texCoords, 2, corners),
    colors: isColored ? Float32Array.from(faceColors) : perCorner(colors, 4, corners),
  });
  const hasColors = isColored || colors !== null;
  return staticModel([{ raw, part: 0, material: 0 }], ["default"], [hasColors ? { ...DEFAULT_MATERIAL, baseColor: [1, 1, 1, 1] } : DEFAULT_MATERIAL]);
}

const WHITE = [1, 1, 1, 1];

function readHeader(reader: TokenReader, file: string, maximumVertices: number): Header {
  const word = reader.next();
  const keyword = KEYWORD.exec(word ?? "");
  if (keyword === null) {
    throw new DatasetError("E_SHAPE_FILE", `${file} does not begin with OFF, but with ${JSON.stringify((word ?? "").slice(0, 20))}.`, { hint: "Fetch or export the model again.", subject: file });
  }
  const [, texCoord, color, normal, dimension, glued] = keyword;
  const refuse = (what: string): DatasetError => new DatasetError("E_SHAPE_FILE", `${file} is ${what}, which dst3d does not read.`, { hint: "Export the model as GLB or as plain OFF.", subject: file });
  if (dimension !== undefined) throw refuse("OFF in another dimension than three");
  let first: string | null = glued ?? null;
  if (first === null) {
    first = reader.next();
    if (first === "BINARY") throw refuse("binary OFF");
  }
  const count = (value: number, what: string): number => {
    if (!Number.isInteger(value) || value < 0) throw reader.error("E_SHAPE_FILE", `has ${value} as ${what}`);
    return value;
  };
  const vertices = count(reader.parse(first, "the number of vertices"), "the number of vertices");
  const faces = count(reader.number("the number of faces"), "the number of faces");
  reader.nextInLine(); // edges; often left out
  if (vertices > maximumVertices) throw tooLarge(file, "vertices", vertices, maximumVertices);
  // six characters are the least for a vertex or a face: counts that lie are found before memory is taken
  if (vertices * 6 + faces * 6 > reader.remaining + 6) {
    throw new DatasetError("E_SHAPE_FILE", `${file} is cut off or damaged: it says it has ${vertices} vertices and ${faces} faces, which do not fit into it.`, { hint: "Fetch or export it again.", subject: file });
  }
  return { hasTexCoord: texCoord !== undefined, hasColor: color !== undefined, hasNormal: normal !== undefined, vertices, faces };
}

function tooLarge(file: string, what: string, count: number, limit: number): DatasetError {
  return new DatasetError("E_SHAPE_FILE", `${file} has ${count} ${what}; the limit is ${limit}.`, { hint: "Simplify the model, or raise loadShape's `limits.vertices`.", subject: file });
}

interface VertexArrays {
  positions: Float32Array;
  normals: Float32Array | null;
  colors: Float32Array | null;
  texCoords: Float32Array | null;
}

function readVertices(reader: TokenReader, { vertices, hasNormal, hasColor, hasTexCoord }: Header): VertexArrays {
  const arrays: VertexArrays = {
    positions: new Float32Array(vertices * 3),
    normals: hasNormal ? new Float32Array(vertices * 3) : null,
    colors: hasColor ? new Float32Array(vertices * 4) : null,
    texCoords: hasTexCoord ? new Float32Array(vertices * 2) : null,
  };
  for (let vertex = 0; vertex < vertices; vertex++) {
    for (let k = 0; k < 3; k++) arrays.positions[vertex * 3 + k] = reader.number("a coordinate");
    for (let k = 0; k < 3 && arrays.normals !== null; k++) arrays.normals[vertex * 3 + k] = reader.number("a normal");
    const rest = reader.restOfLine();
    if (arrays.texCoords !== null) {
      const uv = rest.splice(-2).map((word) => reader.parse(word, "a texture coordinate"));
      if (uv.length < 2) throw reader.error("E_SHAPE_GEOMETRY", "has a vertex without texture coordinate");
      arrays.texCoords.set([uv[0]!, 1 - uv[1]!], vertex * 2); // v runs up in OFF
    }
    // a vertex with less than a whole colour is white; plain OFF often has colours, too
    const color = rest.length >= 3 ? readColor(reader, rest) : null;
    if (color !== null) arrays.colors ??= new Float32Array(vertices * 4).fill(1);
    arrays.colors?.set(color ?? WHITE, vertex * 4);
  }
  return arrays;
}

/** Whole numbers are 0..255, numbers with a point 0..1 (as Geomview's manual has it). */
function readColor(reader: TokenReader, words: readonly string[]): number[] {
  const values = words.slice(0, 4).map((word) => reader.parse(word, "a colour"));
  const isWhole = words.slice(0, 4).every((word) => /^\d+$/.test(word));
  const [red, green, blue, alpha] = values.map((value) => Math.min(Math.max(isWhole ? value / 255 : value, 0), 1));
  return [linearFromSrgb(red!), linearFromSrgb(green!), linearFromSrgb(blue!), alpha ?? 1];
}

function readFace(reader: TokenReader, { vertices }: Header): { polygon: number[]; color: number[] | null } {
  const size = reader.index("a number of corners", Math.max(vertices * 4, 16));
  const polygon: number[] = [];
  for (let corner = 0; corner < size; corner++) polygon.push(reader.index("vertex", vertices));
  const rest = reader.restOfLine();
  return { polygon, color: rest.length >= 3 ? readColor(reader, rest) : null }; // one number is an index into a colour map that no file has
}
