/** Reads Omni3D files below the `datasets` folder that its loader reads. One unit of the run's world is a metre. */
import { intrinsicsFromCentre } from "../../../geometry/pixel-origin.js";
import { multiply3, type Matrix3 } from "../../../geometry/vector.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";
import type { BoxXYXY } from "../../../geometry/box.js";
import { importError, numberIn, numbersIn, rotationIn, vectorIn } from "../../import-error.js";
import type { ImportContext, ImportedSample } from "../../import-format.js";
import { imageExtensionOf } from "../../imported-image.js";
import { importedObject } from "../../imported-object.js";
import { type JoinedImage, joinedLists } from "../../joined-lists.js";

/** Turns our object frame (front −y, up +z) into Omni3D's local one: length along x, height along y, width along z. */
const LOCAL_FROM_OBJECT: Matrix3 = [0, -1, 0, 0, 0, -1, 1, 0, 0];
const UNKNOWN = ["maskVisible", "maskAmodal", "boxAmodalXYXY", "symmetry", "keypoints", "camera.rotationWorldToCamera", "camera.translationWorldToCamera"];
/** Files of the folder that hold no images. */
const OTHERS = ["stats.json", "category_meta.json"];

/** Images of every `Omni3D/NAME_SPLIT.json`. */
export async function* readOmni3d(context: ImportContext): AsyncGenerator<ImportedSample, void, undefined> {
  const { source } = context;
  const files = (await source.names("Omni3D")).filter((name) => name.endsWith(".json") && !OTHERS.includes(name));
  if (files.length === 0) throw importError(source.root, "holds no Omni3D/NAME_SPLIT.json", "Give the folder `datasets` that holds the folder Omni3D.");
  for (const file of files) {
    const path = `Omni3D/${file}`;
    const { images } = await joinedLists(context, path);
    for await (const joined of images()) {
      const sample = await readImage(context, joined, path);
      if (sample !== null) yield sample;
    }
  }
}

async function readImage({ source, options, leaveOut }: ImportContext, { image, annotations }: JoinedImage, file: string): Promise<ImportedSample | null> {
  const subject = `image ${String(image["id"])} of ${file}`;
  const path = image["file_path"];
  if (typeof path !== "string") throw importError(subject, "has no file_path");
  if ((await source.kind(path)) !== "file") {
    if (!options.skipMissing) throw importError(path, `is missing: ${subject} names it`, "Complete the dataset, or leave such labels out with --skip-missing.");
    leaveOut("no image");
    return null;
  }
  const K = numbersIn(image["K"], 9, subject, "K") as unknown as Matrix3;
  if (!(K[0] > 0 && K[4] > 0)) throw importError(subject, "has a K that is no camera's");
  const camera: NonNullable<SampleRecord["camera"]> = {
    K: [...intrinsicsFromCentre(K, 0)],
    rotationWorldToCamera: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    translationWorldToCamera: [0, 0, 0],
    width: numberIn(image["width"], subject, "width"),
    height: numberIn(image["height"], subject, "height"),
    distortion: null,
  };
  const objects: ObjectRecord[] = [];
  for (const annotation of annotations) {
    if (annotation["valid3D"] !== true || annotation["behind_camera"] === true) leaveOut("object without valid 3D box");
    else objects.push(objectOf(annotation, objects.length + 1, camera, `annotation ${String(annotation["id"])} of ${file}`));
  }
  const status = image["label_status"];
  return {
    from: path,
    labelStatus: options.label ?? (status === "intended" ? "intended" : "exact"),
    camera,
    objects,
    prompt: null,
    depthUnitsPerStep: null,
    files: [{ output: "image", extension: `.image${imageExtensionOf(path, subject)}`, path }],
    unknown: UNKNOWN,
  };
}

function objectOf(annotation: Record<string, unknown>, number: number, camera: NonNullable<SampleRecord["camera"]>, subject: string): ObjectRecord {
  const category = annotation["category_name"];
  if (typeof category !== "string") throw importError(subject, "has no category_name");
  const [width, height, length] = vectorIn(annotation["dimensions"], subject, "dimensions");
  if (!(Math.min(width, height, length) > 0)) throw importError(subject, "has a box without size");
  const longest = Math.max(width, height, length);
  // −1 is the format's word for not known.
  const share = (key: string): number | null => {
    const value = annotation[key] == null ? -1 : numberIn(annotation[key], subject, key);
    return value < 0 ? null : value;
  };
  const tight = annotation["bbox2D_tight"] == null ? null : (numbersIn(annotation["bbox2D_tight"], 4, subject, "bbox2D_tight") as unknown as BoxXYXY);
  return importedObject(
    {
      instanceId: typeof annotation["instance_id"] === "number" ? annotation["instance_id"] : number,
      category,
      shapeId: `${category} box`,
      frontKnown: true,
      pose: { rotation: multiply3(rotationIn(annotation["R_cam"], subject, "R_cam"), LOCAL_FROM_OBJECT), translation: vectorIn(annotation["center_cam"], subject, "center_cam") },
      scale: longest,
      box: { center: [0, 0, 0], dimensions: [width / longest, length / longest, height / longest] },
      sizeMeters: { longest, source: "Omni3D" },
      maskVisible: null,
      maskAmodal: null,
      visibleFraction: share("visibility"),
      truncation: share("truncation"),
      boxVisible: tight !== null && tight[2] > tight[0] && tight[3] > tight[1] ? tight : null,
      boxAmodal: null,
      symmetry: { discrete: [], continuous: [] },
      viewpoint: {},
    },
    camera,
  );
}

