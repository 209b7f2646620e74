/** Checks a glTF's counts and structure before anything is decoded: files may lie about sizes, or go in circles. */
import type { GLTF } from "@gltf-transform/core";
import { DatasetError } from "../core/errors.js";
import { dracoCounts } from "./draco-header.js";
import type { LoadLimits } from "./load-limits.js";

const COMPONENT_BYTES: Record<number, number> = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 };
const COMPONENTS: Record<string, number> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 };
/** Decoded bytes that a vertex may cost on average: positions, normals, tangents, four uv sets, colours, skin, morphs. */
const BYTES_PER_VERTEX = 256;
const MESHOPT = "EXT_meshopt_compression";
const DRACO = "KHR_draco_mesh_compression";

/** What the checks need. */
export interface PreflightContext {
  file: string;
  json: GLTF.IGLTF;
  /** Bytes of each buffer; null for meshopt's fallback buffers, which have none. */
  buffers: readonly (Uint8Array | null)[];
  limits: LoadLimits;
  supportedExtensions: ReadonlySet<string>;
}

interface Range {
  buffer: number;
  byteOffset?: number;
  byteLength: number;
}
interface MeshoptRange extends Range {
  count: number;
  byteStride: number;
}

/** @throws DatasetError E_SHAPE_FILE or E_TEXTURE naming the element that is wrong */
export function preflightGltf(context: PreflightContext): void {
  checkArrays(context);
  checkExtensions(context);
  checkBufferViews(context);
  checkAccessors(context);
  checkReferences(context);
  checkNodes(context);
  checkVertexCount(context);
  checkTextures(context);
}

function refuse(context: PreflightContext, what: string, hint = "The file is damaged: export the model again."): DatasetError {
  return new DatasetError("E_SHAPE_FILE", `${context.file}: ${what}.`, { hint, subject: context.file });
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function checkArrays(context: PreflightContext): void {
  const { json } = context;
  const asset = json.asset as GLTF.IAsset | undefined;
  if (asset?.version === undefined) throw refuse(context, "it has no asset.version, so it is not glTF", "Name a glTF 2.0 model.");
  if (!String(asset.version).startsWith("2.")) {
    throw refuse(context, `it is glTF version ${String(asset.version)}`, "Only version 2 is read: convert the model to glTF 2.0.");
  }
  for (const key of ["accessors", "animations", "bufferViews", "buffers", "images", "materials", "meshes", "nodes", "samplers", "scenes", "skins", "textures"] as const) {
    const list: unknown = json[key];
    if (list === undefined) continue;
    if (!Array.isArray(list) || list.some((entry) => typeof entry !== "object" || entry === null)) throw refuse(context, `${key} is not a list of objects`);
  }
}

function checkExtensions({ file, json, supportedExtensions }: PreflightContext): void {
  for (const name of json.extensionsRequired ?? []) {
    if (supportedExtensions.has(name) || name === "KHR_texture_basisu") continue;
    throw new DatasetError("E_SHAPE_FILE", `${file} needs the glTF extension ${name}, which dst3d does not read.`, {
      hint: "Export the model without it.",
      subject: file,
    });
  }
}

function checkRange(context: PreflightContext, range: Range, what: string): Uint8Array {
  const offset = range.byteOffset ?? 0;
  if (!isCount(offset) || !isCount(range.byteLength)) throw refuse(context, `${what} has no valid offset and length`);
  const bytes = context.buffers[range.buffer];
  if (bytes === undefined || bytes === null) throw refuse(context, `${what} lies in buffer ${range.buffer}, which has no bytes`);
  if (offset + range.byteLength > bytes.length) {
    throw refuse(
      context,
      `${what} ends at byte ${offset + range.byteLength} of buffer ${range.buffer}, which has only ${bytes.length}`,
      "The file or its .bin is truncated: fetch or export it again.",
    );
  }
  return bytes.subarray(offset, offset + range.byteLength);
}

function meshoptOf(view: GLTF.IBufferView): MeshoptRange | undefined {
  return view.extensions?.[MESHOPT] as MeshoptRange | undefined;
}

function checkBufferViews(context: PreflightContext): void {
  let unpacked = 0;
  (context.json.bufferViews ?? []).forEach((view, index) => {
    const packed = meshoptOf(view);
    if (packed === undefined) {
      checkRange(context, view, `bufferView ${index}`);
      return;
    }
    checkRange(context, packed, `compressed bufferView ${index}`);
    if (!isCount(packed.count) || !isCount(packed.byteStride) || packed.byteStride > 256) throw refuse(context, `compressed bufferView ${index} has no valid count`);
    unpacked += packed.count * packed.byteStride;
    if (packed.count * packed.byteStride !== view.byteLength) {
      throw refuse(context, `compressed bufferView ${index} says ${packed.count} × ${packed.byteStride} bytes and ${view.byteLength}`);
    }
  });
  checkBudget(context, unpacked, "its compressed buffers unpack");
}

function checkBudget(context: PreflightContext, bytes: number, what: string): void {
  const budget = context.limits.vertices * BYTES_PER_VERTEX;
  if (bytes > budget) {
    throw refuse(context, `${what} to ${bytes} bytes; the limit is ${budget}`, "Simplify the model, or raise loadShape's `limits.vertices`.");
  }
}

function elementBytes(context: PreflightContext, accessor: GLTF.IAccessor, index: number): number {
  const bytes = (COMPONENT_BYTES[accessor.componentType] ?? 0) * (COMPONENTS[accessor.type] ?? 0);
  if (bytes === 0) throw refuse(context, `accessor ${index} has the unknown type ${accessor.type} of ${accessor.componentType}`);
  return bytes;
}

function checkAccessors(context: PreflightContext): void {
  let decoded = 0;
  (context.json.accessors ?? []).forEach((accessor, index) => {
    const size = elementBytes(context, accessor, index);
    if (!isCount(accessor.count)) throw refuse(context, `accessor ${index} has no valid count`);
    decoded += accessor.count * size;
    if (accessor.bufferView !== undefined) checkElements(context, accessor.bufferView, accessor.byteOffset, accessor.count, size, `accessor ${index}`);
    const sparse = accessor.sparse;
    if (sparse === undefined) return;
    if (!isCount(sparse.count) || sparse.count > accessor.count) throw refuse(context, `sparse accessor ${index} changes ${sparse.count} of ${accessor.count} elements`);
    const indexBytes = COMPONENT_BYTES[sparse.indices.componentType] ?? 0;
    checkElements(context, sparse.indices.bufferView, sparse.indices.byteOffset, sparse.count, indexBytes, `sparse indices of accessor ${index}`);
    checkElements(context, sparse.values.bufferView, sparse.values.byteOffset, sparse.count, size, `sparse values of accessor ${index}`);
  });
  checkBudget(context, decoded, "its accessors decode");
}

function checkElements(context: PreflightContext, viewIndex: number, byteOffset: number | undefined, count: number, size: number, what: string): void {
  const view = context.json.bufferViews?.[viewIndex];
  if (view === undefined) throw refuse(context, `${what} names bufferView ${viewIndex}, which does not exist`);
  if (count === 0) return;
  const stride = view.byteStride ?? size;
  const offset = byteOffset ?? 0;
  if (!isCount(offset) || !isCount(stride) || stride < size) throw refuse(context, `${what} has no valid offset or stride`);
  const end = offset + (count - 1) * stride + size;
  if (end > view.byteLength) throw refuse(context, `${what} needs ${end} bytes of bufferView ${viewIndex}, which has ${view.byteLength}`);
}

/** What names something by its number must name something that is there. */
function checkReferences(context: PreflightContext): void {
  const { json } = context;
  const check = (index: unknown, list: readonly unknown[] | undefined, what: string): void => {
    if (index !== undefined && (!isCount(index) || index >= (list?.length ?? 0))) throw refuse(context, `${what} ${String(index)}, which does not exist`);
  };
  (json.nodes ?? []).forEach((node, index) => {
    check(node.mesh, json.meshes, `node ${index} names mesh`);
    check(node.skin, json.skins, `node ${index} names skin`);
  });
  (json.meshes ?? []).forEach((mesh, index) => {
    for (const primitive of mesh.primitives ?? []) {
      check(primitive.indices, json.accessors, `mesh ${index} names accessor`);
      check(primitive.material, json.materials, `mesh ${index} names material`);
      for (const attributes of [primitive.attributes ?? {}, ...(primitive.targets ?? [])]) {
        for (const accessor of Object.values(attributes)) check(accessor, json.accessors, `mesh ${index} names accessor`);
      }
    }
  });
  (json.scenes ?? []).forEach((scene, index) => {
    for (const node of scene.nodes ?? []) check(node, json.nodes, `scene ${index} names node`);
  });
  (json.skins ?? []).forEach((skin, index) => {
    for (const joint of skin.joints ?? []) check(joint, json.nodes, `skin ${index} names node`);
  });
  check(json.scene, json.scenes, "the default scene is");
}

/** The node hierarchy must be a forest: a node has one parent at most, and no node is its own ancestor. */
function checkNodes(context: PreflightContext): void {
  const nodes = context.json.nodes ?? [];
  const parent = new Int32Array(nodes.length).fill(-1);
  nodes.forEach((node, index) => {
    for (const child of node.children ?? []) {
      if (nodes[child] === undefined) throw refuse(context, `node ${index} has the child ${child}, which does not exist`);
      if (parent[child] !== -1) throw refuse(context, `node ${child} has two parents, ${parent[child]} and ${index}`);
      parent[child] = index;
    }
  });
  // with one parent at most, following parents from every node visits each node once per tree unless there is a circle
  const safe = new Uint8Array(nodes.length);
  for (let start = 0; start < nodes.length; start++) {
    const way: number[] = [];
    const onWay = new Set<number>();
    for (let node = start; node !== -1 && safe[node] === 0; node = parent[node]!) {
      if (onWay.has(node)) throw refuse(context, `node ${node} is its own ancestor`);
      onWay.add(node);
      way.push(node);
    }
    for (const node of way) safe[node] = 1;
  }
}

function checkVertexCount(context: PreflightContext): void {
  const { json, limits } = context;
  const draco = new Map<number, number>();
  const verticesOfMesh = (json.meshes ?? []).map((mesh, index) => {
    let total = 0;
    for (const primitive of mesh.primitives ?? []) {
      const position = json.accessors?.[primitive.attributes?.["POSITION"] ?? -1];
      const corners = primitive.indices === undefined ? 0 : (json.accessors?.[primitive.indices]?.count ?? 0) / 3;
      total += Math.max(position?.count ?? 0, corners, dracoVertices(context, primitive, index, draco));
    }
    return total;
  });
  const instances = (node: GLTF.INode): number => {
    const instancing = node.extensions?.["EXT_mesh_gpu_instancing"] as { attributes?: Record<string, number> } | undefined;
    const [attribute] = Object.values(instancing?.attributes ?? {});
    return attribute === undefined ? 1 : (json.accessors?.[attribute]?.count ?? 1);
  };
  let total = 0;
  for (const node of json.nodes ?? []) total += node.mesh === undefined ? 0 : (verticesOfMesh[node.mesh] ?? 0) * instances(node);
  if (total > limits.vertices) {
    throw refuse(context, `it has ${Math.ceil(total)} vertices; the limit is ${limits.vertices}`, "Simplify the model, or raise loadShape's `limits.vertices`.");
  }
}

/** The larger of vertices and triangles that a compressed primitive claims in its own header. */
function dracoVertices(context: PreflightContext, primitive: GLTF.IMeshPrimitive, mesh: number, known: Map<number, number>): number {
  const extension = primitive.extensions?.[DRACO] as { bufferView: number } | undefined;
  if (extension === undefined) return 0;
  const cached = known.get(extension.bufferView);
  if (cached !== undefined) return cached;
  const view = context.json.bufferViews?.[extension.bufferView];
  if (view === undefined) throw refuse(context, `mesh ${mesh} names the compressed bufferView ${extension.bufferView}, which does not exist`);
  const counts = dracoCounts(checkRange(context, view, `bufferView ${extension.bufferView}`));
  if (counts === null) throw refuse(context, `mesh ${mesh} is not valid Draco data`);
  const size = Math.max(counts.vertices, counts.faces);
  known.set(extension.bufferView, size);
  return size;
}

function checkTextures({ file, json }: PreflightContext): void {
  (json.textures ?? []).forEach((texture, index) => {
    const usable = texture.source !== undefined || texture.extensions?.["EXT_texture_webp"] !== undefined || texture.extensions?.["EXT_texture_avif"] !== undefined;
    if (!usable && texture.extensions?.["KHR_texture_basisu"] !== undefined) {
      throw new DatasetError("E_TEXTURE", `${file}: texture ${index} is only there as KTX2 (KHR_texture_basisu), which dst3d does not read.`, {
        hint: "Export the model with PNG, JPEG or WebP textures.",
        subject: file,
      });
    }
  });
}
