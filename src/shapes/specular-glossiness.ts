/**
 * KHR_materials_pbrSpecularGlossiness as a metallic-roughness material. The formulas are those of the Khronos
 * conversion sample (examples/convert-between-workflows of the extension): brightness of diffuse and specular gives
 * the metallic value, from which the base colour follows. Approximate: coloured specular of non-metals is lost.
 */
import { pow } from "../core/math.js";
import type { Vector3 } from "../geometry/vector.js";
import type { Material, Texture, TextureSlot } from "../sample/shape.js";

/** The extension's values; textures null where there are none. */
export interface SpecularGlossiness {
  /** Linear RGBA. */
  diffuse: readonly [number, number, number, number];
  diffuseTexture: TextureSlot | null;
  /** Linear RGB. */
  specular: Vector3;
  glossiness: number;
  /** RGB = specular, sRGB-encoded; alpha = glossiness. */
  specularGlossinessTexture: TextureSlot | null;
}

type MetallicParts = Pick<Material, "baseColor" | "baseColorTexture" | "metallic" | "roughness" | "metallicRoughnessTexture">;

const DIELECTRIC = 0.04;
const EPSILON = 1e-6;

function brightness([red, green, blue]: Vector3): number {
  return Math.sqrt(0.299 * red * red + 0.587 * green * green + 0.114 * blue * blue);
}

function solveMetallic(diffuse: number, specular: number, oneMinusSpecular: number): number {
  if (specular < DIELECTRIC) return 0;
  const b = (diffuse * oneMinusSpecular) / (1 - DIELECTRIC) + specular - 2 * DIELECTRIC;
  const discriminant = Math.max(b * b - 4 * DIELECTRIC * (DIELECTRIC - specular), 0);
  return unit((-b + Math.sqrt(discriminant)) / (2 * DIELECTRIC));
}

function unit(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}

/** One colour pair: linear diffuse and specular to linear base colour and metallic. */
export function convertColors(diffuse: Vector3, specular: Vector3): { baseColor: [number, number, number]; metallic: number } {
  const oneMinusSpecular = 1 - Math.max(...specular);
  const metallic = solveMetallic(brightness(diffuse), brightness(specular), oneMinusSpecular);
  const mix = metallic * metallic;
  const baseColor = [0, 1, 2].map((k) => {
    const fromDiffuse = (diffuse[k]! * oneMinusSpecular) / (1 - DIELECTRIC) / Math.max(1 - metallic, EPSILON);
    const fromSpecular = (specular[k]! - DIELECTRIC * (1 - metallic)) / Math.max(metallic, EPSILON);
    return unit(fromDiffuse * (1 - mix) + fromSpecular * mix);
  }) as [number, number, number];
  return { baseColor, metallic };
}

let linearOfByte: Float64Array | null = null;

function decodeTable(): Float64Array {
  linearOfByte ??= Float64Array.from({ length: 256 }, (_, byte) => {
    const encoded = byte / 255;
    return encoded <= 0.04045 ? encoded / 12.92 : pow((encoded + 0.055) / 1.055, 2.4);
  });
  return linearOfByte;
}

function encode(linear: number): number {
  return Math.round(255 * (linear <= 0.0031308 ? linear * 12.92 : 1.055 * pow(linear, 1 / 2.4) - 0.055));
}

function sameCoordinates(a: TextureSlot, b: TextureSlot): boolean {
  return a.texCoord === b.texCoord && a.wrapS === b.wrapS && a.wrapT === b.wrapT && JSON.stringify(a.transform) === JSON.stringify(b.transform);
}

/** Converts a material, texel by texel where it has textures. */
export function metallicFromSpecular(source: SpecularGlossiness): MetallicParts {
  const { diffuse, specular, glossiness, diffuseTexture, specularGlossinessTexture } = source;
  if (diffuseTexture === null && specularGlossinessTexture === null) {
    const { baseColor, metallic } = convertColors([diffuse[0], diffuse[1], diffuse[2]], specular);
    return { baseColor: [...baseColor, diffuse[3]], baseColorTexture: null, metallic, roughness: 1 - glossiness, metallicRoughnessTexture: null };
  }
  const slot = (diffuseTexture ?? specularGlossinessTexture)!;
  // a specular texture on other coordinates cannot be combined texel by texel; its factors alone stand for it then
  const gloss = specularGlossinessTexture !== null && sameCoordinates(slot, specularGlossinessTexture) ? specularGlossinessTexture.texture : null;
  const { colors, metallicRoughness } = bake(source, diffuseTexture?.texture ?? null, gloss);
  return {
    baseColor: [1, 1, 1, 1],
    baseColorTexture: { ...slot, texture: colors },
    metallic: 1,
    roughness: 1,
    metallicRoughnessTexture: { ...slot, texture: metallicRoughness },
  };
}

function bake(source: SpecularGlossiness, diffuseTexture: Texture | null, gloss: Texture | null): { colors: Texture; metallicRoughness: Texture } {
  const linear = decodeTable();
  const width = Math.max(diffuseTexture?.width ?? 1, gloss?.width ?? 1);
  const height = Math.max(diffuseTexture?.height ?? 1, gloss?.height ?? 1);
  const colors = new Uint8Array(width * height * 4);
  const metallicRoughness = new Uint8Array(width * height * 4);
  const offset = (texture: Texture, x: number, y: number): number =>
    (Math.floor((y * texture.height) / height) * texture.width + Math.floor((x * texture.width) / width)) * 4;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = diffuseTexture === null ? 0 : offset(diffuseTexture, x, y);
      const glossAt = gloss === null ? 0 : offset(gloss, x, y);
      const channel = (texture: Texture | null, from: number, k: number): number => (texture === null ? 1 : linear[texture.data[from + k]!]!);
      const diffuse = [0, 1, 2].map((k) => source.diffuse[k]! * channel(diffuseTexture, at, k)) as [number, number, number];
      const specular = [0, 1, 2].map((k) => source.specular[k]! * channel(gloss, glossAt, k)) as [number, number, number];
      const { baseColor, metallic } = convertColors(diffuse, specular);
      const out = (y * width + x) * 4;
      for (let k = 0; k < 3; k++) colors[out + k] = encode(baseColor[k]!);
      colors[out + 3] = Math.round(255 * unit(source.diffuse[3] * (diffuseTexture === null ? 1 : diffuseTexture.data[at + 3]! / 255)));
      metallicRoughness[out + 1] = Math.round(255 * unit(1 - source.glossiness * (gloss === null ? 1 : gloss.data[glossAt + 3]! / 255)));
      metallicRoughness[out + 2] = Math.round(255 * metallic);
      metallicRoughness[out + 3] = 255;
    }
  }
  const name = diffuseTexture?.name ?? gloss?.name ?? "";
  return { colors: { name, width, height, data: colors }, metallicRoughness: { name: `${name} (metallic, roughness)`, width, height, data: metallicRoughness } };
}
