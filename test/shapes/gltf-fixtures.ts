/** Small glTF models made in code. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Document, WebIO, type Accessor, type Mesh, type Primitive } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import draco from "draco3dgltf";
import { MeshoptEncoder } from "meshoptimizer";
import { temporaryFile, temporaryFolder } from "../temporary-folder.js";

/** Corners of the box from 0 to `size`, two triangles per side, each side with corners and a normal of its own. */
export function boxArrays(size: readonly [number, number, number]): { positions: Float32Array; normals: Float32Array; uv: Float32Array; indices: Uint16Array } {
  const positions: number[] = [];
  const normals: number[] = [];
  const uv: number[] = [];
  const indices: number[] = [];
  for (let axis = 0; axis < 3; axis++) {
    for (const side of [0, 1]) {
      const first = positions.length / 3;
      const [across, along] = side === 1 ? [(axis + 1) % 3, (axis + 2) % 3] : [(axis + 2) % 3, (axis + 1) % 3];
      for (const [a, b] of [[0, 0], [1, 0], [1, 1], [0, 1]] as const) {
        const corner = [0, 0, 0];
        corner[axis] = side * size[axis]!;
        corner[across] = a * size[across]!;
        corner[along] = b * size[along]!;
        positions.push(...corner);
        normals.push(...[0, 1, 2].map((k) => (k === axis ? side * 2 - 1 : 0)));
        uv.push(a, 1 - b);
      }
      indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
    }
  }
  return { positions: Float32Array.from(positions), normals: Float32Array.from(normals), uv: Float32Array.from(uv), indices: Uint16Array.from(indices) };
}

/** Builds one document. */
export class ModelBuilder {
  readonly document = new Document();
  readonly buffer = this.document.createBuffer();
  readonly scene = this.document.createScene();

  constructor() {
    this.document.getRoot().setDefaultScene(this.scene);
  }

  accessor(type: "SCALAR" | "VEC2" | "VEC3" | "VEC4" | "MAT4", array: Float32Array | Uint16Array | Uint8Array | Uint32Array | Int8Array): Accessor {
    return this.document.createAccessor().setBuffer(this.buffer).setType(type).setArray(array as Float32Array<ArrayBuffer>);
  }

  /** A primitive with these arrays only. */
  primitive(positions: readonly number[] | Float32Array, indices: readonly number[] | null, mode = 4): Primitive {
    const primitive = this.document.createPrimitive().setMode(mode as 4).setAttribute("POSITION", this.accessor("VEC3", Float32Array.from(positions)));
    return indices === null ? primitive : primitive.setIndices(this.accessor("SCALAR", Uint16Array.from(indices)));
  }

  /** A box from the origin to `size` with normals and uv. */
  box(name: string, size: readonly [number, number, number] = [1, 1, 1]): Mesh {
    const { positions, normals, uv, indices } = boxArrays(size);
    const primitive = this.primitive(positions, [...indices]);
    primitive.setAttribute("NORMAL", this.accessor("VEC3", normals)).setAttribute("TEXCOORD_0", this.accessor("VEC2", uv));
    return this.document.createMesh(name).addPrimitive(primitive);
  }

  /** A mesh of one primitive under a new root node. */
  add(primitive: Primitive, name = "thing"): this {
    this.scene.addChild(this.document.createNode(name).setMesh(this.document.createMesh(name).addPrimitive(primitive)));
    return this;
  }

  async io(): Promise<WebIO> {
    await MeshoptEncoder.ready;
    return new WebIO().registerExtensions(ALL_EXTENSIONS).registerDependencies({
      "draco3d.encoder": await draco.createEncoderModule(),
      "meshopt.encoder": MeshoptEncoder,
    });
  }

  async bytes(): Promise<Uint8Array> {
    return (await this.io()).writeBinary(this.document);
  }

  /** Writes a .glb into a new folder and returns its path. */
  async write(name = "model.glb"): Promise<string> {
    return temporaryFile(name, await this.bytes());
  }

  /** Writes a .gltf with its files into a new folder; `change` may edit the JSON before. */
  async writeSeparate(change: (json: { [key: string]: unknown }) => void = () => undefined): Promise<string> {
    const { json, resources } = await (await this.io()).writeJSON(this.document, {});
    change(json as unknown as { [key: string]: unknown });
    const folder = temporaryFolder();
    for (const [name, bytes] of Object.entries(resources)) writeFileSync(join(folder, name), bytes);
    writeFileSync(join(folder, "model.gltf"), JSON.stringify(json));
    return join(folder, "model.gltf");
  }
}

/** Takes a .glb apart, lets `change` edit its JSON and binary chunk, and puts it together again. */
export function editGlb(glb: Uint8Array, change: (json: { [key: string]: any }, binary: Uint8Array) => void): Uint8Array {
  const view = new DataView(glb.buffer, glb.byteOffset);
  const jsonLength = view.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + jsonLength)));
  const binary = glb.slice(28 + jsonLength);
  change(json, binary);
  let text = JSON.stringify(json);
  while (text.length % 4 !== 0) text += " ";
  const body = new TextEncoder().encode(text);
  const out = new Uint8Array(28 + body.length + binary.length);
  const header = new DataView(out.buffer);
  [0x46546c67, 2, out.length, body.length, 0x4e4f534a].forEach((value, i) => header.setUint32(i * 4, value, true));
  out.set(body, 20);
  header.setUint32(20 + body.length, binary.length, true);
  header.setUint32(24 + body.length, 0x004e4942, true);
  out.set(binary, 28 + body.length);
  return out;
}
