/**
 * Loads FBX (binary 6.4 and newer, ASCII 7.0 and newer) with three.js. Read: polygon meshes with their places,
 * normals, colours, texture coordinates and Lambert or Phong materials; skeletons, blend shapes and clips. At rest a
 * model is in the pose that the file has.
 *
 * The loader turns files that say their up axis is Z, so for every FBX up is +Y.
 */
import type { BufferAttribute, Material as ThreeMaterial, Mesh as ThreeMesh, SkinnedMesh } from "three";
import { DatasetError } from "../core/errors.js";
import { DEFAULT_MATERIAL } from "../sample/shape.js";
import type { Model, ModelMesh } from "./build-shape.js";
import { meshFromCorners, staticModel } from "./corner-mesh.js";
import { readFbx, type FbxScene } from "./fbx-library.js";
import { FbxTextures, picturesOf, readFbxMaterial, readPicture } from "./fbx-material.js";
import { checkFbx } from "./fbx-preflight.js";
import { fbxRig, fbxSkin, movingMesh, stillNode } from "./fbx-rig.js";
import type { LoadContext } from "./load-context.js";
import { withTangents } from "./tangents.js";
import { TextureDecoder } from "./textures.js";

/** @throws DatasetError E_SHAPE_FILE, E_SHAPE_GEOMETRY, E_TEXTURE */
export async function loadFbx(bytes: Uint8Array, context: LoadContext): Promise<Model> {
  const { file } = context.files;
  checkFbx(bytes, file, context.limits.vertices * 6);
  const scene = await read(bytes, file);
  for (const warning of new Set(scene.warnings)) context.warn(`${file}: ${warning}`);
  const meshes = meshesOf(scene, context);
  const textures = new FbxTextures(scene, new TextureDecoder(file, context.limits), context);
  const fromBlender = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 8192)).includes("Blender");
  const parts: string[] = [];
  const partOf = new Map<string, number>();
  const materials: Model["materials"] = [];
  const materialOf = new Map<ThreeMaterial | null, number>();
  const rig = fbxRig(scene);
  const out: ModelMesh[] = [];
  for (const mesh of meshes) {
    const name = mesh.name || "default";
    if (!partOf.has(name)) partOf.set(name, parts.push(name) - 1);
    for (const { start, count, material: source } of groupsOf(mesh)) {
      if (!materialOf.has(source)) materialOf.set(source, materials.push(source === null ? DEFAULT_MATERIAL : await readFbxMaterial(source, textures, fromBlender)) - 1);
      const material = materialOf.get(source)!;
      const skin = rig === null ? null : fbxSkin(mesh, rig);
      const isBaked = rig === null || (skin === null && "isSkinnedMesh" in mesh);
      if (isBaked && rig !== null) context.warn(`${file}: ${name} hangs on joints that are not there; it is shown as saved.`);
      const raw = isBaked ? rawMesh(mesh, start, count) : movingMesh(mesh, start, count - (count % 3), skin, surfaceOf(mesh, start, count - (count % 3)));
      const { normalTexture, baseColorTexture } = materials[material]!;
      if (raw.texCoords.length === 0 && baseColorTexture !== null) raw.texCoords = [new Float32Array((raw.positions.length / 3) * 2)];
      const node = rig === null ? 0 : isBaked ? stillNode(rig) : rig.indexOf.get(mesh)!;
      out.push({ raw: normalTexture !== null ? withTangents(raw, normalTexture) : raw, part: partOf.get(name)!, material, node, flatNormals: false, skin });
    }
  }
  return rig === null ? staticModel(out, parts, materials) : { meshes: out, nodes: rig.nodes, parts, materials, clips: rig.clips };
}

/** Reads every picture that {@link loadFbx} would read, so that the digest of `files` covers them. */
export async function readFbxReferences(bytes: Uint8Array, context: LoadContext): Promise<void> {
  checkFbx(bytes, context.files.file, context.limits.vertices * 6);
  const scene = await read(bytes, context.files.file);
  const used = new Set(meshesOf(scene, context).flatMap((mesh) => groupsOf(mesh).map((group) => group.material)));
  for (const material of used) {
    for (const texture of material === null ? [] : picturesOf(material)) {
      const picture = texture == null ? undefined : scene.pictures.get(texture);
      if (picture !== undefined) await readPicture(picture, context);
    }
  }
}

async function read(bytes: Uint8Array, file: string): Promise<FbxScene> {
  try {
    return await readFbx(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace("THREE.FBXLoader: ", "") : String(cause);
    throw new DatasetError("E_SHAPE_FILE", `${file} cannot be read as FBX: ${reason}.`, {
      hint: "It uses something that dst3d does not read, or is damaged: export it as GLB, for example with Blender.",
      subject: file,
      cause,
    });
  }
}

function meshesOf({ root }: FbxScene, { files: { file }, limits, warn }: LoadContext): ThreeMesh[] {
  root.updateMatrixWorld(true);
  const meshes: ThreeMesh[] = [];
  let corners = 0;
  const left = new Set<string>();
  root.traverse((object) => {
    const mesh = object as Partial<ThreeMesh> & typeof object;
    if (mesh.isMesh === true) {
      meshes.push(mesh as ThreeMesh);
      corners += mesh.geometry!.getAttribute("position")?.count ?? 0;
    } else if ("isLine" in object) left.add("curves");
    else if ("isLight" in object) left.add("lights");
    else if ("isCamera" in object) left.add("cameras");
  });
  if (corners > limits.vertices * 3) {
    throw new DatasetError("E_SHAPE_FILE", `${file} has ${corners} corners; the limit is ${limits.vertices} vertices.`, { hint: "Simplify the model, or raise loadShape's `limits.vertices`.", subject: file });
  }
  if (left.size > 0) warn(`${file}: ${[...left].sort().join(", ")} left out.`);
  return meshes;
}

/** Ranges of corners with one material each. */
function groupsOf(mesh: ThreeMesh): { start: number; count: number; material: ThreeMaterial | null }[] {
  const all = mesh.geometry.getAttribute("position")?.count ?? 0;
  const list = Array.isArray(mesh.material) ? mesh.material : [mesh.material];
  const groups = mesh.geometry.groups.length > 0 ? mesh.geometry.groups : [{ start: 0, count: all, materialIndex: 0 }];
  return groups
    .map(({ start, count, materialIndex }) => ({ start, count: Math.min(count, all - start), material: list[materialIndex ?? 0] ?? null }))
    .filter((group) => group.count >= 3);
}

function rawMesh(mesh: ThreeMesh, start: number, count: number) {
  const whole = count - (count % 3);
  const { geometry } = mesh;
  const values = (name: string, size: number): Float32Array | null => {
    const attribute = geometry.getAttribute(name) as BufferAttribute | undefined;
    return attribute === undefined ? null : Float32Array.from(attribute.array.subarray(start * size, (start + whole) * size));
  };
  const { positions, isDeformed } = placedPositions(mesh, start, whole);
  const isMirrored = mesh.matrixWorld.determinant() < 0;
  const corners = Uint32Array.from({ length: whole }, (_, corner) => (isMirrored && corner % 3 !== 0 ? (corner % 3 === 1 ? corner + 1 : corner - 1) : corner));
  const turned = isDeformed ? null : turnNormals(values("normal", 3), mesh);
  const { texCoords: [uv = null], colors } = surfaceOf(mesh, start, whole);
  const inOrder = (array: Float32Array | null, size: number): Float32Array | null =>
    array === null ? null : Float32Array.from({ length: array.length }, (_, i) => array[corners[Math.floor(i / size)]! * size + (i % size)]!);
  return meshFromCorners({ label: `mesh ${JSON.stringify(mesh.name)}`, positions, corners, normals: inOrder(turned, 3), texCoords: inOrder(uv, 2), colors: inOrder(colors, 4) });
}

/** Texture coordinates and colours per corner. */
function surfaceOf({ geometry }: ThreeMesh, start: number, count: number): { texCoords: Float32Array[]; colors: Float32Array | null } {
  const attribute = geometry.getAttribute("uv") as BufferAttribute | undefined;
  const uv = attribute === undefined ? null : Float32Array.from(attribute.array.subarray(start * 2, (start + count) * 2));
  if (uv !== null) for (let i = 1; i < uv.length; i += 2) uv[i] = 1 - uv[i]!; // v runs up
  return { texCoords: uv === null ? [] : [uv], colors: colorsOf(geometry.getAttribute("color") as BufferAttribute | undefined, start, count) };
}

/** Already linear: the reader turns them. */
function colorsOf(attribute: BufferAttribute | undefined, start: number, count: number): Float32Array | null {
  if (attribute === undefined) return null;
  const out = new Float32Array(count * 4).fill(1);
  for (let i = 0; i < count; i++) for (let k = 0; k < Math.min(attribute.itemSize, 4); k++) out[i * 4 + k] = attribute.array[(start + i) * attribute.itemSize + k]!;
  return out;
}

/** In the file's axes, skinned and blended as the file has it. */
function placedPositions(mesh: ThreeMesh, start: number, count: number): { positions: Float32Array; isDeformed: boolean } {
  const attribute = mesh.geometry.getAttribute("position") as BufferAttribute;
  const point = mesh.position.clone();
  const isSkinned = (mesh as Partial<SkinnedMesh>).isSkinnedMesh === true;
  const isDeformed = isSkinned || (mesh.morphTargetInfluences ?? []).some((weight) => weight !== 0);
  const positions = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) {
    if (isDeformed) mesh.getVertexPosition(start + i, point);
    else point.fromBufferAttribute(attribute, start + i);
    point.applyMatrix4(mesh.matrixWorld);
    positions.set([point.x, point.y, point.z], i * 3);
  }
  return { positions, isDeformed };
}

function turnNormals(normals: Float32Array | null, mesh: ThreeMesh): Float32Array | null {
  if (normals === null) return null;
  const e = mesh.matrixWorld.clone().invert().transpose().elements; // column-major; only its 3×3 part is used
  const out = new Float32Array(normals.length);
  for (let i = 0; i < normals.length; i += 3) {
    const [x, y, z] = [normals[i]!, normals[i + 1]!, normals[i + 2]!];
    const [tx, ty, tz] = [e[0]! * x + e[4]! * y + e[8]! * z, e[1]! * x + e[5]! * y + e[9]! * z, e[2]! * x + e[6]! * y + e[10]! * z];
    const length = Math.sqrt(tx * tx + ty * ty + tz * tz) || 1;
    out.set([tx / length, ty / length, tz / length], i);
  }
  return out;
}
