/** Loads glTF 2.0, binary or with external files. */
import type { GLTF, Material as GltfMaterial, Mesh as GltfMesh, Node as GltfNode } from "@gltf-transform/core";
import type { InstancedMesh } from "@gltf-transform/extensions";
import { DatasetError } from "../core/errors.js";
import type { Vector3 } from "../geometry/vector.js";
import { DEFAULT_MATERIAL, type Material, type RigNode } from "../sample/shape.js";
import type { Model } from "./build-shape.js";
import { floatValues } from "./gltf-accessor.js";
import { openGltf } from "./gltf-container.js";
import { gltfLibrary } from "./gltf-library.js";
import { readMaterial } from "./gltf-material.js";
import { preflightGltf } from "./gltf-preflight.js";
import { primitiveMesh, type PrimitiveMesh } from "./gltf-primitive.js";
import { gltfReferences, resolveResources } from "./gltf-resources.js";
import { nodeTable, readClips, readSkin, uniqueName, type NodeTable } from "./gltf-rig.js";
import type { LoadContext } from "./load-context.js";
import { withTangents } from "./tangents.js";
import { TextureDecoder } from "./textures.js";

/** Files that a glTF refers to, for hashing without decoding. */
export function listGltfReferences(bytes: Uint8Array, binary: boolean, file: string): ReturnType<typeof gltfReferences> {
  return gltfReferences(openGltf(bytes, binary, file).json);
}

/**
 * Reads a model.
 * @param bytes of the model file
 * @throws DatasetError E_SHAPE_FILE, E_SHAPE_GEOMETRY, E_TEXTURE, E_EXTERNAL_URI
 */
export async function loadGltf(bytes: Uint8Array, binary: boolean, context: LoadContext): Promise<Model> {
  const { file } = context.files;
  const container = openGltf(bytes, binary, file);
  try {
    const library = await gltfLibrary();
    const resolved = await resolveResources(container, context.files);
    preflightGltf({ file, json: container.json, buffers: resolved.buffers, limits: context.limits, supportedExtensions: library.supportedExtensions });
    const document = await library.read(resolved.source);
    return await new GltfModelReader(container.json, context).read(document);
  } catch (cause) {
    if (DatasetError.isInstance(cause)) throw cause;
    throw new DatasetError("E_SHAPE_FILE", `${file} cannot be decoded: ${cause instanceof Error ? cause.message : String(cause)}`, {
      hint: "The file is damaged, or uses glTF in a way that dst3d does not know: export the model again.",
      subject: file,
      cause,
    });
  }
}

type Document = Parameters<typeof nodeTable>[0];

/** Collects the meshes of one document. */
class GltfModelReader {
  readonly #model: Model = { meshes: [], nodes: [], parts: [], materials: [], clips: [] };
  readonly #materials = new Map<GltfMaterial | null, number>();
  readonly #primitives = new Map<GltfMesh, { mesh: PrimitiveMesh; material: GltfMaterial | null }[]>();
  readonly #decoder: TextureDecoder;

  constructor(
    readonly json: GLTF.IGLTF,
    readonly context: LoadContext,
  ) {
    this.#decoder = new TextureDecoder(context.files.file, context.limits);
  }

  async read(document: Document): Promise<Model> {
    const table = nodeTable(document, this.json);
    this.#model.nodes = table.nodes;
    const partNames = new Map<string, number>();
    for (const [node, index] of [...table.indexOf]) {
      const mesh = node.getMesh();
      if (mesh === null) continue;
      const part = this.#model.parts.push(uniqueName(node.getName() || mesh.getName() || `part ${this.#model.parts.length}`, partNames)) - 1;
      await this.#addNode(node, mesh, index, part, table);
    }
    this.#model.clips = readClips(document.getRoot().listAnimations(), table);
    return this.#model;
  }

  async #addNode(node: GltfNode, mesh: GltfMesh, index: number, part: number, table: NodeTable): Promise<void> {
    const skin = node.getSkin();
    const places = instanceNodes(node, index, table.nodes);
    for (const { mesh: primitive, material } of await this.#meshPrimitives(mesh)) {
      for (const place of places) {
        const isSkinned = skin !== null && primitive.raw.jointIndices !== null;
        if (isSkinned) checkJoints(primitive.raw.jointIndices!, skin.listJoints().length, primitive.raw.label, this.context.files.file);
        this.#model.meshes.push({
          raw: primitive.raw,
          flatNormals: primitive.flatNormals,
          node: place,
          part,
          material: await this.#material(material),
          skin: isSkinned ? readSkin(skin, table, this.context.files.file) : null,
        });
      }
    }
  }

  /** The primitives of a mesh, converted once however many nodes show it. */
  async #meshPrimitives(mesh: GltfMesh): Promise<{ mesh: PrimitiveMesh; material: GltfMaterial | null }[]> {
    const known = this.#primitives.get(mesh);
    if (known !== undefined) return known;
    const { file } = this.context.files;
    const label = `mesh ${JSON.stringify(mesh.getName())}`;
    const names = (mesh.getExtras()["targetNames"] ?? []) as readonly string[];
    const primitives: { mesh: PrimitiveMesh; material: GltfMaterial | null }[] = [];
    for (const primitive of mesh.listPrimitives()) {
      const converted = primitiveMesh(primitive, label, Array.isArray(names) ? names : [], file);
      if (converted === null) {
        this.context.warn(`${label} of ${file}: points and lines are left out.`);
        continue;
      }
      const source = primitive.getMaterial();
      const material = this.#model.materials[await this.#material(source)]!;
      primitives.push({ mesh: prepareForMaterial(converted, material), material: source });
    }
    this.#primitives.set(mesh, primitives);
    return primitives;
  }

  async #material(source: GltfMaterial | null): Promise<number> {
    let index = this.#materials.get(source);
    if (index === undefined) {
      index = this.#model.materials.push(source === null ? DEFAULT_MATERIAL : await readMaterial(source, this.#decoder)) - 1;
      this.#materials.set(source, index);
    }
    return index;
  }
}

/** Adds what the material needs and the mesh lacks: uv sets (zero, as viewers do) and tangents. */
function prepareForMaterial(primitive: PrimitiveMesh, material: Material): PrimitiveMesh {
  const slots = [material.baseColorTexture, material.metallicRoughnessTexture, material.normalTexture, material.occlusionTexture, material.emissiveTexture];
  const sets = Math.max(0, ...slots.map((slot) => (slot === null ? 0 : slot.texCoord + 1)));
  const vertices = primitive.raw.positions.length / 3;
  const texCoords = Array.from({ length: sets }, (_, set) => primitive.raw.texCoords[set] ?? new Float32Array(vertices * 2));
  let raw = { ...primitive.raw, texCoords };
  if (material.normalTexture === null) raw.tangents = null;
  else if (raw.tangents === null && !primitive.flatNormals) raw = { ...withTangents(raw, material.normalTexture), texCoords };
  return { ...primitive, raw };
}

/** One rig node per instance of EXT_mesh_gpu_instancing, children of the mesh's node; else that node itself. */
function instanceNodes(node: GltfNode, index: number, nodes: RigNode[]): number[] {
  const instancing = node.getExtension<InstancedMesh>("EXT_mesh_gpu_instancing");
  const attributes = (["TRANSLATION", "ROTATION", "SCALE"] as const).map((name) => {
    const accessor = instancing?.getAttribute(name) ?? null;
    return accessor === null ? null : floatValues(accessor);
  });
  const [translations, rotations, scales] = attributes;
  const counts = [translations, rotations, scales].flatMap((values, kind) => (values == null ? [] : [values.length / (kind === 1 ? 4 : 3)]));
  if (instancing === null || counts.length === 0) return [index];
  const triple = (values: Float32Array, i: number): Vector3 => [values[i * 3]!, values[i * 3 + 1]!, values[i * 3 + 2]!];
  return Array.from({ length: Math.min(...counts) }, (_, i) => {
    const rotation = rotations == null ? ([0, 0, 0, 1] as const) : ([...rotations.subarray(i * 4, i * 4 + 4)] as unknown as readonly [number, number, number, number]);
    return nodes.push({
      name: `${node.getName()}[${i}]`,
      parent: index,
      translation: translations == null ? [0, 0, 0] : triple(translations, i),
      rotation,
      scale: scales == null ? [1, 1, 1] : triple(scales, i),
      matrix: null,
      weights: nodes[index]!.weights,
    }) - 1;
  });
}

function checkJoints(indices: Uint16Array, joints: number, label: string, file: string): void {
  for (const joint of indices) {
    if (joint < joints) continue;
    throw new DatasetError("E_SHAPE_GEOMETRY", `${label} of ${file} hangs on joint ${joint} of a skin with ${joints}.`, { hint: "The file is damaged: export the model again.", subject: file });
  }
}
