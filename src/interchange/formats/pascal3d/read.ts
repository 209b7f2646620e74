/** Reads the tree of PASCAL3D+: `Annotations/CLASS_imagenet/NAME.mat` and the image of `Images/` that it names. */
import { decodeRgb } from "../../../codecs/image.js";
import { decodeMat5, type MatRead } from "../../../codecs/read-mat5.js";
import { radians } from "../../../core/math.js";
import { importError, numbersIn } from "../../import-error.js";
import type { ImportContext, ImportedSample } from "../../import-format.js";
import { imageExtensionOf } from "../../imported-image.js";
import type { MarkedPoint } from "../../imported-object.js";
import { inflatedMat } from "../../inflated-mat.js";
import { pascalObjects, type PascalLabel } from "../../imported-pascal.js";

/** MATLAB counts pixels from 1. */
const TO_OWN_CENTRE = -0.5;

/** What PASCAL3D+ says of an anchor: visible, hidden by the object itself, by another one, cut off by the image. 5 is unknown. */
const STATUSES: Readonly<Record<number, MarkedPoint["visibility"]>> = { 1: "visible", 2: "occluded", 3: "occluded", 4: "outside" };

type Struct = { [field: string]: MatRead };

/** Every annotated image whose objects have a pose. */
export async function* readPascal3d(context: ImportContext): AsyncGenerator<ImportedSample, void, undefined> {
  const { source, options, leaveOut } = context;
  const folders = await source.names("Annotations");
  if (folders.length === 0) throw importError(source.root, "holds no folder `Annotations`", "Give the folder PASCAL3D+_release1.1.");
  for (const folder of folders) {
    for (const file of (await source.names(`Annotations/${folder}`)).filter((name) => name.endsWith(".mat"))) {
      const annotation = `Annotations/${folder}/${file}`;
      const record = structsIn(decodeMat5(inflatedMat(await source.read(annotation), annotation), annotation)["record"], annotation, "record")[0]!;
      const name = record["filename"];
      if (typeof name !== "string") throw importError(annotation, "has no filename");
      const path = `Images/${folder}/${name}`;
      if ((await source.kind(path)) !== "file") {
        if (!options.skipMissing) throw importError(path, `is missing: ${annotation} names it`, "Complete the dataset, or leave such labels out with --skip-missing.");
        leaveOut("no image");
        continue;
      }
      const size = await decodeRgb(await source.read(path), { subject: path });
      const labels: PascalLabel[] = [];
      for (const object of structsIn(record["objects"], annotation, "objects")) {
        const label = labelOf(object, annotation);
        if (label === null) leaveOut("object without pose");
        else labels.push(label);
      }
      const read = pascalObjects(labels, size, annotation, leaveOut);
      if (read === null) {
        leaveOut("no object with a pose");
        continue;
      }
      yield { from: path, labelStatus: options.label ?? "exact", ...read, prompt: null, depthUnitsPerStep: null, files: [{ output: "image", extension: `.image${imageExtensionOf(name, path)}`, path }] };
    }
  }
}

/** Null for an object whose pose nobody has said: other fields of it may be empty, too. */
function labelOf(object: Struct, subject: string): PascalLabel | null {
  const { viewpoint } = object;
  if (!Array.isArray(viewpoint) || viewpoint.length === 0) return null;
  const view = structsIn(viewpoint, subject, "viewpoint")[0]!;
  const distance = valuesOf(view["distance"]);
  if (!Array.isArray(distance) || distance.length === 0 || distance[0] === 0) return null;
  const number = (of: Struct, key: string): number => numbersIn(valuesOf(of[key]), 1, subject, key)[0]!;
  const category = object["class"];
  if (typeof category !== "string") throw importError(subject, "has an object without class");
  const [x0, y0, x1, y1] = numbersIn(valuesOf(object["bbox"]), 4, subject, "bbox") as [number, number, number, number];
  return {
    category,
    shapeId: `${category}/${String(number(object, "cad_index")).padStart(2, "0")}`,
    azimuthRadians: radians(number(view, "azimuth")),
    elevationRadians: radians(number(view, "elevation")),
    thetaRadians: radians(number(view, "theta")),
    distance: number(view, "distance"),
    focalPixels: number(view, "viewport") * number(view, "focal"),
    principalX: number(view, "px") + TO_OWN_CENTRE,
    principalY: number(view, "py") + TO_OWN_CENTRE,
    // First and last pixel, counted from 1, as edges.
    box: x1 >= x0 && y1 >= y0 && x1 > 0 && y1 > 0 ? [x0 - 1, y0 - 1, x1, y1] : null,
    keypoints: anchorsOf(object["anchors"], subject),
  };
}

/** Points of the model, by name; those of which nobody has said anything are left out. Only visible ones have a place. */
function anchorsOf(value: MatRead | undefined, subject: string): MarkedPoint[] {
  if (!Array.isArray(value) || value.length === 0) return [];
  return Object.entries(value[0]!).flatMap(([name, anchor]): MarkedPoint[] => {
    const about = structsIn(anchor, subject, `anchors.${name}`)[0]!;
    const status = valuesOf(about["status"]);
    const visibility = Array.isArray(status) ? STATUSES[status[0] as number] : undefined;
    if (visibility === undefined) return [];
    const location = valuesOf(about["location"]);
    const isPlaced = Array.isArray(location) && location.length > 0;
    if (visibility === "visible" && !isPlaced) return [];
    const [x, y] = isPlaced ? numbersIn(location, 2, subject, `location of ${name}`) : [];
    return [{ name, image: visibility === "visible" ? [x! + TO_OWN_CENTRE, y! + TO_OWN_CENTRE] : null, visibility }];
  });
}

function structsIn(value: MatRead | undefined, subject: string, name: string): Struct[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw importError(subject, `has no struct ${name}`);
}

function valuesOf(value: MatRead | undefined): unknown {
  return typeof value === "object" && !Array.isArray(value) ? [...value.values] : value;
}
