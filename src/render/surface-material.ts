/**
 * What a surface is made of at a list of points: textures, vertex colours and normal maps of a glTF material brought to
 * plain numbers. Works on blocks that fit the first-level cache.
 */
import type { Matrix3 } from "../geometry/vector.js";
import type { Material, Mesh } from "../sample/shape.js";
import type { SoupBatch } from "./surface.js";
import { bendNormals } from "./normal-map.js";
import { BLOCK, type SurfaceBlock } from "./surface-block.js";
import { sampleSlot, texels } from "./texture-block.js";
import { mipSlots, type MipSlots } from "./texture-mips.js";

/** A material bound to a mesh: texture sizes looked up once per batch. */
export interface BoundMaterial {
  mesh: Mesh;
  material: Material;
  /** Rotation mesh → light frame, for tangents. */
  rotation: Matrix3;
  baseColor: MipSlots | null;
  metallicRoughness: MipSlots | null;
  normal: MipSlots | null;
  occlusion: MipSlots | null;
  emissive: MipSlots | null;
  /** True when no value varies over the mesh. */
  plain: boolean;
}

/** Binds a batch's material. Slots whose coordinates the mesh lacks are ignored. */
export function bindMaterial(batch: SoupBatch, rotation: Matrix3): BoundMaterial {
  const mesh = batch.shape.meshes[batch.meshIndex];
  const material = batch.shape.materials[mesh.material];
  const bind = (slot: Material["baseColorTexture"], color: boolean) =>
    slot === null || mesh.texCoords[slot.texCoord] === undefined || slot.texture.width < 1 ? null : mipSlots(slot, color);
  const bound = {
    mesh,
    material,
    rotation,
    baseColor: bind(material.baseColorTexture, true),
    metallicRoughness: bind(material.metallicRoughnessTexture, false),
    normal: bind(material.normalTexture, false),
    occlusion: bind(material.occlusionTexture, false),
    emissive: bind(material.emissiveTexture, true),
  };
  const plain = bound.baseColor === null && bound.metallicRoughness === null && bound.normal === null && bound.occlusion === null && bound.emissive === null && mesh.colors === null;
  return { ...bound, plain };
}

/** Roughness below which highlights would be smaller than a pixel. */
const MINIMUM_ROUGHNESS = 0.045;

/**
 * Fills the material part of a block and bends its normals by the normal map. A plain material fills the whole block,
 * so that one call serves all blocks of its batch.
 */
export function evaluateMaterial(bound: BoundMaterial, block: SurfaceBlock): void {
  fillFactors(bound.material, block);
  if (bound.plain) {
    if (bound.material.alphaMode === "mask") cutAlpha(bound.material, block, BLOCK);
  } else {
    applyTextures(bound, block);
  }
}

function cutAlpha(material: Material, block: SurfaceBlock, count: number): void {
  for (let index = 0; index < count; index++) block.alpha[index] = block.alpha[index] >= material.alphaCutoff ? 1 : 0;
}

function fillFactors(material: Material, block: SurfaceBlock): void {
  const [red, green, blue, alpha] = material.baseColor;
  const opaque = material.alphaMode === "opaque";
  const metallic = material.metallic;
  const roughness = material.roughness < MINIMUM_ROUGHNESS ? MINIMUM_ROUGHNESS : material.roughness > 1 ? 1 : material.roughness;
  for (let index = 0; index < BLOCK; index++) {
    block.baseColor[index * 3] = red;
    block.baseColor[index * 3 + 1] = green;
    block.baseColor[index * 3 + 2] = blue;
    block.alpha[index] = opaque ? 1 : alpha;
    block.metallic[index] = metallic;
    block.roughness[index] = roughness;
    block.occlusion[index] = 1;
    block.emissive[index * 3] = material.emissive[0];
    block.emissive[index * 3 + 1] = material.emissive[1];
    block.emissive[index * 3 + 2] = material.emissive[2];
  }
}

function applyTextures(bound: BoundMaterial, block: SurfaceBlock): void {
  const { material } = bound;
  const { count } = block;
  const opaque = material.alphaMode === "opaque";
  if (bound.baseColor !== null) {
    sampleSlot(bound.baseColor, bound.mesh, block, !opaque);
    for (let index = 0; index < count; index++) {
      block.baseColor[index * 3] *= texels[index * 4];
      block.baseColor[index * 3 + 1] *= texels[index * 4 + 1];
      block.baseColor[index * 3 + 2] *= texels[index * 4 + 2];
      if (!opaque) block.alpha[index] *= texels[index * 4 + 3];
    }
  }
  if (bound.mesh.colors !== null) multiplyVertexColors(bound.mesh.colors, block, opaque);
  if (material.alphaMode === "mask") cutAlpha(material, block, count);
  if (bound.metallicRoughness !== null) {
    sampleSlot(bound.metallicRoughness, bound.mesh, block, false);
    for (let index = 0; index < count; index++) {
      const rough = material.roughness * texels[index * 4 + 1];
      block.roughness[index] = rough < MINIMUM_ROUGHNESS ? MINIMUM_ROUGHNESS : rough > 1 ? 1 : rough;
      block.metallic[index] = material.metallic * texels[index * 4 + 2];
    }
  }
  if (bound.occlusion !== null) {
    // The two often share a picture (ORM): what was just sampled is still there.
    const shared = bound.metallicRoughness !== null && sameCoordinates(material);
    if (!shared) sampleSlot(bound.occlusion, bound.mesh, block, false);
    for (let index = 0; index < count; index++) block.occlusion[index] = 1 + material.occlusionStrength * (texels[index * 4] - 1);
  }
  if (bound.emissive !== null) {
    sampleSlot(bound.emissive, bound.mesh, block, false);
    for (let index = 0; index < count; index++) {
      block.emissive[index * 3] *= texels[index * 4];
      block.emissive[index * 3 + 1] *= texels[index * 4 + 1];
      block.emissive[index * 3 + 2] *= texels[index * 4 + 2];
    }
  }
  if (bound.normal !== null) {
    sampleSlot(bound.normal, bound.mesh, block, false);
    bendNormals(bound, block);
  }
}

function sameCoordinates(material: Material): boolean {
  const a = material.occlusionTexture;
  const b = material.metallicRoughnessTexture;
  return (
    a !== null && b !== null && a.texture === b.texture && a.texCoord === b.texCoord && a.transform === b.transform && a.filter === b.filter && a.wrapS === b.wrapS && a.wrapT === b.wrapT
  );
}

function multiplyVertexColors(colors: Float32Array, block: SurfaceBlock, opaque: boolean): void {
  for (let index = 0; index < block.count; index++) {
    const a = block.vertex0[index] * 4, b = block.vertex1[index] * 4, c = block.vertex2[index] * 4;
    const w1 = block.weight1[index], w2 = block.weight2[index];
    const w0 = 1 - w1 - w2;
    block.baseColor[index * 3] *= w0 * colors[a] + w1 * colors[b] + w2 * colors[c];
    block.baseColor[index * 3 + 1] *= w0 * colors[a + 1] + w1 * colors[b + 1] + w2 * colors[c + 1];
    block.baseColor[index * 3 + 2] *= w0 * colors[a + 2] + w1 * colors[b + 2] + w2 * colors[c + 2];
    if (!opaque) block.alpha[index] *= w0 * colors[a + 3] + w1 * colors[b + 3] + w2 * colors[c + 3];
  }
}
