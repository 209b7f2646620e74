/** All export formats. */
import { DatasetError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";
import type { ExportFormat } from "./format.js";
import { bop } from "./formats/bop.js";
import { coco } from "./formats/coco.js";
import { dst3d } from "./formats/dst3d.js";
import { imagefolder } from "./formats/imagefolder.js";
import { omni3d } from "./formats/omni3d.js";
import { imagenet3d } from "./formats/imagenet3d.js";
import { kitti } from "./formats/kitti.js";
import { objectnet3d } from "./formats/objectnet3d.js";
import { parquet } from "./formats/parquet.js";
import { pascal3d } from "./formats/pascal3d.js";
import { questions } from "./formats/questions.js";
import { webdataset } from "./formats/webdataset.js";
import { yolo } from "./formats/yolo.js";

/** Every format, in the order of the documentation. */
export const EXPORT_FORMATS: readonly ExportFormat[] = [coco, webdataset, imagefolder, parquet, omni3d, pascal3d, objectnet3d, imagenet3d, yolo, kitti, bop, dst3d, questions];

/** The format of a name. @throws DatasetError E_OPTION for an unknown one */
export function exportFormat(name: string): ExportFormat {
  const found = EXPORT_FORMATS.find((format) => format.name === name);
  if (found !== undefined) return found;
  const names = EXPORT_FORMATS.map((format) => format.name);
  const meant = nearest(name, names);
  throw new DatasetError("E_OPTION", `there is no export format ${JSON.stringify(name)}`, { hint: meant === null ? `Formats are ${names.join(", ")}.` : `Did you mean ${meant}?`, subject: name });
}
