/** Smaller versions of textures, so that detail below a pixel becomes its mean instead of noise. */
import type { Texture, TextureSlot } from "../sample/shape.js";
import { BYTE_TO_UNIT, SRGB_TO_LINEAR } from "./texture-sampling.js";

/** A slot at all its sizes, finest first; every slot samples its own texture. */
export interface MipSlots {
  slots: readonly TextureSlot[];
  decode: Float32Array;
  /** Texels per unit uv², for choosing the level. */
  texels: number;
}

const colorMips = new WeakMap<Texture, Texture[]>();
const dataMips = new WeakMap<Texture, Texture[]>();

/** Linear 0..1 in 4096 steps → sRGB byte. */
const LINEAR_TO_BYTE = new Uint8Array(4097);
for (let step = 0, byte = 0; step <= 4096; step++) {
  while (byte < 255 && (SRGB_TO_LINEAR[byte] + SRGB_TO_LINEAR[byte + 1]) / 2 < step / 4096) byte++;
  LINEAR_TO_BYTE[step] = byte;
}

/** The sizes of a slot. `color` decides whether means are taken in linear light and how texels are decoded. */
export function mipSlots(slot: TextureSlot, color: boolean): MipSlots {
  const cache = color ? colorMips : dataMips;
  let textures = cache.get(slot.texture);
  if (textures === undefined) {
    textures = [slot.texture];
    for (let last = slot.texture; last.width > 8 && last.height > 8; last = textures[textures.length - 1]) textures.push(halve(last, color));
    cache.set(slot.texture, textures);
  }
  const m = slot.transform;
  const stretch = m === null ? 1 : Math.abs(m[0] * m[4] - m[1] * m[3]);
  return {
    slots: slot.filter === "nearest" ? [slot] : textures.map((texture) => ({ ...slot, texture })),
    decode: color ? SRGB_TO_LINEAR : BYTE_TO_UNIT,
    texels: slot.texture.width * slot.texture.height * stretch,
  };
}

/** Mean of 2 × 2 texels; an odd last row or column is dropped. Colour is weighted by alpha. */
function halve(texture: Texture, color: boolean): Texture {
  const width = texture.width >> 1;
  const height = texture.height >> 1;
  const data = new Uint8Array(width * height * 4);
  const from = texture.data;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const a = (row * 2 * texture.width + column * 2) * 4;
      const b = a + 4, c = a + texture.width * 4, d = c + 4;
      const to = (row * width + column) * 4;
      const alpha = from[a + 3] + from[b + 3] + from[c + 3] + from[d + 3];
      for (let channel = 0; channel < 3; channel++) {
        if (!color) {
          data[to + channel] = (from[a + channel] + from[b + channel] + from[c + channel] + from[d + channel] + 2) >> 2;
        } else if (alpha === 1020 || alpha === 0) {
          const sum = SRGB_TO_LINEAR[from[a + channel]] + SRGB_TO_LINEAR[from[b + channel]] + SRGB_TO_LINEAR[from[c + channel]] + SRGB_TO_LINEAR[from[d + channel]];
          data[to + channel] = LINEAR_TO_BYTE[(sum * 1024 + 0.5) | 0];
        } else {
          const sum =
            SRGB_TO_LINEAR[from[a + channel]] * from[a + 3] + SRGB_TO_LINEAR[from[b + channel]] * from[b + 3] +
            SRGB_TO_LINEAR[from[c + channel]] * from[c + 3] + SRGB_TO_LINEAR[from[d + channel]] * from[d + 3];
          data[to + channel] = LINEAR_TO_BYTE[((sum / alpha) * 4096 + 0.5) | 0];
        }
      }
      data[to + 3] = (alpha + 2) >> 2;
    }
  }
  return { name: texture.name, width, height, data };
}

/** The slot whose texels are about as large as the pixel. `density` = uv² per pixel². */
export function chooseMip(mips: MipSlots, density: number): TextureSlot {
  // Half a level of sharpness in favour of detail: switch at a footprint of √2 texels, 2√2 …
  let footprint = density * mips.texels * 0.5;
  let level = 0;
  while (footprint > 1 && level < mips.slots.length - 1) {
    footprint *= 0.25;
    level++;
  }
  return mips.slots[level];
}
