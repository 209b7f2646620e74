/** An environment that is a panorama from a Radiance .hdr file. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { decodeHdr, readHdrHeader } from "../codecs/hdr.js";
import { DatasetError } from "../core/errors.js";
import { acos, atan2 } from "../core/math.js";
import type { Environment, Panorama } from "../sample/environment.js";

const TURN = 6.283185307179586;
const PI = 3.141592653589793;

/** Where a panorama comes from. */
export interface PanoramaSource {
  id: string;
  /** Path of the .hdr file. */
  file: string;
  /** File name as the record tells it. */
  name: string;
  licence: string | null;
  author: string | null;
}

/** The bytes of a panorama's file. @throws DatasetError E_ENVIRONMENT when it cannot be read */
export async function readPanoramaFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new DatasetError("E_ENVIRONMENT", `${file}: cannot be read`, { cause, subject: file, hint: "Check that the file is there and that you may read it." });
  }
}

/** sha256 of bytes as lower-case hex. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Loads an equirectangular panorama as an environment.
 * @throws DatasetError E_ENVIRONMENT when the file is damaged, not twice as wide as high, or holds infinite values
 */
export async function loadPanorama(source: PanoramaSource): Promise<Environment> {
  const bytes = await readPanoramaFile(source.file);
  const { width, height } = readHdrHeader(bytes, source.file);
  if (width !== 2 * height) {
    throw new DatasetError("E_ENVIRONMENT", `${source.file}: ${width}×${height} is the wrong size for a panorama, which is twice as wide as high`, {
      subject: source.file,
      hint: "Use an equirectangular (360° × 180°) picture, not a cube map, fisheye or ordinary photo.",
    });
  }
  const panorama = decodeHdr(bytes, source.file);
  let sum = 0;
  for (let index = 0; index < panorama.data.length; index++) sum += panorama.data[index]!;
  if (!(sum < Infinity)) {
    throw new DatasetError("E_ENVIRONMENT", `${source.file}: holds infinite or undefined values`, { subject: source.file, hint: "Correct its EXPOSURE lines, or export the picture again." });
  }
  return {
    id: source.id,
    source: { kind: "hdri", name: source.name, licence: source.licence, author: source.author, sha256: sha256(bytes) },
    parameters: {},
    radiance: (x, y, z, out) => samplePanorama(panorama, x, y, z, out),
    panorama,
    lights: [],
    floor: null,
  };
}

/** Bilinear radiance of a panorama in a unit direction, in the convention of {@link Panorama}. */
export function samplePanorama(panorama: Panorama, x: number, y: number, z: number, out: Float64Array): void {
  const { width, height, data } = panorama;
  const column = (0.5 - atan2(y, x) / TURN) * width - 0.5;
  const row = Math.min(Math.max((acos(z) / PI) * height - 0.5, 0), height - 1);
  const left = Math.floor(column);
  const top = Math.floor(row);
  const below = Math.min(top + 1, height - 1);
  const fx = column - left;
  const fy = row - top;
  const x0 = ((left + width) % width) * 3;
  const x1 = ((left + 1 + width) % width) * 3;
  const y0 = top * width * 3;
  const y1 = below * width * 3;
  const topLeft = (1 - fx) * (1 - fy);
  const topRight = fx * (1 - fy);
  const bottomLeft = (1 - fx) * fy;
  const bottomRight = fx * fy;
  for (let channel = 0; channel < 3; channel++) {
    out[channel] = topLeft * data[y0 + x0 + channel]! + topRight * data[y0 + x1 + channel]! + bottomLeft * data[y1 + x0 + channel]! + bottomRight * data[y1 + x1 + channel]!;
  }
}
