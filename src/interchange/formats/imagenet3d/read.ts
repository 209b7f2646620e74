/** Reads the raw tree of ImageNet3D: `annotations/CLASS/NAME.npz` and `images/CLASS/NAME.JPEG`. */
import { decodeRgb } from "../../../codecs/image.js";
import { decodeNpz } from "../../../codecs/read-npy.js";
import type { Unpickled } from "../../../codecs/read-pickle.js";
import type { BoxXYXY } from "../../../geometry/box.js";
import { importError, numberIn, numbersIn } from "../../import-error.js";
import type { ImportContext, ImportedSample } from "../../import-format.js";
import { imageExtensionOf } from "../../imported-image.js";
import { inflateRawAtMost } from "../../inflate.js";
import { pascalObjects, type PascalLabel } from "../../imported-pascal.js";

/** Its tools draw with OpenCV, where the first pixel's centre is 0. */
const TO_OWN_CENTRE = 0.5;
/** Where an annotation names no lens. */
const VIEWPORT = 2000;

/** Every annotated image whose objects have a pose. */
export async function* readImageNet3d(context: ImportContext): AsyncGenerator<ImportedSample, void, undefined> {
  const { source, options, leaveOut } = context;
  const classes = await source.names("annotations");
  if (classes.length === 0) throw importError(source.root, "holds no folder `annotations`", "Give the folder of ImageNet3D's raw data: annotations/CLASS/NAME.npz.");
  for (const of of classes) {
    for (const file of (await source.names(`annotations/${of}`)).filter((name) => name.endsWith(".npz"))) {
      const annotation = `annotations/${of}/${file}`;
      const path = `images/${of}/${file.slice(0, -4)}.JPEG`;
      if ((await source.kind(path)) !== "file") {
        if (!options.skipMissing) throw importError(path, "is missing", "Complete the dataset, or leave such labels out with --skip-missing.");
        leaveOut("no image");
        continue;
      }
      const size = await decodeRgb(await source.read(path), { subject: path });
      const dicts = decodeNpz(await source.read(annotation), annotation, inflateRawAtMost).get("annotations")?.values;
      if (dicts === undefined) throw importError(annotation, "has no array `annotations`");
      const read = pascalObjects(dicts.map((dict) => labelOf(dict, size, annotation)), size, annotation, leaveOut);
      if (read === null) {
        leaveOut("no object with a pose");
        continue;
      }
      yield { from: path, labelStatus: options.label ?? "exact", ...read, prompt: null, depthUnitsPerStep: null, files: [{ output: "image", extension: `.image${imageExtensionOf(path, path)}`, path }] };
    }
  }
}

function labelOf(dict: Unpickled, { width, height }: { width: number; height: number }, subject: string): PascalLabel {
  if (!(dict instanceof Map)) throw importError(subject, "holds an annotation that is no dict");
  const number = (key: string): number => numberIn(dict.get(key), subject, key);
  if ((dict.has("width") && number("width") !== width) || (dict.has("height") && number("height") !== height)) throw importError(subject, `is of an image of ${String(dict.get("width"))} × ${String(dict.get("height"))} pixels, not ${width} × ${height}`);
  const category = dict.get("class");
  if (typeof category !== "string") throw importError(subject, "has an object without class");
  const box = dict.get("bbox");
  const edges = numbersIn(typeof box === "object" && box !== null && "values" in box ? box.values : box, 4, subject, "bbox") as unknown as BoxXYXY;
  return {
    category,
    shapeId: `${category}/${String(number("cad_index")).padStart(2, "0")}`,
    azimuthRadians: number("azimuth"),
    elevationRadians: number("elevation"),
    thetaRadians: number("theta"),
    distance: number("distance"),
    focalPixels: (dict.has("viewport") ? number("viewport") : VIEWPORT) * (dict.has("focal") ? number("focal") : 1),
    principalX: number("px") + TO_OWN_CENTRE,
    principalY: number("py") + TO_OWN_CENTRE,
    box: edges[2] > edges[0] && edges[3] > edges[1] ? edges : null,
    keypoints: [],
  };
}
