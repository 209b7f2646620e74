/** Between pictures of bytes and the tensors that networks read. */
import { DatasetError } from "../core/errors.js";
import type { Image } from "../core/image.js";
import type { FloatTensor } from "../nn/graph/float-tensor.js";

/** Colour as planes [1, 3, height, width] from 0 to 1; gray is repeated, alpha left out. */
export function toPlanes({ data, width, height, channels }: Image): FloatTensor {
  const pixels = width * height;
  const planes = new Float32Array(3 * pixels);
  for (let channel = 0; channel < 3; channel++) {
    const from = channels < 3 ? 0 : channel;
    for (let pixel = 0; pixel < pixels; pixel++) planes[channel * pixels + pixel] = data[pixel * channels + from]! / 255;
  }
  return { data: planes, shape: [1, 3, height, width] };
}

/** The same from -1 to 1, as autoencoders read it. */
export function toSignedPlanes(image: Image): FloatTensor {
  const { data, shape } = toPlanes(image);
  return { data: data.map((value) => 2 * value - 1), shape };
}

/**
 * One picture of a batch of planes [batch, 3, height, width] from -1 to 1.
 * @throws DatasetError E_IMAGE when it holds what is not a number
 */
export function fromSignedPlanes({ data, shape }: FloatTensor, index = 0): Image {
  const [, , height, width] = shape as [number, number, number, number];
  const pixels = width * height;
  const bytes = new Uint8Array(3 * pixels);
  for (let channel = 0; channel < 3; channel++) {
    const plane = (index * 3 + channel) * pixels;
    for (let pixel = 0; pixel < pixels; pixel++) {
      const value = data[plane + pixel]!;
      if (Number.isNaN(value)) {
        throw new DatasetError("E_IMAGE", "The decoder gave numbers that are not numbers (NaN).", { hint: "The numbers left the range of the computation: compute in float32, or take another autoencoder." });
      }
      bytes[pixel * 3 + channel] = Math.max(0, Math.min(255, Math.round((value / 2 + 0.5) * 255)));
    }
  }
  return { width, height, channels: 3, data: bytes };
}

/**
 * A mask as planes [1, 1, height, width] from 0 to 1 at the size of the latents: the mean of the pixels of each.
 * @param factor pixels per latent, each way
 */
export function toMask({ data, width, height, channels }: Image, factor: number): FloatTensor {
  const columns = width / factor;
  const rows = height / factor;
  const mask = new Float32Array(columns * rows);
  for (let y = 0; y < rows * factor; y++) {
    for (let x = 0; x < columns * factor; x++) mask[Math.floor(y / factor) * columns + Math.floor(x / factor)]! += data[(y * width + x) * channels]!;
  }
  return { data: mask.map((sum) => sum / (255 * factor * factor)), shape: [1, 1, rows, columns] };
}
