/** How large a model may be. The limits stop decompression bombs and files whose counts lie, before memory is taken. */

/** Bounds on one model with all files it refers to. */
export interface LoadLimits {
  /** Bytes of any one file. */
  fileBytes: number;
  /** Vertices over all meshes, every instance counted. */
  vertices: number;
  /** Pixels of any one texture. */
  texturePixels: number;
  /** Pixels of all textures together. */
  totalTexturePixels: number;
}

export const DEFAULT_LOAD_LIMITS: LoadLimits = {
  fileBytes: 1024 * 1024 * 1024,
  vertices: 20_000_000,
  texturePixels: 8192 * 8192,
  totalTexturePixels: 4 * 8192 * 8192,
};
