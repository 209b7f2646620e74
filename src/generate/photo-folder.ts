/** A folder of photographs, read one at a time. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { decodeImage } from "../codecs/image.js";
import { DatasetError } from "../core/errors.js";
import type { Image } from "../core/image.js";
import type { Random } from "../core/random.js";
import { scaleImage } from "../core/scale-image.js";

const PHOTO = /\.(jpe?g|png|webp)$/i;

/** A part of a photograph at the size asked for. */
export interface PhotoCrop {
  /** 8-bit sRGB, RGBA. */
  image: Image;
  /** Path in the folder, with forward slashes. */
  name: string;
  sha256: string;
}

/** Photographs to choose from. */
export interface PhotoFolder {
  /** One photograph by chance, cropped by chance to the size's shape and scaled to it. */
  crop(width: number, height: number, random: Random): Promise<PhotoCrop>;
}

/**
 * Lists the photographs (JPEG, PNG, WebP) of a folder and of the folders inside it, without hidden ones.
 * @throws DatasetError E_NOT_FOUND when there are none; `crop` throws E_IMAGE for a file that cannot be read
 */
export async function openPhotoFolder(folder: string): Promise<PhotoFolder> {
  const root = resolve(folder);
  const names = (
    await readdir(root, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
      throw new DatasetError("E_NOT_FOUND", `the folder of photographs ${root} cannot be read`, { hint: "Check generator.photos; relative paths start at the recipe.", subject: root, cause });
    })
  )
    .filter((entry) => !entry.isDirectory() && PHOTO.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => !path.split("/").some((name) => name.startsWith(".")))
    .sort();
  if (names.length === 0) {
    throw new DatasetError("E_NOT_FOUND", `${root} holds no photographs: looked for .jpg, .png and .webp in it and in folders inside`, { hint: "Put some there, or leave generator.photos out to use crops of the environments.", subject: root });
  }
  return {
    async crop(width, height, random) {
      const name = random.pick(names);
      const file = join(root, name);
      const bytes = await readFile(file);
      const photo = await decodeImage(bytes, { subject: file });
      return { image: scaleImage(cropToShape(photo, width / height, random), width, height), name, sha256: createHash("sha256").update(bytes).digest("hex") };
    },
  };
}

/** The largest part with the given width / height, somewhere. */
function cropToShape(photo: Image, aspect: number, random: Random): Image {
  const width = Math.max(1, Math.min(photo.width, Math.round(photo.height * aspect)));
  const height = Math.max(1, Math.min(photo.height, Math.round(photo.width / aspect)));
  const left = random.integer(photo.width - width + 1);
  const top = random.integer(photo.height - height + 1);
  const { channels } = photo;
  const data = new Uint8Array(width * height * channels);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * photo.width + left) * channels;
    data.set(photo.data.subarray(from, from + width * channels), row * width * channels);
  }
  return { width, height, channels, data };
}
