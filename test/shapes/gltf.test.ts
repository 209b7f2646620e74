import { EXTMeshGPUInstancing, EXTMeshoptCompression, KHRDracoMeshCompression, KHRMaterialsEmissiveStrength, KHRMaterialsUnlit, KHRMeshQuantization, KHRTextureTransform } from "@gltf-transform/extensions";
import { describe, expect, it } from "vitest";
import { encodePng } from "../../src/codecs/image.js";
import type { Mesh } from "../../src/sample/shape.js";
import { loadShape } from "../../src/shapes/load-shape.js";
import { ModelBuilder, editGlb } from "./gltf-fixtures.js";
import { temporaryFile } from "../temporary-folder.js";
import { areaAndVolume, boundsOf, corner, largestDifference, normalAgreement } from "./shape-measures.js";

/** A picture of four flat texels: red, green / blue, white. */
async function fourTexels(): Promise<Uint8Array> {
  return encodePng({ width: 2, height: 2, channels: 4, data: Uint8Array.from([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 128]) });
}

describe("nodes", () => {
  it("several displaced roots keep their places (the original's defect 14)", async () => {
    const model = new ModelBuilder();
    const box = model.box("box");
    model.scene.addChild(model.document.createNode("near").setMesh(box).setTranslation([0, 0, 0]));
    model.scene.addChild(model.document.createNode("far").setMesh(box).setTranslation([7, 0, 0]).setScale([1, 3, 1]));
    const shape = await loadShape(await model.write(), { up: "+Y", front: "+Z" });
    // whole extent 8 × 3 × 1 in the file
    expect(shape.parts).toEqual(["near", "far"]);
    expect([...shape.dimensions]).toEqual([1, 1 / 8, 3 / 8]);
    const [near, far] = shape.meshes.map((mesh) => boundsOf(mesh));
    expect(largestDifference(near!.minimum, [-0.5, -1 / 16, -3 / 16])).toBeLessThan(1e-7);
    expect(largestDifference(near!.maximum, [-0.375, 1 / 16, -1 / 16])).toBeLessThan(1e-7);
    expect(largestDifference(far!.minimum, [0.375, -1 / 16, -3 / 16])).toBeLessThan(1e-7);
    expect(shape.normalization).toEqual({ scale: 1 / 8, rotation: [1, 0, 0, 0, 0, -1, 0, 1, 0], center: [4, 1.5, 0.5] });
  });

  it("transforms multiply down the hierarchy", async () => {
    const model = new ModelBuilder();
    const half = Math.SQRT1_2;
    const child = model.document.createNode("child").setMesh(model.box("box", [1, 2, 4])).setTranslation([10, 0, 0]);
    // a quarter turn about y takes x to −z and z to x
    model.scene.addChild(model.document.createNode("parent").setRotation([0, half, 0, half]).setScale([2, 2, 2]).addChild(child));
    const { normalization, dimensions } = await loadShape(await model.write());
    expect([...dimensions]).toEqual([1, expect.closeTo(0.25, 6), expect.closeTo(0.5, 6)]);
    expect(largestDifference(normalization.center, [4, 2, -21])).toBeLessThan(1e-5);
  });

  it("a mirroring scale turns the triangles round", async () => {
    const model = new ModelBuilder();
    model.scene.addChild(model.document.createNode("mirrored").setMesh(model.box("box")).setScale([-1, 1, 1]));
    const shape = await loadShape(await model.write());
    expect(normalAgreement(shape)).toBe(1);
    expect(areaAndVolume(shape).volume).toBeCloseTo(1, 6);
  });

  it("a node's matrix is used as it is, shear and all", async () => {
    const model = new ModelBuilder();
    model.scene.addChild(model.document.createNode("sheared").setMesh(model.box("box")));
    const glb = editGlb(await model.bytes(), (json) => {
      json["nodes"][0].matrix = [1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 5, 0, 0, 1]; // x' = x + y + 5
    });
    const shape = await loadShape(temporaryFile("sheared.glb", glb));
    expect(largestDifference(shape.dimensions, [1, 0.5, 0.5])).toBeLessThan(1e-12);
    expect(areaAndVolume(shape).volume).toBeCloseTo(1 / 8, 6);
    expect(normalAgreement(shape)).toBe(1);
  });

  it("only the default scene is shown; without one, all scenes", async () => {
    const model = new ModelBuilder();
    const box = model.box("box");
    model.scene.addChild(model.document.createNode("first").setMesh(box));
    model.document.createScene("other").addChild(model.document.createNode("second").setMesh(box).setTranslation([3, 0, 0]));
    expect((await loadShape(await model.write())).parts).toEqual(["first"]);
    const undecided = editGlb(await model.bytes(), (json) => delete json["scene"]);
    expect((await loadShape(temporaryFile("both.glb", undecided))).parts).toEqual(["first", "second"]);
  });

  it("equal names of parts are told apart", async () => {
    const model = new ModelBuilder();
    const wheel = model.box("wheel");
    for (const x of [0, 2, 4]) model.scene.addChild(model.document.createNode("wheel").setMesh(wheel).setTranslation([x, 0, 0]));
    expect((await loadShape(await model.write())).parts).toEqual(["wheel", "wheel#2", "wheel#3"]);
  });

  it("instances of EXT_mesh_gpu_instancing are placed", async () => {
    const model = new ModelBuilder();
    const instances = model.document.createExtension(EXTMeshGPUInstancing).createInstancedMesh();
    instances.setAttribute("TRANSLATION", model.accessor("VEC3", Float32Array.from([0, 0, 0, 4, 0, 0])));
    instances.setAttribute("SCALE", model.accessor("VEC3", Float32Array.from([1, 1, 1, 1, 2, 1])));
    model.scene.addChild(model.document.createNode("fence").setMesh(model.box("post")).setExtension("EXT_mesh_gpu_instancing", instances));
    const shape = await loadShape(await model.write());
    expect(shape.meshes).toHaveLength(2);
    expect(shape.parts).toEqual(["fence"]);
    expect(largestDifference(shape.dimensions, [1, 0.2, 0.4])).toBeLessThan(1e-7);
  });
});

describe("primitives", () => {
  const square = [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0];

  it.each([
    ["triangles", 4, [0, 1, 2, 2, 1, 3]],
    ["a strip", 5, [0, 1, 2, 3]],
    ["a fan", 6, [0, 1, 3, 2]],
  ])("%s make the same square, facing +z of the file", async (_, mode, indices) => {
    const model = new ModelBuilder();
    const shape = await loadShape(await model.add(model.primitive(square, indices, mode)).write(), { up: "+Z", front: "-Y" });
    expect(areaAndVolume(shape).area).toBeCloseTo(1, 6);
    expect(shape.meshes[0]!.indices).toHaveLength(6);
    for (let i = 0; i < shape.meshes[0]!.normals.length; i += 3) expect([...shape.meshes[0]!.normals.subarray(i, i + 3)]).toEqual([0, 0, 1]);
  });

  it("points and lines are left out with a warning", async () => {
    const model = new ModelBuilder();
    model.add(model.primitive(square, [0, 1, 2, 3], 1), "wires").add(model.primitive(square, [0, 1, 2]), "sheet");
    const warnings: string[] = [];
    const shape = await loadShape(await model.write(), { onWarning: (message) => warnings.push(message) });
    expect(shape.parts).toEqual(["sheet"]);
    expect(warnings).toEqual([expect.stringContaining('mesh "wires"')]);
  });

  it("missing normals are flat ones, and each triangle gets corners of its own", async () => {
    const model = new ModelBuilder();
    const roof = [0, 0, 0, 2, 0, 0, 2, 0, -1, 0, 0, -1, 0, 1, -0.5, 2, 1, -0.5];
    const shape = await loadShape(await model.add(model.primitive(roof, [0, 1, 5, 0, 5, 4, 2, 3, 4, 2, 4, 5])).write());
    const [mesh] = shape.meshes;
    expect(mesh!.positions).toHaveLength(12 * 3);
    expect(normalAgreement(shape)).toBe(1);
    expect([...mesh!.normals.subarray(0, 3)]).toEqual([...mesh!.normals.subarray(6, 9)]);
  });

  it("triangles without area and vertices that nothing uses are dropped, and do not widen the box", async () => {
    const model = new ModelBuilder();
    const positions = [...square, 50, 50, 50, 60, 60, 60];
    const shape = await loadShape(await model.add(model.primitive(positions, [0, 1, 2, 2, 1, 3, 0, 0, 1, 4, 5, 4])).write());
    expect(shape.meshes[0]!.indices).toHaveLength(6);
    expect(shape.normalization.scale).toBe(1);
    expect(Math.max(...shape.meshes[0]!.indices)).toBeLessThan(6);
  });

  it("vertex colours become linear RGBA floats from any component type", async () => {
    const model = new ModelBuilder();
    const primitive = model.primitive(square, [0, 1, 2]).setAttribute("NORMAL", model.accessor("VEC3", Float32Array.from([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1])));
    primitive.setAttribute("COLOR_0", model.accessor("VEC3", Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 51, 9, 9, 9])).setNormalized(true));
    const shape = await loadShape(await model.add(primitive).write());
    expect(largestDifference(shape.meshes[0]!.colors!, [1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0.2, 1])).toBeLessThan(1e-6);
  });
});

/** A bumpy sheet: asymmetric, with normals and uv, enough vertices to compress. */
function sheet(): ModelBuilder {
  const model = new ModelBuilder();
  const positions: number[] = [];
  const uv: number[] = [];
  const normals: number[] = [];
  const indices: number[] = [];
  const n = 12;
  for (let y = 0; y <= n; y++) {
    for (let x = 0; x <= n; x++) {
      positions.push(x / n, y / n / 2, Math.sin(x) / 8);
      normals.push(0, 0, 1);
      uv.push(x / n, y / n);
      if (x < n && y < n) indices.push(y * 13 + x, y * 13 + x + 1, y * 13 + x + 14, y * 13 + x, y * 13 + x + 14, y * 13 + x + 13);
    }
  }
  const primitive = model.primitive(positions, indices).setAttribute("NORMAL", model.accessor("VEC3", Float32Array.from(normals)));
  primitive.setAttribute("TEXCOORD_0", model.accessor("VEC2", Float32Array.from(uv)));
  return model.add(primitive, "sheet");
}

describe("compressed data", () => {
  it.each([0, 1])("Draco (method %i) gives the plain model within its quantisation", async (method) => {
    const plain = await loadShape(await sheet().write());
    const model = sheet();
    model.document.createExtension(KHRDracoMeshCompression).setRequired(true).setEncoderOptions({ method, quantizationBits: { POSITION: 14 } });
    const packed = await loadShape(await model.write());
    expect(packed.meshes[0]!.indices).toHaveLength(plain.meshes[0]!.indices.length);
    expect(areaAndVolume(packed).area).toBeCloseTo(areaAndVolume(plain).area, 3);
    expect(largestDifference(packed.dimensions, plain.dimensions)).toBeLessThan(2 / 16384);
    // vertices may be reordered: every corner of every plain triangle is found again
    const found = new Set(Array.from({ length: packed.meshes[0]!.indices.length }, (_, i) => corner(packed.meshes[0]!, i).map((value) => Math.round(value * 500)).join()));
    const missing = Array.from({ length: plain.meshes[0]!.indices.length }, (_, i) => corner(plain.meshes[0]!, i)).filter(
      (point) => ![-1, 0, 1].some((dx) => [-1, 0, 1].some((dy) => [-1, 0, 1].some((dz) => found.has([dx, dy, dz].map((d, k) => Math.round(point[k]! * 500) + d).join())))),
    );
    expect(missing).toEqual([]);
  });

  it.each([EXTMeshoptCompression.EncoderMethod.QUANTIZE, EXTMeshoptCompression.EncoderMethod.FILTER])("meshopt (%s) gives the plain model", async (method) => {
    const plain = await loadShape(await sheet().write());
    const model = sheet();
    model.document.createExtension(EXTMeshoptCompression).setRequired(true).setEncoderOptions({ method });
    const packed = await loadShape(await model.write());
    // the codec may begin a triangle at another corner
    const triangles = ({ indices }: Mesh) =>
      Array.from({ length: indices.length / 3 }, (_, i) => [...indices.subarray(i * 3, i * 3 + 3)]).map(([a, b, c]) => (a! < b! && a! < c! ? [a, b, c] : b! < c! ? [b, c, a] : [c, a, b]).join());
    expect(triangles(packed.meshes[0]!)).toEqual(triangles(plain.meshes[0]!));
    expect(largestDifference(packed.meshes[0]!.positions, plain.meshes[0]!.positions)).toBeLessThan(2e-3);
    expect(normalAgreement(packed)).toBe(normalAgreement(plain));
  });

  it("quantised positions (KHR_mesh_quantization) are scaled back by their node", async () => {
    const model = new ModelBuilder();
    model.document.createExtension(KHRMeshQuantization).setRequired(true);
    const primitive = model.document.createPrimitive();
    primitive.setAttribute("POSITION", model.accessor("VEC3", Uint16Array.from([0, 0, 0, 65535, 0, 0, 0, 32768, 0])).setNormalized(true));
    model.scene.addChild(model.document.createNode("q").setMesh(model.document.createMesh("q").addPrimitive(primitive)).setScale([4, 4, 4]));
    const shape = await loadShape(await model.write());
    expect(shape.normalization.scale).toBeCloseTo(1 / 4, 12);
    expect(shape.dimensions[2]).toBeCloseTo(32768 / 65535, 6);
  });

  it("sparse accessors replace what they name and are zero elsewhere", async () => {
    const model = new ModelBuilder();
    const primitive = model.primitive([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0], [0, 1, 2]);
    primitive.getAttribute("POSITION")!.setArray(Float32Array.from([0, 0, 0, 0, 0, 0, 0, 8, 0, 2, 0, 0])).setSparse(true);
    primitive.setIndices(model.accessor("SCALAR", Uint16Array.from([0, 3, 2])));
    const shape = await loadShape(await model.add(primitive).write());
    expect(shape.normalization.scale).toBe(1 / 8);
    expect(largestDifference(shape.dimensions, [0.25, 0, 1])).toBeLessThan(1e-7);
  });

  it("interleaved and separate vertex layouts, .glb and .gltf are the same model", async () => {
    const glb = await loadShape(await sheet().write());
    const gltf = await loadShape(await sheet().writeSeparate());
    expect(gltf.meshes[0]!.positions).toEqual(glb.meshes[0]!.positions);
    expect(gltf.source.sha256).not.toBe(glb.source.sha256);
  });
});

describe("materials", () => {
  async function textured(change: (model: ModelBuilder, material: ReturnType<ModelBuilder["document"]["createMaterial"]>) => void, mime = "image/png") {
    const model = new ModelBuilder();
    const texture = model.document.createTexture("four").setMimeType(mime).setImage(await fourTexels());
    const material = model.document.createMaterial("paint").setBaseColorTexture(texture);
    change(model, material);
    const box = model.box("box");
    box.listPrimitives()[0]!.setMaterial(material);
    model.scene.addChild(model.document.createNode("a").setMesh(box));
    model.scene.addChild(model.document.createNode("b").setMesh(box).setTranslation([2, 0, 0]));
    return loadShape(await model.write());
  }

  it("factors, alpha modes and sides arrive; two nodes share material and texture", async () => {
    const shape = await textured((_, material) =>
      material.setBaseColorFactor([0.5, 0.25, 1, 0.75]).setMetallicFactor(0.3).setRoughnessFactor(0.7).setAlphaMode("MASK").setAlphaCutoff(0.4).setDoubleSided(true).setEmissiveFactor([0.1, 0.2, 0.3]),
    );
    expect(shape.materials).toHaveLength(1);
    expect(shape.materials[0]).toMatchObject({
      name: "paint", baseColor: [0.5, 0.25, 1, 0.75], metallic: 0.3, roughness: 0.7, alphaMode: "mask", alphaCutoff: 0.4, doubleSided: true, emissive: [0.1, 0.2, 0.3], unlit: false,
    });
    expect(shape.meshes.map((mesh) => mesh.material)).toEqual([0, 0]);
    expect([...shape.materials[0]!.baseColorTexture!.texture.data.subarray(0, 8)]).toEqual([255, 0, 0, 255, 0, 255, 0, 255]);
  });

  it("unlit and emissive strength", async () => {
    const shape = await textured((model, material) => {
      material.setExtension("KHR_materials_unlit", model.document.createExtension(KHRMaterialsUnlit).createUnlit());
      material.setEmissiveFactor([1, 0.5, 0]);
      material.setExtension("KHR_materials_emissive_strength", model.document.createExtension(KHRMaterialsEmissiveStrength).createEmissiveStrength().setEmissiveStrength(6));
    });
    expect(shape.materials[0]).toMatchObject({ unlit: true, emissive: [6, 3, 0] });
  });

  it("samplers and texture transforms", async () => {
    const shape = await textured((model, material) => {
      const transform = model.document.createExtension(KHRTextureTransform).createTransform().setOffset([0.1, 0.2]).setScale([2, 3]).setRotation(Math.PI / 2);
      material.getBaseColorTextureInfo()!.setWrapS(33071).setWrapT(33648).setMagFilter(9728).setExtension("KHR_texture_transform", transform);
    });
    const slot = shape.materials[0]!.baseColorTexture!;
    expect(slot).toMatchObject({ wrapS: "clamp", wrapT: "mirror", filter: "nearest" });
    // a quarter turn counter-clockwise with v down takes +u to −v: (1, 0) → (0, −1) · scale, then the offset
    expect(largestDifference(slot.transform!, [0, 3, 0.1, -2, 0, 0.2])).toBeLessThan(1e-12);
  });

  it("a normal map brings tangents that follow u, where the file has none", async () => {
    const shape = await textured((_, material) => material.setNormalTexture(material.getBaseColorTexture()!).setNormalScale(0.5));
    const [mesh] = shape.meshes;
    expect(shape.materials[0]!.normalTexture!.texture).toBe(shape.materials[0]!.baseColorTexture!.texture);
    for (let vertex = 0; vertex < mesh!.tangents!.length / 4; vertex++) {
      const [x, y, z, w] = mesh!.tangents!.subarray(vertex * 4, vertex * 4 + 4);
      expect(w).toBe(1); // the box's pictures are not mirrored
      const n = mesh!.normals.subarray(vertex * 3, vertex * 3 + 3);
      expect(x! * n[0]! + y! * n[1]! + z! * n[2]!).toBeCloseTo(0, 6);
      expect(Math.hypot(x!, y!, z!)).toBeCloseTo(1, 6);
    }
  });

  it("no normal map, no tangents", async () => {
    expect((await textured(() => undefined)).meshes[0]!.tangents).toBeNull();
  });

  it("embedded WebP and JPEG pictures", async () => {
    const { default: sharp } = await import("sharp");
    for (const format of ["webp", "jpeg"] as const) {
      const image = new Uint8Array(await sharp(await fourTexels()).removeAlpha().toFormat(format, { quality: 100, ...(format === "webp" ? { lossless: true } : {}) }).toBuffer());
      const shape = await textured((_, material) => material.getBaseColorTexture()!.setImage(image).setMimeType(`image/${format}`), `image/${format}`);
      expect(shape.materials[0]!.baseColorTexture!.texture).toMatchObject({ width: 2, height: 2 });
    }
  });
});

describe("specular-glossiness", () => {
  it("a black diffuse with bright specular is metal, gray diffuse with little specular is not", async () => {
    const { convertColors } = await import("../../src/shapes/specular-glossiness.js");
    const gold = convertColors([0, 0, 0], [1, 0.77, 0.34]);
    expect(gold.metallic).toBeCloseTo(1, 2);
    expect(largestDifference(gold.baseColor, [1, 0.77, 0.34])).toBeLessThan(0.02);
    const plaster = convertColors([0.5, 0.5, 0.5], [0.04, 0.04, 0.04]);
    expect(plaster.metallic).toBeCloseTo(0, 6);
    expect(largestDifference(plaster.baseColor, [0.5, 0.5, 0.5])).toBeLessThan(1e-6);
  });
});
