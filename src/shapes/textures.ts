/** Decodes the pictures of one model, each once. */
import { decodeImage } from "../codecs/image.js";
import { DatasetError } from "../core/errors.js";
import type { Texture } from "../sample/shape.js";
import type { LoadLimits } from "./load-limits.js";

/** Turns a model's pictures into textures; equal keys share one texture. */
export class TextureDecoder {
  readonly #textures = new Map<unknown, Promise<Texture>>();
  #pixels = 0;

  constructor(
    readonly file: string,
    readonly limits: LoadLimits,
  ) {}

  /**
   * @param key what identifies the picture within the model
   * @param name for messages and for {@link Texture.name}
   * @param bytes of a PNG, JPEG, WebP …
   * @throws DatasetError E_TEXTURE when the picture cannot be decoded or is too large
   */
  decode(key: unknown, name: string, bytes: Uint8Array): Promise<Texture> {
    let texture = this.#textures.get(key);
    if (texture === undefined) {
      texture = this.#decode(name, bytes);
      this.#textures.set(key, texture);
    }
    return texture;
  }

  async #decode(name: string, bytes: Uint8Array): Promise<Texture> {
    if (isKtx2(bytes)) {
      throw this.#error(name, "is a KTX2 picture, which dst3d does not read", "Export the model with PNG, JPEG or WebP textures.");
    }
    let image;
    try {
      image = await decodeImage(bytes, { maximumPixels: this.limits.texturePixels, subject: name });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const hint = DatasetError.isInstance(cause) && cause.code === "E_IMAGE" ? "Save the picture again as PNG or JPEG, or raise loadShape's `limits.texturePixels` if it is too large." : "Save the picture again.";
      if (DatasetError.isInstance(cause) && cause.code === "E_DEPENDENCY") throw cause;
      throw this.#error(name, `cannot be decoded: ${reason}`, hint, cause);
    }
    this.#pixels += image.width * image.height;
    if (this.#pixels > this.limits.totalTexturePixels) {
      throw this.#error(name, `brings the model to more than ${this.limits.totalTexturePixels} texture pixels`, "Use smaller textures, or raise loadShape's `limits.totalTexturePixels`.");
    }
    return { name, width: image.width, height: image.height, data: image.data };
  }

  #error(name: string, what: string, hint: string, cause?: unknown): DatasetError {
    return new DatasetError("E_TEXTURE", `The texture ${name} of ${this.file} ${what}`, { hint, subject: this.file, ...(cause === undefined ? {} : { cause }) });
  }
}

function isKtx2(bytes: Uint8Array): boolean {
  return bytes[0] === 0xab && String.fromCharCode(...bytes.subarray(1, 7)) === "KTX 20";
}
