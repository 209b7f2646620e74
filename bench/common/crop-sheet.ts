/** A picture of many crops, to look at what a learner sees. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { encodePng } from "../../src/codecs/image.js";
import { CROP_SIDE, type ObjectCrop } from "./object-crop.js";

const GROUND = 0.35;

/** Writes a PNG with `columns` crops in each row, on grey. */
export async function drawCrops(path: string, crops: readonly ObjectCrop[], columns: number): Promise<void> {
  const width = columns * CROP_SIDE;
  const height = Math.ceil(crops.length / columns) * CROP_SIDE;
  const data = new Uint8Array(width * height).fill(Math.round(255 * GROUND));
  crops.forEach(({ coverage, luma }, crop) => {
    const corner = Math.floor(crop / columns) * CROP_SIDE * width + (crop % columns) * CROP_SIDE;
    for (let pixel = 0; pixel < coverage.length; pixel++) {
      const value = coverage[pixel] * luma[pixel] + (1 - coverage[pixel]) * GROUND;
      data[corner + Math.floor(pixel / CROP_SIDE) * width + (pixel % CROP_SIDE)] = Math.round(255 * value);
    }
  });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await encodePng({ width, height, channels: 1, data }));
}
