/**
 * Texture look-up as glTF 2.0 defines it: texel centres at (i + 0.5) / size, v down, wrapping per axis, bilinear or
 * nearest. Colour is decoded from sRGB before it is filtered.
 */
import { pow } from "../core/math.js";
import type { Material, Mesh, TextureSlot, TextureWrap } from "../sample/shape.js";

/** Linear value of each sRGB byte (IEC 61966-2-1). */
export const SRGB_TO_LINEAR: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => {
  const encoded = byte / 255;
  return encoded <= 0.04045 ? encoded / 12.92 : pow((encoded + 0.055) / 1.055, 2.4);
});

/** byte / 255. */
export const BYTE_TO_UNIT: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Brings a texel index into [0, size). */
export function wrapTexel(index: number, size: number, wrap: TextureWrap): number {
  if (index >= 0 && index < size) return index;
  if (wrap === "clamp") return index < 0 ? 0 : size - 1;
  if (wrap === "repeat") {
    return ((index % size) + size) % size;
  }
  const rest = ((index % (2 * size)) + 2 * size) % (2 * size);
  return rest < size ? rest : 2 * size - 1 - rest;
}

/** Broken coordinates (NaN, infinite, beyond exact texel arithmetic) become 0, so that they cost a texel, not a picture. */
function finiteCoordinate(value: number): number {
  return value > -1e6 && value < 1e6 ? value : 0;
}

/**
 * Reads all four channels.
 * @param u @param v texture coordinates before the slot's transform
 * @param decode {@link SRGB_TO_LINEAR} for colour, {@link BYTE_TO_UNIT} for data; alpha is always linear
 * @param out at least 4 entries: RGBA in 0..1
 */
export function sampleTexture(slot: TextureSlot, u: number, v: number, decode: Float32Array, out: Float32Array): void {
  const { width, height, data } = slot.texture;
  const m = slot.transform;
  const tu = finiteCoordinate(m === null ? u : m[0] * u + m[1] * v + m[2]);
  const tv = finiteCoordinate(m === null ? v : m[3] * u + m[4] * v + m[5]);
  if (slot.filter === "nearest") {
    const at = (wrapTexel(Math.floor(tv * height), height, slot.wrapT) * width + wrapTexel(Math.floor(tu * width), width, slot.wrapS)) * 4;
    out[0] = decode[data[at]];
    out[1] = decode[data[at + 1]];
    out[2] = decode[data[at + 2]];
    out[3] = BYTE_TO_UNIT[data[at + 3]];
    return;
  }
  const x = tu * width - 0.5;
  const y = tv * height - 0.5;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const fy = y - top;
  const x0 = wrapTexel(left, width, slot.wrapS);
  const x1 = wrapTexel(left + 1, width, slot.wrapS);
  const row0 = wrapTexel(top, height, slot.wrapT) * width;
  const row1 = wrapTexel(top + 1, height, slot.wrapT) * width;
  const a = (row0 + x0) * 4;
  const b = (row0 + x1) * 4;
  const c = (row1 + x0) * 4;
  const d = (row1 + x1) * 4;
  const wb = fx * (1 - fy);
  const wc = (1 - fx) * fy;
  const wd = fx * fy;
  const wa = (1 - fx) * (1 - fy);
  out[0] = wa * decode[data[a]] + wb * decode[data[b]] + wc * decode[data[c]] + wd * decode[data[d]];
  out[1] = wa * decode[data[a + 1]] + wb * decode[data[b + 1]] + wc * decode[data[c + 1]] + wd * decode[data[d + 1]];
  out[2] = wa * decode[data[a + 2]] + wb * decode[data[b + 2]] + wc * decode[data[c + 2]] + wd * decode[data[d + 2]];
  out[3] = (wa * data[a + 3] + wb * data[b + 3] + wc * data[c + 3] + wd * data[d + 3]) / 255;
}

const alphaScratch = new Float32Array(4);

/**
 * Opacity of a surface point, 0..1: 1 for opaque materials, 0 or 1 for masked ones (against the cut-off), factor ×
 * texture × vertex alpha for blended ones.
 * @param i0 @param i1 @param i2 vertex indices within the mesh
 * @param w1 @param w2 perspective-correct weights of the second and third vertex
 */
export function surfaceAlpha(material: Material, mesh: Mesh, i0: number, i1: number, i2: number, w1: number, w2: number): number {
  if (material.alphaMode === "opaque") return 1;
  const w0 = 1 - w1 - w2;
  let alpha = material.baseColor[3];
  const slot = material.baseColorTexture;
  if (slot !== null) {
    const uv = mesh.texCoords[slot.texCoord];
    if (uv !== undefined) {
      const u = w0 * uv[i0 * 2] + w1 * uv[i1 * 2] + w2 * uv[i2 * 2];
      const v = w0 * uv[i0 * 2 + 1] + w1 * uv[i1 * 2 + 1] + w2 * uv[i2 * 2 + 1];
      sampleTexture(slot, u, v, BYTE_TO_UNIT, alphaScratch);
      alpha *= alphaScratch[3];
    }
  }
  const colors = mesh.colors;
  if (colors !== null) alpha *= w0 * colors[i0 * 4 + 3] + w1 * colors[i1 * 4 + 3] + w2 * colors[i2 * 4 + 3];
  if (material.alphaMode === "mask") return alpha >= material.alphaCutoff ? 1 : 0;
  return alpha < 0 ? 0 : alpha > 1 ? 1 : alpha;
}
