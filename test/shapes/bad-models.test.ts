import { readFileSync, symlinkSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { KHRDracoMeshCompression } from "@gltf-transform/extensions";
import { describe, expect, it } from "vitest";
import { encodePng } from "../../src/codecs/image.js";
import { dracoCounts } from "../../src/shapes/draco-header.js";
import { hashShape, loadShape } from "../../src/shapes/load-shape.js";
import { expectError } from "./expect-error.js";
import { ModelBuilder, boxArrays, editGlb } from "./gltf-fixtures.js";
import { temporaryFile, temporaryFolder } from "../temporary-folder.js";

const CAR = "../shared/assets/models/kenney/taxi.glb";

async function boxModel(): Promise<Uint8Array> {
  const model = new ModelBuilder();
  model.scene.addChild(model.document.createNode("box").setMesh(model.box("box")));
  return model.bytes();
}

/** A box whose JSON was tampered with. */
async function edited(change: (json: any, binary: Uint8Array) => void): Promise<string> {
  return temporaryFile("edited.glb", editGlb(await boxModel(), change));
}

/** A .gltf of a textured box that names its picture with this URI; `files` lie beside it. */
async function withPicture(uri: string, files: Record<string, Uint8Array> = {}): Promise<string> {
  const model = new ModelBuilder();
  const box = model.box("box");
  const texture = model.document.createTexture("paint").setMimeType("image/png").setImage(await picture());
  box.listPrimitives()[0]!.setMaterial(model.document.createMaterial("paint").setBaseColorTexture(texture));
  model.scene.addChild(model.document.createNode("box").setMesh(box));
  const path = await model.writeSeparate((json) => {
    (json["images"] as { uri: string }[])[0]!.uri = uri;
  });
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(dirname(path), name)), { recursive: true });
    writeFileSync(join(dirname(path), name), bytes);
  }
  return path;
}

const picture = () => encodePng({ width: 2, height: 1, channels: 4, data: Uint8Array.from([9, 8, 7, 255, 6, 5, 4, 255]) });

describe("files that are not what they should be", () => {
  it("missing, empty, a folder", async () => {
    await expectError(loadShape("/nowhere/taxi.glb"), "E_SHAPE_FILE", /taxi\.glb cannot be read: there is no such file/);
    await expectError(loadShape(temporaryFile("empty.glb", "")), "E_SHAPE_FILE", /empty\.glb is empty/);
    const folder = join(temporaryFolder(), "model.glb");
    mkdirSync(folder);
    await expectError(loadShape(folder), "E_SHAPE_FILE", /is not a file/);
  });

  it.each([
    ["model.dae", "anything", /extension "\.dae"/],
    ["model.fbx", "anything", /names no FBXVersion/],
    ["model.ply", "Kaydara FBX Binary  \0", /named \.ply, but its content looks like an FBX model/],
    ["model.blend", "BLENDER-v300", /extension "\.blend"/],
    ["model", "anything", /extension ""/],
    ["model.glb", "v 0 0 0\nv 1 0 0\nf 1 2 3\n", /named \.glb, but its content looks like Wavefront OBJ/],
    ["model.obj", "glTF\u0002\0\0\0", /named \.obj, but its content looks like binary glTF/],
    ["model.gltf", "glTF\u0002\0\0\0", /named \.gltf, but its content looks like binary glTF/],
    ["model.glb", "PK\u0003\u0004rest", /looks like a ZIP archive/],
    ["model.obj", "\u0089PNG\r\n", /looks like a PNG picture/],
    ["model.gltf", "<!DOCTYPE html><html>404</html>", /looks like a web page/],
    ["model.glb", "version https://git-lfs.github.com/spec/v1\noid sha256:1\n", /Git LFS pointer/],
    ["model.glb", "garbage that is nothing", /looks like nothing that dst3d knows/],
    ["model.obj", "garbage that is nothing\n\u0001\u0002\n", /no vertices|not OBJ/],
  ])("%s with the wrong content", async (name, content, message) => {
    await expectError(loadShape(temporaryFile(name, Buffer.from(content, "latin1"))), "E_SHAPE_FILE", message);
  });

  it("truncated at any place: always an error that names the file, never a crash or a hang", async () => {
    const whole = readFileSync(CAR);
    for (const share of [0.0002, 0.001, 0.01, 0.3, 0.7, 0.999]) {
      const error = await expectError(loadShape(temporaryFile("cut.glb", whole.subarray(0, Math.ceil(whole.length * share)))), "E_SHAPE_FILE", /cut\.glb/);
      expect(error.subject).toContain("cut.glb");
    }
  });

  it("a .bin that is too short", async () => {
    const model = new ModelBuilder();
    model.scene.addChild(model.document.createNode("box").setMesh(model.box("box")));
    const path = await model.writeSeparate();
    const bin = join(dirname(path), "buffer.bin");
    writeFileSync(bin, readFileSync(bin).subarray(0, 100));
    await expectError(loadShape(path), "E_SHAPE_FILE", /buffer\.bin has 100 bytes, the model needs \d+/);
  });

  it("random damage gives a DatasetError or a model, nothing else", async () => {
    const whole = await boxModel();
    let state = 12345;
    for (let round = 0; round < 60; round++) {
      const bytes = whole.slice();
      for (let k = 0; k < 8; k++) {
        state = (state * 1103515245 + 12345) % 2147483648;
        bytes[12 + (state % (bytes.length - 12))] = state % 251;
      }
      const outcome: unknown = await loadShape(temporaryFile("damaged.glb", bytes)).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome.name, outcome.stack).toBe("DatasetError");
    }
  });
});

describe("sizes that lie", () => {
  it.each<[string, (json: any) => void, RegExp]>([
    ["a zero-filled accessor of four thousand million", (json) => json.accessors.push({ count: 4e9, componentType: 5126, type: "VEC3" }), /accessors decode to/],
    ["a sparse accessor of four thousand million", (json) => {
      json.accessors[0] = { count: 4e9, componentType: 5126, type: "VEC3", sparse: { count: 1, indices: { bufferView: 0, componentType: 5123 }, values: { bufferView: 0 } } };
    }, /accessors decode to/],
    ["an accessor longer than its view", (json) => (json.accessors[0].count = 5000), /accessor 0 needs \d+ bytes/],
    ["a view longer than its buffer", (json) => (json.bufferViews[0].byteLength = 1e8), /bufferView 0 ends at byte/],
    ["many accessors over the same bytes", (json) => {
      for (let i = 0; i < 100_000; i++) json.accessors.push(json.accessors[0]);
    }, /accessors decode to/],
    ["a negative count", (json) => (json.accessors[0].count = -1), /no valid count/],
    ["a fractional offset", (json) => (json.bufferViews[0].byteOffset = 0.5), /offset/],
    ["a meshopt bomb", (json) => {
      json.extensionsUsed = ["EXT_meshopt_compression"];
      json.bufferViews[0].extensions = { EXT_meshopt_compression: { buffer: 0, byteLength: 16, byteStride: 16, count: 2e9, mode: "ATTRIBUTES" } };
      json.bufferViews[0].byteLength = 32e9;
    }, /unpack to/],
    ["far too many instances of a mesh", (json) => {
      json.nodes = Array.from({ length: 20_000 }, () => ({ mesh: 0 }));
      json.scenes[0].nodes = json.nodes.map((_: unknown, i: number) => i);
      json.accessors[0].count = 24;
    }, /vertices; the limit is/],
    ["a circle of nodes", (json) => (json.nodes = [{ children: [1] }, { children: [0], mesh: 0 }]), /its own ancestor/],
    ["a node with two parents", (json) => (json.nodes = [{ children: [2] }, { children: [2] }, { mesh: 0 }]), /two parents/],
    ["a mesh that does not exist", (json) => (json.nodes[0].mesh = 7), /node 0 names mesh 7, which does not exist/],
    ["a required extension that nobody knows", (json) => (json.extensionsRequired = ["ACME_cloud"]), /ACME_cloud/],
    ["glTF 1.0", (json) => (json.asset.version = "1.0"), /version 1\.0/],
    ["JSON that is a list", (json) => (json.accessors = "none"), /accessors is not a list/],
  ])("%s", async (_, change, message) => {
    await expectError(loadShape(await edited(change), { limits: { vertices: 100_000 } }), "E_SHAPE_FILE", message);
  });

  it("Draco data that claims more than its accessors", async () => {
    const model = new ModelBuilder();
    model.scene.addChild(model.document.createNode("box").setMesh(model.box("box")));
    model.document.createExtension(KHRDracoMeshCompression).setRequired(true).setEncoderOptions({ method: 0 });
    const glb = editGlb(await model.bytes(), (json, binary) => {
      const { bufferView } = json["meshes"][0].primitives[0].extensions.KHR_draco_mesh_compression;
      const data = binary.subarray(json["bufferViews"][bufferView].byteOffset ?? 0);
      expect(dracoCounts(data)).toEqual({ faces: 12, vertices: 24 });
      data.set([255, 255, 255, 255, 15], 11); // 2^32 - 1 faces
    });
    await expectError(loadShape(temporaryFile("bomb.glb", glb)), "E_SHAPE_FILE", /4294967295 vertices; the limit is/);
  });

  it("a nesting deeper than the call stack loads", async () => {
    const file = await edited((json) => {
      const depth = 50_000;
      json.nodes = Array.from({ length: depth }, (_, i) => (i + 1 < depth ? { children: [i + 1] } : { mesh: 0 }));
      json.scenes[0].nodes = [0];
    });
    expect((await loadShape(file)).meshes).toHaveLength(1);
  });

  it("a file above the size limit is not read", async () => {
    await expectError(loadShape(CAR, { limits: { fileBytes: 1000 } }), "E_SHAPE_FILE", /the limit is 1000/);
  });
});

describe("geometry that cannot be used", () => {
  it.each([
    ["NaN", NaN],
    ["infinity", Infinity],
    ["huge coordinates", 3e12],
  ])("%s names the mesh", async (_, value) => {
    const model = new ModelBuilder();
    model.add(model.primitive([0, 0, 0, 1, 0, 0, 0, value, 0], [0, 1, 2]), "sail");
    await expectError(loadShape(await model.write()), "E_SHAPE_GEOMETRY", /mesh "sail" of .*model\.glb has/);
  });

  it("huge because of its node", async () => {
    const model = new ModelBuilder();
    model.scene.addChild(model.document.createNode("box").setMesh(model.box("crate")).setScale([1e10, 1, 1]));
    await expectError(loadShape(await model.write()), "E_SHAPE_GEOMETRY", /mesh "crate"/);
  });

  it("no area at all: a line of triangles, points only, an empty scene", async () => {
    const line = new ModelBuilder();
    line.add(line.primitive([0, 0, 0, 1, 0, 0, 2, 0, 0], [0, 1, 2]), "needle");
    await expectError(loadShape(await line.write()), "E_SHAPE_GEOMETRY", /no triangle with an area \(mesh "needle"\)/);
    const points = new ModelBuilder();
    points.add(points.primitive([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2], 0));
    await expectError(loadShape(await points.write()), "E_SHAPE_GEOMETRY", /no triangle/);
    await expectError(loadShape(temporaryFile("bare.gltf", '{"asset":{"version":"2.0"}}')), "E_SHAPE_GEOMETRY", /no triangle/);
  });

  it("a flat model is fine, and so is a tiny or an enormous one", async () => {
    for (const size of [1e-20, 1e-6, 1e8]) {
      const model = new ModelBuilder();
      model.add(model.primitive([0, 0, 0, size, 0, 0, 0, size, 0], [0, 1, 2]));
      expect((await loadShape(await model.write())).dimensions, String(size)).toEqual([1, 0, 1]);
    }
  });

  it("indices beyond the vertices, attributes of another length", async () => {
    const model = new ModelBuilder();
    model.add(model.primitive([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 9]), "kite");
    await expectError(loadShape(await model.write()), "E_SHAPE_GEOMETRY", /mesh "kite" .* vertex 9 of 3/);
    const other = new ModelBuilder();
    other.add(other.primitive([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2]).setAttribute("NORMAL", other.accessor("VEC3", new Float32Array(6))));
    await expectError(loadShape(await other.write()), "E_SHAPE_GEOMETRY", /NORMAL/);
  });

  it("front and up on one line", async () => {
    await expectError(loadShape(CAR, { front: "-Y", up: "+Y" }), "E_OPTION", /one line/);
  });
});

describe("references", () => {
  it("a picture beside the model, in a sub-folder, with spaces, in other case, with backslashes, or inside a data: URI", async () => {
    const png = await picture();
    const data = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
    for (const [uri, file] of [["a.png", "a.png"], ["maps/a.png", "maps/a.png"], ["my%20paint.png", "my paint.png"], ["Maps/A.PNG", "maps/a.png"], ["maps\\a.png", "maps/a.png"], [data, "unused.png"]] as const) {
      const path = await withPicture(uri, { [file]: png });
      const shape = await loadShape(path);
      expect([...shape.materials[0]!.baseColorTexture!.texture.data], uri).toEqual([9, 8, 7, 255, 6, 5, 4, 255]);
      expect(await hashShape(path)).toBe(shape.source.sha256);
    }
  });

  it("a missing picture names it and says what to do", async () => {
    const error = await expectError(loadShape(await withPicture("gone.png")), "E_TEXTURE", /gone\.png, a texture of .*model\.gltf, cannot be read: there is no such file/);
    expect(error.hint).toMatch(/Put the file there/);
  });

  it.each(["../secret.png", "maps/../../secret.png", "/etc/hostname", "C:\\paint.png", "http://example.com/a.png", "https://example.com/a.png", "file:///etc/hostname", "ftp://example.com/a.png", "//server/share/a.png", "%2e%2e/secret.png"])("%s is refused", async (uri) => {
    const path = await withPicture(uri);
    writeFileSync(join(dirname(path), "..", "secret.png"), await picture());
    await expectError(loadShape(path), "E_EXTERNAL_URI", /refers to/);
    await expectError(hashShape(path), "E_EXTERNAL_URI", /refers to/);
  });

  it("a symbolic link out of the folder is refused, and read when allowed", async () => {
    const outside = temporaryFile("outside.png", await picture());
    const path = await withPicture("link.png");
    symlinkSync(outside, join(dirname(path), "link.png"));
    await expectError(loadShape(path), "E_EXTERNAL_URI", /leaves the folder/);
    expect((await loadShape(path, { allowExternal: true })).materials[0]!.baseColorTexture!.texture.width).toBe(2);
  });

  it("allowExternal opens the folder above, but never the network", async () => {
    const inner = await withPicture("../up.png");
    writeFileSync(join(dirname(inner), "..", "up.png"), await picture());
    expect((await loadShape(inner, { allowExternal: true })).materials).toHaveLength(1);
    await expectError(loadShape(await withPicture("http://example.com/a.png"), { allowExternal: true }), "E_EXTERNAL_URI", /example/);
  });

  it("a picture that is none, KTX2, or larger than the limit", async () => {
    await expectError(loadShape(await withPicture("a.png", { "a.png": new TextEncoder().encode("no picture at all") })), "E_TEXTURE", /a\.png/);
    const ktx = Uint8Array.from([0xab, 0x4b, 0x54, 0x58, 0x20, 0x32, 0x30, 0xbb, 13, 10, 26, 10]);
    await expectError(loadShape(await withPicture("a.ktx2", { "a.ktx2": ktx })), "E_TEXTURE", /KTX2/);
    const large = await encodePng({ width: 300, height: 300, channels: 4, data: new Uint8Array(360_000) });
    await expectError(loadShape(await withPicture("a.png", { "a.png": large }), { limits: { texturePixels: 10_000 } }), "E_TEXTURE", /more than 10000 pixels/);
    await expectError(loadShape(await withPicture("a.png", { "a.png": large }), { limits: { totalTexturePixels: 10_000 } }), "E_TEXTURE", /texture pixels/);
  });

  it("a texture that is only there as KTX2", async () => {
    const path = await withPicture("a.png", { "a.png": await picture() });
    const json = JSON.parse(readFileSync(path, "utf8"));
    json.textures[0] = { extensions: { KHR_texture_basisu: { source: 0 } } };
    json.extensionsUsed = json.extensionsRequired = ["KHR_texture_basisu"];
    writeFileSync(path, JSON.stringify(json));
    await expectError(loadShape(path), "E_TEXTURE", /KTX2/);
  });
});

describe("the hash", () => {
  it("of a single file is that file's sha256, and depends on bytes and names of all files", async () => {
    const { createHash } = await import("node:crypto");
    expect(await hashShape(CAR)).not.toBe(createHash("sha256").update(readFileSync(CAR)).digest("hex")); // refers to a texture
    const alone = temporaryFile("box.glb", await boxModel());
    expect(await hashShape(alone)).toBe(createHash("sha256").update(readFileSync(alone)).digest("hex"));
    const first = await withPicture("a.png", { "a.png": await picture() });
    const before = await hashShape(first);
    writeFileSync(join(dirname(first), "a.png"), boxArrays([1, 1, 1]).uv);
    expect(await hashShape(first)).not.toBe(before);
  });
});
