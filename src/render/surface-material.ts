/**
 * What a surface is made of at a list of points: textures, vertex colours and normal maps of a glTF material brought to
 * plain numbers. Works on blocks that fit the first-level cache.
 */
import type { Matrix3 } from "../geometry/vector.js";
import type { Material, Mesh } from "../sample/shape.js";
import type { SoupBatch } from "./surface.js";
import { chooseMip, mipSlots, type MipSlots } from "./texture-mips.js";
import { sampleTexture } from "./texture-sampling.js";

/** Points per block. */
export const BLOCK = 256;

/** One block of surface points; `normal` and `view` are unit vectors in the light frame. */
export interface SurfaceBlock {
  count: number;
  /** Triangle's vertex indices within the mesh. */
  vertex0: Int32Array;
  vertex1: Int32Array;
  vertex2: Int32Array;
  weight1: Float32Array;
  weight2: Float32Array;
  /** World area per pixel divided by the triangle's world area: with the triangle's uv area it gives uv² per pixel. */
  pixelShare: Float32Array;
  normal: Float32Array;
  /** Unit normal of the triangle itself, facing the camera. */
  flatNormal: Float32Array;
  view: Float32Array;
  position: Float32Array;
  /** +1 where the vertex normals were kept, −1 where they were turned to the camera. */
  side: Float32Array;
  baseColor: Float32Array;
  metallic: Float32Array;
  roughness: Float32Array;
  occlusion: Float32Array;
  emissive: Float32Array;
  alpha: Float32Array;
}

/** An empty block. */
export function createSurfaceBlock(): SurfaceBlock {
  const floats = (channels: number) => new Float32Array(BLOCK * channels);
  return {
    count: 0,
    vertex0: new Int32Array(BLOCK), vertex1: new Int32Array(BLOCK), vertex2: new Int32Array(BLOCK),
    weight1: floats(1), weight2: floats(1), pixelShare: floats(1),
    normal: floats(3), flatNormal: floats(3), view: floats(3), position: floats(3), side: floats(1),
    baseColor: floats(3), metallic: floats(1), roughness: floats(1), occlusion: floats(1), emissive: floats(3), alpha: floats(1),
  };
}

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

/** Fills the material part of a block and bends its normals by the normal map. */
export function evaluateMaterial(bound: BoundMaterial, block: SurfaceBlock): void {
  const { material } = bound;
  const { count } = block;
  const [red, green, blue, alpha] = material.baseColor;
  const opaque = material.alphaMode === "opaque";
  const metallic = material.metallic;
  const roughness = material.roughness < MINIMUM_ROUGHNESS ? MINIMUM_ROUGHNESS : material.roughness > 1 ? 1 : material.roughness;
  for (let index = 0; index < count; index++) {
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
  if (bound.plain) {
    if (material.alphaMode === "mask") block.alpha.fill(alpha >= material.alphaCutoff ? 1 : 0, 0, count);
    return;
  }
  if (bound.baseColor !== null) {
    sampleSlot(bound.baseColor, bound.mesh, block);
    for (let index = 0; index < count; index++) {
      block.baseColor[index * 3] *= texels[index * 4];
      block.baseColor[index * 3 + 1] *= texels[index * 4 + 1];
      block.baseColor[index * 3 + 2] *= texels[index * 4 + 2];
      if (!opaque) block.alpha[index] *= texels[index * 4 + 3];
    }
  }
  if (bound.mesh.colors !== null) multiplyVertexColors(bound.mesh.colors, block, opaque);
  if (material.alphaMode === "mask") for (let index = 0; index < count; index++) block.alpha[index] = block.alpha[index] >= material.alphaCutoff ? 1 : 0;
  if (bound.metallicRoughness !== null) {
    sampleSlot(bound.metallicRoughness, bound.mesh, block);
    for (let index = 0; index < count; index++) {
      const rough = material.roughness * texels[index * 4 + 1];
      block.roughness[index] = rough < MINIMUM_ROUGHNESS ? MINIMUM_ROUGHNESS : rough > 1 ? 1 : rough;
      block.metallic[index] = metallic * texels[index * 4 + 2];
    }
  }
  if (bound.occlusion !== null) {
    // The two often share a picture (ORM): what was just sampled is still there.
    const shared = bound.metallicRoughness !== null && sameCoordinates(material);
    if (!shared) sampleSlot(bound.occlusion, bound.mesh, block);
    for (let index = 0; index < count; index++) block.occlusion[index] = 1 + material.occlusionStrength * (texels[index * 4] - 1);
  }
  if (bound.emissive !== null) {
    sampleSlot(bound.emissive, bound.mesh, block);
    for (let index = 0; index < count; index++) {
      block.emissive[index * 3] *= texels[index * 4];
      block.emissive[index * 3 + 1] *= texels[index * 4 + 1];
      block.emissive[index * 3 + 2] *= texels[index * 4 + 2];
    }
  }
  if (bound.normal !== null) {
    sampleSlot(bound.normal, bound.mesh, block);
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

/** Result of {@link sampleSlot}: RGBA per point. */
const texels = new Float32Array(BLOCK * 4);
const texel = new Float32Array(4);

function sampleSlot(mips: MipSlots, mesh: Mesh, block: SurfaceBlock): void {
  const uv = mesh.texCoords[mips.slots[0].texCoord];
  const decode = mips.decode;
  for (let index = 0; index < block.count; index++) {
    const a = block.vertex0[index] * 2, b = block.vertex1[index] * 2, c = block.vertex2[index] * 2;
    const w1 = block.weight1[index], w2 = block.weight2[index];
    const u0 = uv[a], v0 = uv[a + 1];
    const u1 = uv[b] - u0, v1 = uv[b + 1] - v0;
    const u2 = uv[c] - u0, v2 = uv[c + 1] - v0;
    const area = u1 * v2 - u2 * v1;
    const slot = chooseMip(mips, (area < 0 ? -area : area) * block.pixelShare[index]);
    sampleTexture(slot, u0 + w1 * u1 + w2 * u2, v0 + w1 * v1 + w2 * v2, decode, texel);
    texels[index * 4] = texel[0];
    texels[index * 4 + 1] = texel[1];
    texels[index * 4 + 2] = texel[2];
    texels[index * 4 + 3] = texel[3];
  }
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

/** Normal mapping (texels in `texels`): with the mesh's tangents, or with the triangle's own uv axes where it has none. */
function bendNormals(bound: BoundMaterial, block: SurfaceBlock): void {
  const { mesh, material, rotation: r } = bound;
  const { tangents, positions } = mesh;
  const uv = mesh.texCoords[material.normalTexture?.texCoord ?? 0];
  const scale = material.normalScale;
  const { normal } = block;
  for (let index = 0; index < block.count; index++) {
    const v0 = block.vertex0[index], v1 = block.vertex1[index], v2 = block.vertex2[index];
    const w1 = block.weight1[index], w2 = block.weight2[index];
    const w0 = 1 - w1 - w2;
    let x: number, y: number, z: number, handedness: number;
    if (tangents !== null) {
      x = w0 * tangents[v0 * 4] + w1 * tangents[v1 * 4] + w2 * tangents[v2 * 4];
      y = w0 * tangents[v0 * 4 + 1] + w1 * tangents[v1 * 4 + 1] + w2 * tangents[v2 * 4 + 1];
      z = w0 * tangents[v0 * 4 + 2] + w1 * tangents[v1 * 4 + 2] + w2 * tangents[v2 * 4 + 2];
      handedness = tangents[v0 * 4 + 3];
    } else {
      const du1 = uv[v1 * 2] - uv[v0 * 2], dv1 = uv[v1 * 2 + 1] - uv[v0 * 2 + 1];
      const du2 = uv[v2 * 2] - uv[v0 * 2], dv2 = uv[v2 * 2 + 1] - uv[v0 * 2 + 1];
      // v runs down in glTF while the map's green points up: the uv plane is mirrored once.
      handedness = du1 * dv2 - du2 * dv1 < 0 ? 1 : -1;
      const sign = -handedness;
      x = sign * (dv2 * (positions[v1 * 3] - positions[v0 * 3]) - dv1 * (positions[v2 * 3] - positions[v0 * 3]));
      y = sign * (dv2 * (positions[v1 * 3 + 1] - positions[v0 * 3 + 1]) - dv1 * (positions[v2 * 3 + 1] - positions[v0 * 3 + 1]));
      z = sign * (dv2 * (positions[v1 * 3 + 2] - positions[v0 * 3 + 2]) - dv1 * (positions[v2 * 3 + 2] - positions[v0 * 3 + 2]));
    }
    const at = index * 3;
    // The vertex normal as the mesh has it; turned sides get the whole bent normal turned.
    const side = block.side[index];
    const nx = normal[at] * side, ny = normal[at + 1] * side, nz = normal[at + 2] * side;
    let tx = r[0] * x + r[1] * y + r[2] * z;
    let ty = r[3] * x + r[4] * y + r[5] * z;
    let tz = r[6] * x + r[7] * y + r[8] * z;
    const along = tx * nx + ty * ny + tz * nz;
    tx -= along * nx;
    ty -= along * ny;
    tz -= along * nz;
    const length = Math.sqrt(tx * tx + ty * ty + tz * tz);
    if (!(length > 1e-20)) continue;
    const mapX = ((texels[index * 4] * 2 - 1) * scale) / length;
    const mapY = ((texels[index * 4 + 1] * 2 - 1) * scale * handedness) / length;
    const mapZ = texels[index * 4 + 2] * 2 - 1;
    const bentX = mapX * tx + mapY * (ny * tz - nz * ty) + mapZ * nx;
    const bentY = mapX * ty + mapY * (nz * tx - nx * tz) + mapZ * ny;
    const bentZ = mapX * tz + mapY * (nx * ty - ny * tx) + mapZ * nz;
    const bent = Math.sqrt(bentX * bentX + bentY * bentY + bentZ * bentZ);
    if (!(bent > 1e-10)) continue;
    const factor = side / bent;
    normal[at] = bentX * factor;
    normal[at + 1] = bentY * factor;
    normal[at + 2] = bentZ * factor;
  }
}
