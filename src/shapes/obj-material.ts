/**
 * MTL materials as metallic-roughness. Kd and Ke are taken as sRGB, as three.js and old viewers show them. Roughness
 * from Phong: r = (2 / (Ns + 2))^¼ (the GGX width with the same highlight, Karis 2013), weakened where Ks is dark:
 * roughness = 1 − min(1, 2 · max(Ks)) · (1 − r). Pr and Pm, where given, are used as they are.
 */
import { pow } from "../core/math.js";
import { DEFAULT_MATERIAL, type Material, type Texture, type TextureSlot } from "../sample/shape.js";
import type { LoadContext } from "./load-context.js";
import type { MtlMap, MtlMaterial } from "./mtl.js";
import type { TextureDecoder } from "./textures.js";

/** Linear value of an sRGB-encoded one (IEC 61966-2-1). */
export function linearFromSrgb(encoded: number): number {
  return encoded <= 0.04045 ? encoded / 12.92 : pow((encoded + 0.055) / 1.055, 2.4);
}

/** The formula in this file's head. */
export function roughnessFromPhong(shininess: number | null, specular: readonly number[] | null): number {
  if (shininess === null && specular === null) return DEFAULT_MATERIAL.roughness;
  const fromShininess = Math.sqrt(Math.sqrt(2 / (Math.max(shininess ?? 10, 0) + 2)));
  const strength = Math.min(1, 2 * Math.max(0, ...(specular ?? [0.5])));
  return 1 - strength * (1 - fromShininess);
}

/** Builds one material and decodes its pictures. */
export async function readObjMaterial(source: MtlMaterial, context: LoadContext, decoder: TextureDecoder): Promise<Material> {
  const slot = async (map: MtlMap | undefined): Promise<TextureSlot | null> => {
    if (map === undefined) return null;
    const texture = await decoder.decode(map.reference, map.reference, await context.files.read(map.reference, "texture"));
    return { texture, texCoord: 0, wrapS: map.clamp ? "clamp" : "repeat", wrapT: map.clamp ? "clamp" : "repeat", filter: "linear", transform: transformOf(map) };
  };
  const { maps } = source;
  const color = await slot(maps.color);
  const surface = combineSurface(await slot(maps.roughness), await slot(maps.metallic), source);
  const { baseColorTexture, alphaMode } = withOpacity(color, await slot(maps.opacity));
  // MTL has no way to say "white times the picture": exporters that write a picture often leave Kd at 0.8 or even 0
  const diffuse = source.diffuse ?? [1, 1, 1];
  const tint = color !== null && Math.max(...diffuse) <= 0 ? [1, 1, 1] : diffuse;
  const opacity = usableOpacity(source, context);
  const [red, green, blue] = tint.map((value) => linearFromSrgb(Math.min(Math.max(value, 0), 1)));
  const emission = (source.emission ?? (maps.emission === undefined ? [0, 0, 0] : [1, 1, 1])).map((value) => linearFromSrgb(Math.max(value, 0)));
  return {
    ...DEFAULT_MATERIAL,
    name: source.name,
    baseColor: [red!, green!, blue!, opacity],
    baseColorTexture,
    ...surface,
    normalTexture: await normalSlot(source, slot, context),
    normalScale: (maps.normal ?? maps.bump)?.bumpScale ?? 1,
    emissive: [emission[0]!, emission[1]!, emission[2]!],
    emissiveTexture: await slot(maps.emission),
    alphaMode: opacity < 1 ? "blend" : alphaMode,
  };
}

/** uv of MTL run upwards; ours run down. */
function transformOf({ scale: [su, sv], offset: [ou, ov] }: MtlMap): TextureSlot["transform"] {
  return su === 1 && sv === 1 && ou === 0 && ov === 0 ? null : [su, 0, ou, 0, sv, 1 - sv - ov];
}

/** Some exporters write `d 0` or `Tr 1` for opaque; nobody models what cannot be seen. */
function usableOpacity(source: MtlMaterial, context: LoadContext): number {
  if (source.opacity > 0) return Math.min(source.opacity, 1);
  context.warn(`The material ${source.name} of ${context.files.file} is wholly transparent, which is taken for an error: shown opaque.`);
  return 1;
}

async function normalSlot(source: MtlMaterial, slot: (map: MtlMap | undefined) => Promise<TextureSlot | null>, context: LoadContext): Promise<TextureSlot | null> {
  const normal = await slot(source.maps.normal);
  if (normal !== null) return normal;
  const bump = await slot(source.maps.bump);
  if (bump === null || !isGray(bump.texture)) return bump;
  context.warn(`The height map ${bump.texture.name} of ${context.files.file} is left out: only normal maps are used.`);
  return null;
}

function isGray({ data }: Texture): boolean {
  for (let i = 0; i < data.length; i += 4) {
    if (Math.abs(data[i]! - data[i + 1]!) > 4 || Math.abs(data[i]! - data[i + 2]!) > 4) return false;
  }
  return true;
}

type Surface = Pick<Material, "roughness" | "metallic" | "metallicRoughnessTexture">;

/** Two gray pictures become one: green = roughness, blue = metallic. */
function combineSurface(roughness: TextureSlot | null, metallic: TextureSlot | null, source: MtlMaterial): Surface {
  const factors = { roughness: source.roughness ?? roughnessFromPhong(source.shininess, source.specular), metallic: source.metallic ?? 0 };
  const slot = roughness ?? metallic;
  if (slot === null) return { ...factors, metallicRoughnessTexture: null };
  const texture = combine([roughness?.texture ?? null, metallic?.texture ?? null], slot.texture.name, (at, out) => {
    out[1] = roughness === null ? 255 : roughness.texture.data[at[0]!]!;
    out[2] = metallic === null ? 255 : metallic.texture.data[at[1]!]!;
  });
  return {
    roughness: roughness === null ? factors.roughness : (source.roughness ?? 0) || 1,
    metallic: metallic === null ? factors.metallic : (source.metallic ?? 0) || 1,
    metallicRoughnessTexture: { ...slot, texture },
  };
}

/** The opacity picture becomes the colour's alpha. Alpha in the colour picture alone is not used, as MTL has it. */
function withOpacity(color: TextureSlot | null, opacity: TextureSlot | null): Pick<Material, "baseColorTexture" | "alphaMode"> {
  if (opacity === null) return { baseColorTexture: color, alphaMode: "opaque" };
  const map = opacity.texture;
  const hasAlpha = map.data.some((value, i) => i % 4 === 3 && value < 255);
  let between = 0;
  const texture = combine([color?.texture ?? null, map], color?.texture.name ?? map.name, (at, out) => {
    for (let k = 0; k < 3; k++) out[k] = color === null ? 255 : color.texture.data[at[0]! + k]!;
    out[3] = map.data[at[1]! + (hasAlpha ? 3 : 0)]!;
    if (out[3] > 15 && out[3] < 240) between++;
  });
  const isSoft = between > 0.05 * texture.width * texture.height; // otherwise only the edge of a cut-out is
  return { baseColorTexture: { ...(color ?? opacity), texture }, alphaMode: isSoft ? "blend" : "mask" };
}

/** A picture as large as the largest of some, filled texel by texel; `at` is where the nearest texel of each begins. */
function combine(sources: readonly (Texture | null)[], name: string, fill: (at: readonly number[], out: Uint8Array) => void): Texture {
  const width = Math.max(...sources.map((texture) => texture?.width ?? 1));
  const height = Math.max(...sources.map((texture) => texture?.height ?? 1));
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = sources.map((texture) =>
        texture === null ? 0 : (Math.floor((y * texture.height) / height) * texture.width + Math.floor((x * texture.width) / width)) * 4,
      );
      fill(at, data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4));
    }
  }
  return { name, width, height, data };
}
