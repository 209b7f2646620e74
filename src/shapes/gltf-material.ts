/** glTF materials as the renderer's. */
import type { Material as GltfMaterial, Texture as GltfTexture, TextureInfo } from "@gltf-transform/core";
import type { EmissiveStrength, PBRSpecularGlossiness, Transform } from "@gltf-transform/extensions";
import { cos, sin } from "../core/math.js";
import type { Material, TextureSlot, TextureWrap } from "../sample/shape.js";
import { metallicFromSpecular } from "./specular-glossiness.js";
import type { TextureDecoder } from "./textures.js";

const CLAMP = 33071;
const MIRROR = 33648;
const NEAREST = 9728;

function wrapOf(mode: number): TextureWrap {
  return mode === CLAMP ? "clamp" : mode === MIRROR ? "mirror" : "repeat";
}

/**
 * uv' = offset + rotation · scale · uv, where a positive rotation turns counter-clockwise seen with v down, as
 * KHR_texture_transform describes and the Khronos sample viewer and three.js do.
 */
export function textureTransform(offset: readonly [number, number], rotationRadians: number, scale: readonly [number, number]): TextureSlot["transform"] {
  const c = cos(rotationRadians);
  const s = sin(rotationRadians);
  const matrix = [c * scale[0], s * scale[1], offset[0], -s * scale[0], c * scale[1], offset[1]] as const;
  const identity = [1, 0, 0, 0, 1, 0];
  return matrix.every((value, index) => value === identity[index]) ? null : matrix;
}

async function slotOf(texture: GltfTexture | null, info: TextureInfo | null, decoder: TextureDecoder): Promise<TextureSlot | null> {
  if (texture === null || info === null) return null;
  const name = texture.getURI() || texture.getName() || "(embedded)";
  const decoded = await decoder.decode(texture, name, texture.getImage() ?? new Uint8Array(0));
  const transform = info.getExtension<Transform>("KHR_texture_transform");
  return {
    texture: decoded,
    texCoord: transform?.getTexCoord() ?? info.getTexCoord(),
    wrapS: wrapOf(info.getWrapS()),
    wrapT: wrapOf(info.getWrapT()),
    filter: info.getMagFilter() === NEAREST ? "nearest" : "linear",
    transform: transform === null ? null : textureTransform(transform.getOffset() as [number, number], transform.getRotation(), transform.getScale() as [number, number]),
  };
}

function alphaModeOf(mode: string): Material["alphaMode"] {
  return mode === "MASK" ? "mask" : mode === "BLEND" ? "blend" : "opaque";
}

/** Reads one material and decodes its textures. */
export async function readMaterial(source: GltfMaterial, decoder: TextureDecoder): Promise<Material> {
  const specular = source.getExtension<PBRSpecularGlossiness>("KHR_materials_pbrSpecularGlossiness");
  const strength = source.getExtension<EmissiveStrength>("KHR_materials_emissive_strength")?.getEmissiveStrength() ?? 1;
  const [red, green, blue] = source.getEmissiveFactor();
  const material: Material = {
    name: source.getName(),
    baseColor: source.getBaseColorFactor() as [number, number, number, number],
    baseColorTexture: await slotOf(source.getBaseColorTexture(), source.getBaseColorTextureInfo(), decoder),
    metallic: source.getMetallicFactor(),
    roughness: source.getRoughnessFactor(),
    metallicRoughnessTexture: await slotOf(source.getMetallicRoughnessTexture(), source.getMetallicRoughnessTextureInfo(), decoder),
    normalTexture: await slotOf(source.getNormalTexture(), source.getNormalTextureInfo(), decoder),
    normalScale: source.getNormalScale(),
    occlusionTexture: await slotOf(source.getOcclusionTexture(), source.getOcclusionTextureInfo(), decoder),
    occlusionStrength: source.getOcclusionStrength(),
    emissive: [red! * strength, green! * strength, blue! * strength],
    emissiveTexture: await slotOf(source.getEmissiveTexture(), source.getEmissiveTextureInfo(), decoder),
    alphaMode: alphaModeOf(source.getAlphaMode()),
    alphaCutoff: source.getAlphaCutoff(),
    doubleSided: source.getDoubleSided(),
    unlit: source.getExtension("KHR_materials_unlit") !== null,
  };
  if (specular === null) return material;
  return {
    ...material,
    ...metallicFromSpecular({
      diffuse: specular.getDiffuseFactor() as [number, number, number, number],
      diffuseTexture: await slotOf(specular.getDiffuseTexture(), specular.getDiffuseTextureInfo(), decoder),
      specular: specular.getSpecularFactor() as [number, number, number],
      glossiness: specular.getGlossinessFactor(),
      specularGlossinessTexture: await slotOf(specular.getSpecularGlossinessTexture(), specular.getSpecularGlossinessTextureInfo(), decoder),
    }),
  };
}
