/** Pictures to the latents that the model works on, and back: either kind of autoencoder, the scaling included. */
import { DatasetError } from "../core/errors.js";
import type { Image } from "../core/image.js";
import { exp } from "../core/math.js";
import { AutoencoderKL, type AutoencoderKlOptions } from "./autoencoder-kl.js";
import { AutoencoderTiny } from "./autoencoder-tiny.js";
import { readConfigFile } from "./config.js";
import type { FloatTensor } from "../nn/graph/float-tensor.js";
import { drawBatch, type NoiseSource } from "./noise.js";
import { fromSignedPlanes, toSignedPlanes } from "./pixels.js";

/** An autoencoder behind the scale of a pipeline's latents. */
export class LatentCodec {
  /** Channels of the latents. */
  readonly channels: number;
  /** Pixels per latent, each way. */
  readonly factor: number;
  readonly #autoencoder: AutoencoderKL | AutoencoderTiny;

  private constructor(autoencoder: AutoencoderKL | AutoencoderTiny) {
    this.channels = autoencoder.config.latent_channels;
    this.factor = autoencoder.factor;
    this.#autoencoder = autoencoder;
  }

  /**
   * Opens an autoencoder's folder; weights are read when they are needed.
   * @param options `tile` is for AutoencoderKL; the tiny one needs little memory
   * @throws DatasetError E_NOT_FOUND, E_MODEL or E_OPTION
   */
  static async open(folder: string, { tile, ...options }: AutoencoderKlOptions): Promise<LatentCodec> {
    const { _class_name: className } = await readConfigFile(folder);
    switch (className) {
      case "AutoencoderKL":
        return new LatentCodec(await AutoencoderKL.fromFolder(folder, tile === undefined ? options : { ...options, tile }));
      case "AutoencoderTiny":
        return new LatentCodec(await AutoencoderTiny.fromFolder(folder, options));
      default:
        throw new DatasetError("E_MODEL", `${folder} is of the class ${JSON.stringify(className)}.`, { hint: "AutoencoderKL and AutoencoderTiny are supported.", subject: "_class_name" });
    }
  }

  /** Latents of a picture, drawn from what the autoencoder thinks possible, as diffusers does. */
  async encode(image: Image, sources: readonly NoiseSource[]): Promise<FloatTensor> {
    const planes = toSignedPlanes(image);
    if (this.#autoencoder instanceof AutoencoderTiny) return this.#autoencoder.encode(planes);
    const { scaling_factor: scale } = this.#autoencoder.config;
    const { mean, logVariance } = await this.#autoencoder.encode(planes);
    const noise = drawBatch(sources, mean.data.length);
    return { data: mean.data.map((value, index) => (value + exp(0.5 * logVariance.data[index]!) * noise[index]!) * scale), shape: mean.shape };
  }

  /** The picture of latents. @throws DatasetError E_IMAGE when it holds what is not a number */
  async decode({ data, shape }: FloatTensor): Promise<Image> {
    const { scaling_factor: scale } = this.#autoencoder.config;
    return fromSignedPlanes(await this.#autoencoder.decode({ data: data.map((value) => value / scale), shape }));
  }

  /** Gives the memory back; the next use loads again. */
  async release(): Promise<void> {
    await this.#autoencoder.release();
  }
}
