/** Loads Wavefront OBJ with its MTL libraries. Groups and objects become parts. */
import { posix } from "node:path";
import { DatasetError } from "../core/errors.js";
import { DEFAULT_MATERIAL, type Material } from "../sample/shape.js";
import type { Model } from "./build-shape.js";
import type { LoadContext } from "./load-context.js";
import type { ModelFiles, ReferenceKind } from "./model-files.js";
import { parseMtl, type MtlMaterial } from "./mtl.js";
import { linearFromSrgb, readObjMaterial } from "./obj-material.js";
import { parseObj, scanObj, type ObjMesh, type ObjText } from "./obj-parse.js";
import type { RawMesh } from "./raw-mesh.js";
import { normalizeTriples, repairNormals } from "./smooth-normals.js";
import { withTangents } from "./tangents.js";
import { TextureDecoder } from "./textures.js";

/** JavaScript strings cannot be much longer. */
const LONGEST_TEXT = 400 * 1024 * 1024;

function textOf(bytes: Uint8Array, file: string): string {
  if (bytes.length <= LONGEST_TEXT) return new TextDecoder("utf-8").decode(bytes);
  throw new DatasetError("E_SHAPE_FILE", `${file} has ${bytes.length} bytes; the limit for OBJ is ${LONGEST_TEXT}.`, { hint: "Export the model as GLB.", subject: file });
}

/** Materials of all libraries, by name; the first of equal names counts. */
async function readLibraries(libraries: readonly string[], files: ModelFiles): Promise<Map<string, MtlMaterial>> {
  const materials = new Map<string, MtlMaterial>();
  for (const line of libraries) {
    for (const { reference, bytes } of await readLibrary(line, files)) {
      for (const material of parseMtl(new TextDecoder("utf-8").decode(bytes), posix.dirname(reference.replaceAll("\\", "/")))) {
        if (!materials.has(material.name)) materials.set(material.name, material);
      }
    }
  }
  return materials;
}

/** `mtllib` names one file, which may have spaces, or several. */
async function readLibrary(line: string, files: ModelFiles): Promise<{ reference: string; bytes: Uint8Array }[]> {
  const names = line.split(/\s+/);
  if (names.length > 1) {
    try {
      return [{ reference: line, bytes: await files.read(line, "material library") }];
    } catch (error) {
      if (!DatasetError.isInstance(error) || error.code !== "E_TEXTURE") throw error;
    }
  }
  return Promise.all(names.map(async (reference) => ({ reference, bytes: await files.read(reference, "material library") })));
}

/** Files that an OBJ refers to: its libraries and the pictures of the materials it uses. */
export async function listObjReferences(bytes: Uint8Array, files: ModelFiles): Promise<{ reference: string; kind: ReferenceKind }[]> {
  const { libraries, materials } = scanObj(textOf(bytes, files.file));
  const known = await readLibraries(libraries, files);
  return [...materials].flatMap((name) =>
    Object.values(known.get(name)?.maps ?? {}).map((map) => ({ reference: map.reference, kind: "texture" as const })),
  );
}

/**
 * Reads a model.
 * @throws DatasetError E_SHAPE_FILE, E_SHAPE_GEOMETRY, E_TEXTURE, E_EXTERNAL_URI
 */
export async function loadObj(bytes: Uint8Array, context: LoadContext): Promise<Model> {
  const { file } = context.files;
  const text = textOf(bytes, file);
  const obj = parseObj(text, file, context.limits.vertices);
  if (obj.positions.length === 0) {
    throw new DatasetError("E_SHAPE_FILE", `${file} has no vertices, so it is not an OBJ model.`, { hint: "Fetch or export the model again.", subject: file });
  }
  if (obj.ignored.size > 0) context.warn(`${file}: ${[...obj.ignored].join(", ")} left out.`);
  const library = await readLibraries(scanObj(text).libraries, context.files);
  const decoder = new TextureDecoder(file, context.limits);
  const model: Model = { meshes: [], nodes: [ROOT], parts: [...new Set(obj.meshes.map((mesh) => mesh.group))], materials: [], clips: [] };
  const partOf = new Map(model.parts.map((part, index) => [part, index]));
  const materialOf = new Map<string | null, number>();
  // textures of every material that is named are read, also of those without faces: the hash covers them too
  for (const name of [...scanObj(text).materials, ...(obj.meshes.some((mesh) => mesh.material === null) ? [null] : [])]) {
    materialOf.set(name, model.materials.push(await material(name, library, context, decoder)) - 1);
  }
  for (const mesh of obj.meshes) {
    const index = materialOf.get(mesh.material)!;
    const raw = rawMesh(obj, mesh);
    const { normalTexture, baseColorTexture } = model.materials[index]!;
    const hasUv = raw.texCoords.length > 0;
    if (!hasUv && baseColorTexture !== null) raw.texCoords = [new Float32Array((raw.positions.length / 3) * 2)];
    model.meshes.push({
      raw: normalTexture !== null && hasUv ? withTangents(raw, normalTexture) : raw,
      node: 0,
      part: partOf.get(mesh.group)!,
      material: index,
      flatNormals: false,
      skin: null,
    });
  }
  return model;
}

const ROOT: Model["nodes"][number] = {
  name: "root", parent: null, translation: [0, 0, 0], rotation: [0, 0, 0, 1], scale: [1, 1, 1], matrix: null, weights: [],
};

async function material(name: string | null, library: ReadonlyMap<string, MtlMaterial>, context: LoadContext, decoder: TextureDecoder): Promise<Material> {
  const source = name === null ? undefined : library.get(name);
  if (source !== undefined) return readObjMaterial(source, context, decoder);
  if (name !== null) context.warn(`${context.files.file}: no library has the material ${name}; a gray one stands in.`);
  return { ...DEFAULT_MATERIAL, name: name ?? DEFAULT_MATERIAL.name };
}

/** One vertex for every different combination of position, texture coordinate and normal. */
function rawMesh(obj: ObjText, { group, corners }: ObjMesh): RawMesh {
  const indices = new Uint32Array(corners.length / 3);
  const sources: number[] = [];
  const firstOfPosition = new Map<number, number>();
  const next: number[] = [];
  for (let corner = 0; corner < indices.length; corner++) {
    const position = corners[corner * 3]!;
    const texCoord = corners[corner * 3 + 1]!;
    const normal = corners[corner * 3 + 2]!;
    let vertex = firstOfPosition.get(position) ?? -1;
    while (vertex !== -1 && (sources[vertex * 3 + 1] !== texCoord || sources[vertex * 3 + 2] !== normal)) vertex = next[vertex]!;
    if (vertex === -1) {
      vertex = next.length;
      next.push(firstOfPosition.get(position) ?? -1);
      firstOfPosition.set(position, vertex);
      sources.push(position, texCoord, normal);
    }
    indices[corner] = vertex;
  }
  return { label: `group ${JSON.stringify(group)}`, ...vertexArrays(obj, sources, indices), indices };
}

function vertexArrays(obj: ObjText, sources: readonly number[], indices: Uint32Array): Omit<RawMesh, "label" | "indices"> {
  const count = sources.length / 3;
  const positions = new Float32Array(count * 3);
  const normals = new Float32Array(count * 3);
  const uv = new Float32Array(count * 2);
  const colors = obj.colors.size === 0 ? null : new Float32Array(count * 4).fill(1);
  let hasUv = false;
  for (let vertex = 0; vertex < count; vertex++) {
    const [position, texCoord, normal] = [sources[vertex * 3]!, sources[vertex * 3 + 1]!, sources[vertex * 3 + 2]!];
    for (let k = 0; k < 3; k++) {
      positions[vertex * 3 + k] = obj.positions[position * 3 + k]!;
      normals[vertex * 3 + k] = obj.normals[normal * 3 + k]!;
    }
    if (texCoord !== -1) {
      hasUv = true;
      uv[vertex * 2] = obj.texCoords[texCoord * 2]!;
      uv[vertex * 2 + 1] = 1 - obj.texCoords[texCoord * 2 + 1]!; // v runs up in OBJ
    }
    const color = obj.colors.get(position);
    if (colors !== null && color !== undefined) colors.set(color.map(linearFromSrgb), vertex * 4);
  }
  const repaired = repairNormals(normals, positions, indices);
  normalizeTriples(repaired);
  return {
    positions, normals: repaired, tangents: null, texCoords: hasUv ? [uv] : [], colors, influences: 0, jointIndices: null, jointWeights: null, morphTargets: [],
  };
}
