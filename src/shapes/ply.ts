/**
 * Loads PLY, ASCII and binary of either byte order: polygons with optional normals, colours and texture coordinates
 * (per vertex, or per corner as MeshLab writes them, with pictures named in comments).
 *
 * Own code although three.js has a loader: that one fans concave polygons, turns a file that was cut off or an index
 * out of range into NaN without a word, and takes memory for any count a header claims.
 */
import { DatasetError } from "../core/errors.js";
import { DEFAULT_MATERIAL, type Material } from "../sample/shape.js";
import type { Model } from "./build-shape.js";
import { meshFromCorners, perCorner, staticModel } from "./corner-mesh.js";
import type { LoadContext } from "./load-context.js";
import type { ReferenceKind } from "./model-files.js";
import { linearFromSrgb } from "./obj-material.js";
import { listLength, plySource, skipProperty, type PlySource } from "./ply-data.js";
import { readPlyHeader, type PlyElement, type PlyHeader } from "./ply-header.js";
import { PolygonTriangles } from "./polygon-triangles.js";
import { TextureDecoder } from "./textures.js";

/** Pictures that a PLY refers to. */
export function listPlyReferences(bytes: Uint8Array, file: string): { reference: string; kind: ReferenceKind }[] {
  return readPlyHeader(bytes, file).textures.map((reference) => ({ reference, kind: "texture" }));
}

/** @throws DatasetError E_SHAPE_FILE, E_SHAPE_GEOMETRY, E_TEXTURE, E_EXTERNAL_URI */
export async function loadPly(bytes: Uint8Array, context: LoadContext): Promise<Model> {
  const { file } = context.files;
  const header = readPlyHeader(bytes, file);
  const { vertices, faces } = readElements(bytes, header, context);
  if (vertices === null || faces === null) throw noFaces(header, file);
  const textures = await readTextures(header, context);
  const materials: Material[] = [];
  const meshes = [...faces.byTexture].map(([texture, { triangles, uv }]) => {
    const corners = Uint32Array.from(triangles.corners);
    const cornerUv = uv.length > 0 ? Float32Array.from(uv) : perCorner(vertices.texCoords, 2, corners);
    const raw = meshFromCorners({
      label: "the mesh",
      positions: vertices.positions,
      corners,
      normals: perCorner(vertices.normals, 3, corners),
      texCoords: cornerUv,
      colors: perCorner(vertices.colors, 4, corners),
    });
    const slot = cornerUv === null ? null : (textures[texture] ?? null);
    const isColored = slot !== null || vertices.colors !== null;
    materials.push({ ...DEFAULT_MATERIAL, ...(isColored ? { baseColor: [1, 1, 1, 1] } : {}), baseColorTexture: slot });
    return { raw, part: 0, material: materials.length - 1 };
  });
  return staticModel(meshes, ["default"], materials);
}

async function readTextures(header: PlyHeader, context: LoadContext): Promise<Material["baseColorTexture"][]> {
  const decoder = new TextureDecoder(context.files.file, context.limits);
  return Promise.all(
    header.textures.map(async (name) => {
      const texture = await decoder.decode(name, name, await context.files.read(name, "texture"));
      return { texture, texCoord: 0, wrapS: "repeat", wrapT: "repeat", filter: "linear", transform: null } as const;
    }),
  );
}

function noFaces(header: PlyHeader, file: string): DatasetError {
  const names = header.elements.map((element) => element.name);
  const what = names.includes("tristrips") ? "triangle strips, which dst3d does not read" : `${names.join(", ") || "nothing"}, but no faces`;
  return new DatasetError("E_SHAPE_GEOMETRY", `${file} has ${what}.`, { hint: "Export the model with its faces as polygons; a cloud of points cannot be rendered.", subject: file });
}

interface Vertices {
  positions: Float32Array;
  normals: Float32Array | null;
  colors: Float32Array | null;
  texCoords: Float32Array | null;
}

interface Faces {
  /** By the texture's number; 0 where there is none. */
  byTexture: Map<number, { triangles: PolygonTriangles; uv: number[] }>;
}

function readElements(bytes: Uint8Array, header: PlyHeader, { files, limits }: LoadContext): { vertices: Vertices | null; faces: Faces | null } {
  const source = plySource(bytes, header, files.file);
  let vertices: Vertices | null = null;
  let faces: Faces | null = null;
  for (const element of header.elements) {
    if (element.name === "vertex") {
      if (element.count > limits.vertices) throw tooLarge(files.file, element.count, limits.vertices);
      vertices = readVertices(source, element);
    } else if (element.name === "face" && vertices !== null) {
      faces = readFaces(source, element, vertices, () => tooLarge(files.file, element.count, limits.vertices), limits.vertices);
    } else {
      for (let i = 0; i < element.count && element.properties.length > 0; i++) for (const property of element.properties) skipProperty(source, property);
    }
  }
  return { vertices, faces };
}

function tooLarge(file: string, count: number, limit: number): DatasetError {
  return new DatasetError("E_SHAPE_FILE", `${file} has ${count} vertices or faces; the limit is ${limit} vertices.`, { hint: "Simplify the model, or raise loadShape's `limits.vertices`.", subject: file });
}

/** Names that programs give to the same thing. */
const SLOTS: Readonly<Record<string, readonly [keyof Vertices, number]>> = {
  x: ["positions", 0], y: ["positions", 1], z: ["positions", 2],
  nx: ["normals", 0], ny: ["normals", 1], nz: ["normals", 2],
  red: ["colors", 0], green: ["colors", 1], blue: ["colors", 2], alpha: ["colors", 3],
  r: ["colors", 0], g: ["colors", 1], b: ["colors", 2], a: ["colors", 3],
  diffuse_red: ["colors", 0], diffuse_green: ["colors", 1], diffuse_blue: ["colors", 2],
  u: ["texCoords", 0], v: ["texCoords", 1], s: ["texCoords", 0], t: ["texCoords", 1], texture_u: ["texCoords", 0], texture_v: ["texCoords", 1],
};

const SIZES = { positions: 3, normals: 3, colors: 4, texCoords: 2 } as const;

function readVertices(source: PlySource, { count, properties }: PlyElement): Vertices {
  const slots = properties.map(({ name, countType }) => (countType === null && Object.hasOwn(SLOTS, name.toLowerCase()) ? SLOTS[name.toLowerCase()]! : null));
  for (const [axis, name] of ["x", "y", "z"].entries()) {
    if (!slots.some((slot) => slot?.[0] === "positions" && slot[1] === axis)) throw source.error(`has no vertex property ${name}`);
  }
  const array = (name: keyof Vertices): Float32Array | null => (slots.some((slot) => slot?.[0] === name) ? new Float32Array(count * SIZES[name]) : null);
  const vertices = { positions: new Float32Array(count * 3), normals: array("normals"), colors: array("colors")?.fill(1) ?? null, texCoords: array("texCoords") };
  for (let vertex = 0; vertex < count; vertex++) {
    for (const [index, property] of properties.entries()) {
      const slot = slots[index];
      if (slot === null || slot === undefined) {
        skipProperty(source, property);
        continue;
      }
      const [name, at] = slot;
      const value = source.scalar(property.type, property.name);
      vertices[name]![vertex * SIZES[name] + at] = name === "colors" ? colorValue(value, property.type, at) : name === "texCoords" && at === 1 ? 1 - value : value;
    }
  }
  return vertices;
}

/** Whole types run to their largest value, floats to 1; colours are sRGB, alpha is not. */
function colorValue(value: number, type: string, channel: number): number {
  const full = /^u?(char|int8)$/.test(type) || type === "uint8" ? 255 : /^(ushort|uint16)$/.test(type) ? 65_535 : 1;
  const share = Math.min(Math.max(value / full, 0), 1);
  return channel === 3 ? share : linearFromSrgb(share);
}

const FACE_LISTS = { vertex_indices: "vertices", vertex_index: "vertices", texcoord: "uv" } as const;

function readFaces(source: PlySource, { count, properties }: PlyElement, { positions }: Vertices, refuse: () => DatasetError, maximumVertices: number): Faces {
  const total = positions.length / 3;
  const byTexture: Faces["byTexture"] = new Map();
  let corners = 0;
  for (let face = 0; face < count; face++) {
    let polygon: number[] = [];
    let uv: number[] = [];
    let texture = 0;
    for (const property of properties) {
      const use = property.countType !== null && Object.hasOwn(FACE_LISTS, property.name) ? FACE_LISTS[property.name as keyof typeof FACE_LISTS] : null;
      if (use === null) {
        if (property.name === "texnumber" && property.countType === null) texture = Math.max(0, source.scalar(property.type, "texnumber"));
        else skipProperty(source, property);
        continue;
      }
      const values = Array.from({ length: listLength(source, property, total * 8 + 64) }, () => source.scalar(property.type, property.name));
      if (use === "vertices") polygon = values;
      else uv = values;
    }
    for (const vertex of polygon) if (!Number.isInteger(vertex) || vertex < 0 || vertex >= total) throw source.error(`has a face with vertex ${vertex}, but there are ${total}`);
    let group = byTexture.get(texture);
    if (group === undefined) byTexture.set(texture, (group = { triangles: new PolygonTriangles(positions), uv: [] }));
    const first = group.triangles.places.length;
    corners += group.triangles.add(polygon);
    if (corners > maximumVertices * 6) throw refuse();
    if (uv.length === 0 && group.uv.length === 0) continue;
    // faces without coordinates among others with them get zeros
    while (group.uv.length < first * 2) group.uv.push(0);
    for (const place of group.triangles.places.slice(first)) group.uv.push(uv[place * 2] ?? 0, 1 - (uv[place * 2 + 1] ?? 0));
  }
  return { byTexture };
}
