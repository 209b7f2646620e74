/** Texture look-up for a whole block of surface points, each at the size that suits its distance. */
import type { Mesh, TextureSlot } from "../sample/shape.js";
import { BLOCK, type SurfaceBlock } from "./surface-block.js";
import { chooseMip, type MipSlots } from "./texture-mips.js";
import { sampleTexture, wrapTexel } from "./texture-sampling.js";

/** Result of {@link sampleSlot}: RGBA in 0..1 per point; valid until the next call. */
export const texels = new Float64Array(BLOCK * 4);

const texel = new Float32Array(4);

/**
 * Samples a slot at every point of the block into {@link texels}.
 * @param withAlpha false leaves out the fourth channel, which few need
 */
export function sampleSlot(mips: MipSlots, mesh: Mesh, block: SurfaceBlock, withAlpha: boolean): void {
  const finest = mips.slots[0];
  const uv = mesh.texCoords[finest.texCoord];
  const linear = finest.filter === "linear";
  let slot: TextureSlot = finest;
  let data = slot.texture.data;
  let width = slot.texture.width;
  let height = slot.texture.height;
  const m = finest.transform;
  const m0 = m === null ? 1 : m[0], m1 = m === null ? 0 : m[1], m2 = m === null ? 0 : m[2];
  const m3 = m === null ? 0 : m[3], m4 = m === null ? 1 : m[4], m5 = m === null ? 0 : m[5];
  const decode = mips.decode;
  for (let index = 0; index < block.count; index++) {
    const i0 = block.vertex0[index] * 2, i1 = block.vertex1[index] * 2, i2 = block.vertex2[index] * 2;
    const u0 = uv[i0], v0 = uv[i0 + 1];
    const u1 = uv[i1] - u0, v1 = uv[i1 + 1] - v0;
    const u2 = uv[i2] - u0, v2 = uv[i2 + 1] - v0;
    const w1 = block.weight1[index], w2 = block.weight2[index];
    const u = u0 + w1 * u1 + w2 * u2, v = v0 + w1 * v1 + w2 * v2;
    const area = u1 * v2 - u2 * v1;
    const chosen = chooseMip(mips, (area < 0 ? -area : area) * block.pixelShare[index]);
    if (chosen !== slot) {
      slot = chosen;
      data = slot.texture.data;
      width = slot.texture.width;
      height = slot.texture.height;
    }
    const x = (m0 * u + m1 * v + m2) * width - 0.5;
    const y = (m3 * u + m4 * v + m5) * height - 0.5;
    const to = index * 4;
    if (!linear || !(x > -1e6 && x < 1e6 && y > -1e6 && y < 1e6)) {
      sampleTexture(slot, u, v, decode, texel);
      texels[to] = texel[0];
      texels[to + 1] = texel[1];
      texels[to + 2] = texel[2];
      texels[to + 3] = texel[3];
      continue;
    }
    // The same as sampleTexture, without its calls.
    const left = Math.floor(x);
    const top = Math.floor(y);
    const fx = x - left;
    const fy = y - top;
    let a: number, b: number, c: number, d: number;
    if (left >= 0 && top >= 0 && left + 1 < width && top + 1 < height) {
      a = (top * width + left) * 4;
      b = a + 4;
      c = a + width * 4;
      d = c + 4;
    } else {
      const x0 = wrapTexel(left, width, slot.wrapS), x1 = wrapTexel(left + 1, width, slot.wrapS);
      const row0 = wrapTexel(top, height, slot.wrapT) * width, row1 = wrapTexel(top + 1, height, slot.wrapT) * width;
      a = (row0 + x0) * 4;
      b = (row0 + x1) * 4;
      c = (row1 + x0) * 4;
      d = (row1 + x1) * 4;
    }
    const wd = fx * fy;
    const wb = fx - wd;
    const wc = fy - wd;
    const wa = 1 - fx - wc;
    texels[to] = wa * decode[data[a]] + wb * decode[data[b]] + wc * decode[data[c]] + wd * decode[data[d]];
    texels[to + 1] = wa * decode[data[a + 1]] + wb * decode[data[b + 1]] + wc * decode[data[c + 1]] + wd * decode[data[d + 1]];
    texels[to + 2] = wa * decode[data[a + 2]] + wb * decode[data[b + 2]] + wc * decode[data[c + 2]] + wd * decode[data[d + 2]];
    if (withAlpha) texels[to + 3] = (wa * data[a + 3] + wb * data[b + 3] + wc * data[c + 3] + wd * data[d + 3]) / 255;
  }
}
