/** All formats that can be imported. */
import { DatasetError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";
import { readBop } from "./formats/bop/read.js";
import { readCoco } from "./formats/coco/read.js";
import { readDst3d } from "./formats/dst3d/read.js";
import { readImageNet3d } from "./formats/imagenet3d/read.js";
import { readOmni3d } from "./formats/omni3d/read.js";
import { readPascal3d } from "./formats/pascal3d/read.js";
import type { ImportFormat } from "./import-format.js";

/** Every format, in the order of the documentation. */
export const IMPORT_FORMATS: readonly ImportFormat[] = [
  { name: "dst3d", summary: "the original 3D-DST tree: .npy annotations, images, EXR depth, prompts.json", read: readDst3d },
  { name: "bop", summary: "BOP scenes, as BlenderProc writes them: poses, masks, depth", read: readBop },
  { name: "coco", summary: "COCO files; poses from the extra keys of `export --format coco`", read: readCoco },
  { name: "pascal3d", summary: "PASCAL3D+: .mat annotations, poses of objects", read: readPascal3d },
  { name: "imagenet3d", summary: "ImageNet3D's raw data: .npz annotations, poses of objects", read: readImageNet3d },
  { name: "omni3d", summary: "Omni3D: 3D boxes in metres", read: readOmni3d },
];

/** The format of a name. @throws DatasetError E_OPTION for an unknown one */
export function importFormat(name: string): ImportFormat {
  const found = IMPORT_FORMATS.find((format) => format.name === name);
  if (found !== undefined) return found;
  const names = IMPORT_FORMATS.map((format) => format.name);
  const meant = nearest(name, names);
  throw new DatasetError("E_OPTION", `there is no import format ${JSON.stringify(name)}`, { hint: meant === null ? `Formats are ${names.join(", ")}.` : `Did you mean ${meant}?`, subject: name });
}
