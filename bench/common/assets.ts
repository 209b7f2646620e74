/** The models and panoramas that measurements are made on, found beside the checkout. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** Folder of the shared assets; DST3D_ASSETS overrides it. */
export function assetsFolder(): string {
  const folder = resolve(process.env.DST3D_ASSETS ?? "../shared/assets");
  if (!existsSync(folder)) throw new Error(`no assets at ${folder}: set DST3D_ASSETS`);
  return folder;
}
