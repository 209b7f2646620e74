/**
 * FBX materials (Lambert, Phong) as metallic-roughness. Blender writes roughness as shininess 100 (1 − r)² and metallic
 * as the reflection factor, and reads them so; files of other programs get the formula of `obj-material.ts`.
 */
import type { Material as ThreeMaterial, MeshPhongMaterial, Texture as ThreeTexture } from "three";
import { DatasetError } from "../core/errors.js";
import { DEFAULT_MATERIAL, type Material, type TextureSlot } from "../sample/shape.js";
import type { FbxPicture, FbxScene } from "./fbx-library.js";
import type { LoadContext } from "./load-context.js";
import { roughnessFromPhong } from "./obj-material.js";
import type { TextureDecoder } from "./textures.js";

/** Where the picture of an FBX may lie: its paths are often those of the computer that made it. */
function candidates(name: string, file: string): string[] {
  const path = name.replaceAll("\\", "/");
  const base = path.slice(path.lastIndexOf("/") + 1);
  const model = file.replaceAll("\\", "/").replace(/^.*\//, "").replace(/\.[^.]*$/, "");
  return [...new Set([path, base, `textures/${base}`, `${model}.fbm/${base}`])];
}

/** The bytes of a picture: from the file itself, by its path, or by its name beside the model. */
export async function readPicture(picture: FbxPicture, context: LoadContext): Promise<{ reference: string; bytes: Uint8Array }> {
  if (picture.bytes !== null) return { reference: picture.name, bytes: await picture.bytes };
  const places = candidates(picture.name, context.files.file);
  for (const reference of places) {
    try {
      return { reference, bytes: await context.files.read(reference, "texture") };
    } catch (error) {
      if (!DatasetError.isInstance(error) || (error.code !== "E_TEXTURE" && error.code !== "E_EXTERNAL_URI")) throw error;
    }
  }
  throw new DatasetError("E_TEXTURE", `${picture.name}, a texture of ${context.files.file}, is not there.`, {
    hint: `Looked for ${places.slice(1).join(", ")} beside the model. Put the picture there, or export the FBX with embedded pictures.`,
    subject: context.files.file,
  });
}

/** Reads the pictures of one FBX, each once. */
export class FbxTextures {
  readonly #slots = new Map<ThreeTexture, Promise<TextureSlot>>();

  constructor(
    readonly scene: FbxScene,
    readonly decoder: TextureDecoder,
    readonly context: LoadContext,
  ) {}

  /** @throws DatasetError E_TEXTURE */
  async slot(texture: ThreeTexture | null | undefined): Promise<TextureSlot | null> {
    if (texture == null) return null;
    const picture = this.scene.pictures.get(texture);
    if (picture === undefined) return null; // connected to no picture at all
    let slot = this.#slots.get(texture);
    if (slot === undefined) this.#slots.set(texture, (slot = this.#read(texture, picture)));
    return slot;
  }

  async #read(texture: ThreeTexture, picture: FbxPicture): Promise<TextureSlot> {
    const { reference, bytes } = await readPicture(picture, this.context);
    const name = picture.bytes === null ? reference : texture.name || reference;
    const wrap = (value: number) => (value === this.scene.three.ClampToEdgeWrapping ? "clamp" : "repeat");
    const { x: su, y: sv } = texture.repeat;
    const { x: ou, y: ov } = texture.offset;
    return {
      texture: await this.decoder.decode(picture.bytes === null ? reference : texture, name, bytes),
      texCoord: 0,
      wrapS: wrap(texture.wrapS),
      wrapT: wrap(texture.wrapT),
      filter: "linear",
      transform: su === 1 && sv === 1 && ou === 0 && ov === 0 ? null : [su, 0, ou, 0, sv, 1 - sv - ov], // v of FBX runs up
    };
  }
}

/** The textures of a material that are used: colour, normals, emission. */
export function picturesOf(source: ThreeMaterial): readonly (ThreeTexture | null | undefined)[] {
  const { map, normalMap, emissiveMap } = source as Partial<MeshPhongMaterial>;
  return [map, normalMap, emissiveMap];
}

/** One material with its pictures. @param fromBlender see this file's head */
export async function readFbxMaterial(source: ThreeMaterial, textures: FbxTextures, fromBlender: boolean): Promise<Material> {
  const phong = source as Partial<MeshPhongMaterial> & ThreeMaterial;
  const slots: (TextureSlot | null)[] = [];
  for (const texture of picturesOf(source)) slots.push(await textures.slot(texture));
  const [color, normal, emissive] = [slots[0] ?? null, slots[1] ?? null, slots[2] ?? null];
  const factor = phong.emissiveIntensity ?? 1;
  const { r, g, b } = phong.color ?? { r: 0.8, g: 0.8, b: 0.8 };
  const shininess = phong.shininess ?? null;
  const specular = phong.specular === undefined ? null : [phong.specular.r, phong.specular.g, phong.specular.b];
  const fromShininess = fromBlender && shininess !== null ? 1 - Math.sqrt(Math.min(Math.max(shininess, 0), 100)) / 10 : roughnessFromPhong(shininess, specular);
  const metallic = fromBlender ? Math.min(Math.max(phong.reflectivity ?? 0, 0), 1) : 0;
  return {
    ...DEFAULT_MATERIAL,
    name: source.name,
    // as with MTL: a picture is shown as it is, whatever gray an exporter left beside it
    baseColor: color === null ? [r, g, b, source.opacity] : [1, 1, 1, source.opacity],
    baseColorTexture: color,
    roughness: fromShininess,
    metallic,
    normalTexture: normal,
    emissive: phong.emissive === undefined ? [0, 0, 0] : [phong.emissive.r * factor, phong.emissive.g * factor, phong.emissive.b * factor],
    emissiveTexture: emissive,
    alphaMode: source.opacity < 1 ? "blend" : "opaque",
  };
}
