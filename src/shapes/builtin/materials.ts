/** Materials of the built-in shapes, with values in the range of measured ones (glTF metallic-roughness). */
import { pow } from "../../core/math.js";
import type { Random } from "../../core/random.js";
import { DEFAULT_MATERIAL, type Material, type Texture, type TextureSlot } from "../../sample/shape.js";
import { rounded } from "./builtin-shape.js";

/** Linear RGB of an sRGB colour `#rrggbb`. */
export function linearColor(hex: string): [number, number, number] {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
  };
  return [channel(1), channel(3), channel(5)];
}

/** `#rrggbb` of hue (turns), saturation and value, each in [0, 1]. */
export function hexColor(hue: number, saturation: number, value: number): string {
  const channel = (offset: number): string => {
    const k = (offset + (hue - Math.floor(hue)) * 6) % 6;
    const level = value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1));
    return Math.round(level * 255).toString(16).padStart(2, "0");
  };
  return `#${channel(5)}${channel(3)}${channel(1)}`;
}

/** A colour near another in brightness and hue, for variety around a palette. */
export function varyColor(random: Random, hex: string, amount: number): string {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const brightness = 1 + random.uniform(-amount, amount);
  return `#${channels
    .map((value) => Math.round(Math.min(255, Math.max(4, value * brightness * (1 + random.uniform(-amount, amount) * 0.4)))).toString(16).padStart(2, "0"))
    .join("")}`;
}

/** One opaque material. @param repeats of the texture where others repeat once */
export function material(name: string, color: string, metallic: number, roughness: number, texture: Texture | null = null, repeats = 1): Material {
  const [red, green, blue] = linearColor(color);
  return {
    ...DEFAULT_MATERIAL,
    name,
    baseColor: [red, green, blue, 1],
    baseColorTexture: texture === null ? null : slot(texture, repeats),
    metallic,
    roughness: rounded(roughness),
    doubleSided: false,
  };
}

function slot(texture: Texture, repeats: number): TextureSlot {
  return { texture, texCoord: 0, wrapS: "repeat", wrapT: "repeat", filter: "linear", transform: repeats === 1 ? null : [repeats, 0, 0, 0, repeats, 0] };
}

export const glass = (name = "glass", color = "#0b0f12"): Material => material(name, color, 0, 0.04);
export const rubber = (): Material => material("rubber", "#151515", 0, 0.85);
export const blackPlastic = (): Material => material("black_plastic", "#1b1b1d", 0, 0.55);
export const chrome = (): Material => material("chrome", "#d6d8da", 1, 0.12);
export const steel = (): Material => material("steel", "#b4b6b8", 1, 0.32);
export const darkMetal = (): Material => material("dark_metal", "#3c3e42", 0.9, 0.42);
