/** Reads COCO files. Poses stand in the extra keys that our own writer adds; images without them have no label. */
import { decodeMask } from "../../../codecs/rle.js";
import type { Matrix3 } from "../../../geometry/vector.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";
import { importError, numberIn, numbersIn, objectIn, rotationIn, vectorIn } from "../../import-error.js";
import type { ImportContext, ImportedSample } from "../../import-format.js";
import { importedObject } from "../../imported-object.js";
import { imageExtensionOf } from "../../imported-image.js";
import { type JoinedImage, joinedLists } from "../../joined-lists.js";
import { fillRings } from "../../proof/fill-rings.js";

const UNKNOWN = ["keypoints", "maskAmodal", "boxAmodalXYXY", "symmetry"];

/** Images of every `annotations/instances_SPLIT.json`; they lie in SPLIT, or in the folder that `images` names. */
export async function* readCoco(context: ImportContext): AsyncGenerator<ImportedSample, void, undefined> {
  const { source, options } = context;
  const files = (await source.names("annotations")).filter((name) => /^instances_.+\.json$/.test(name));
  if (files.length === 0) throw importError(source.root, "holds no annotations/instances_SPLIT.json", "Give the folder of a COCO dataset.");
  for (const file of files) {
    const path = `annotations/${file}`;
    const { categories, images } = await joinedLists(context, path);
    const folder = options.images ?? /^instances_(.+)\.json$/.exec(file)![1]!;
    for await (const joined of images()) {
      const sample = await readImage(context, joined, categories, folder, path);
      if (sample !== null) yield sample;
    }
  }
}

async function readImage(context: ImportContext, { image, annotations }: JoinedImage, categories: ReadonlyMap<number, Record<string, unknown>>, folder: string, file: string): Promise<ImportedSample | null> {
  const subject = `image ${String(image["id"])} of ${file}`;
  const name = image["file_name"];
  if (typeof name !== "string") throw importError(subject, "has no file_name");
  const path = `${folder}/${name}`;
  if ((await context.source.kind(path)) !== "file") {
    if (!context.options.skipMissing) throw importError(path, `is missing: ${subject} names it`, "Say with --images which folder holds the images, or leave such labels out with --skip-missing.");
    context.leaveOut("no image");
    return null;
  }
  const camera = image["camera"] == null ? null : cameraOf(image, subject);
  const hasPoses = camera !== null && annotations.every(({ pose3d }) => pose3d != null);
  const status = image["label_status"];
  const prompt = image["prompt"];
  return {
    from: path,
    labelStatus: !hasPoses ? "none" : (context.options.label ?? (status === "intended" || status === "none" ? status : "exact")),
    camera: hasPoses ? camera : null,
    objects: hasPoses ? annotations.map((annotation, index) => objectOf(annotation, index, camera, categories, `annotation ${String(annotation["id"])} of ${file}`)) : [],
    prompt: typeof prompt === "string" && prompt !== "" ? { text: prompt, negative: null } : null,
    depthUnitsPerStep: null,
    files: [{ output: "image", extension: `.image${imageExtensionOf(name, subject)}`, path }],
    unknown: hasPoses ? UNKNOWN : ["camera", "objects"],
  };
}

function cameraOf(image: Record<string, unknown>, subject: string): NonNullable<SampleRecord["camera"]> {
  const camera = objectIn(image["camera"], `the camera of ${subject}`);
  const lens = camera["distortion"] == null ? null : numbersIn(camera["distortion"], 8, subject, "distortion");
  const K = numbersIn(camera["K"], 9, subject, "K");
  if (!(K[0]! > 0 && K[4]! > 0)) throw importError(subject, "has a K that is no camera's");
  return {
    K,
    rotationWorldToCamera: [...rotationIn(camera["rotation_world_to_camera"], subject, "rotation_world_to_camera")],
    translationWorldToCamera: [...vectorIn(camera["translation_world_to_camera"], subject, "translation_world_to_camera")],
    width: numberIn(image["width"], subject, "width"),
    height: numberIn(image["height"], subject, "height"),
    distortion: lens === null ? null : { model: "brown-conrady", k1: lens[0]!, k2: lens[1]!, p1: lens[2]!, p2: lens[3]!, k3: lens[4]!, k4: lens[5]!, k5: lens[6]!, k6: lens[7]! },
  };
}

function objectOf(annotation: Record<string, unknown>, index: number, camera: NonNullable<SampleRecord["camera"]>, categories: ReadonlyMap<number, Record<string, unknown>>, subject: string): ObjectRecord {
  const category = categories.get(numberIn(annotation["category_id"], subject, "category_id"))?.["name"];
  if (typeof category !== "string") throw importError(subject, `is of category ${String(annotation["category_id"])}, which is not there`);
  const pose = objectIn(annotation["pose3d"], `pose3d of ${subject}`);
  const [x, y, width, height] = numbersIn(annotation["bbox"], 4, subject, "bbox");
  const size = numberIn(pose["scale"], subject, "scale");
  if (!(size > 0)) throw importError(subject, `has the scale ${size}`);
  const optional = (key: string, of: Record<string, unknown>): number | null => (of[key] == null ? null : numberIn(of[key], subject, key));
  const metres = optional("size_meters", pose);
  return importedObject(
    {
      instanceId: optional("instance_id", annotation) ?? index + 1,
      category,
      shapeId: typeof pose["shape"] === "string" ? pose["shape"] : category,
      frontKnown: pose["front_known"] === true,
      pose: { rotation: rotationIn(pose["rotation_object_to_camera"], subject, "rotation_object_to_camera") as Matrix3, translation: vectorIn(pose["translation_object_to_camera"], subject, "translation_object_to_camera") },
      scale: size,
      box: { center: vectorIn(pose["box3d_center"], subject, "box3d_center"), dimensions: vectorIn(pose["box3d_dimensions"], subject, "box3d_dimensions") },
      sizeMeters: metres === null ? null : { longest: metres, source: "imported" },
      maskVisible: maskOf(annotation["segmentation"], camera, subject),
      maskAmodal: null,
      visibleFraction: optional("visible_fraction", annotation),
      truncation: optional("truncation", annotation),
      boxVisible: [x!, y!, x! + width!, y! + height!],
      boxAmodal: null,
      symmetry: { discrete: [], continuous: [] },
      viewpoint: {},
    },
    camera,
  );
}

/** Runs, compressed or not, or rings. */
function maskOf(value: unknown, { width, height }: NonNullable<SampleRecord["camera"]>, subject: string): Uint8Array | null {
  if (value == null) return null;
  if (Array.isArray(value)) return fillRings(value.map((ring) => numbersIn(ring, Array.isArray(ring) ? ring.length - (ring.length % 2) : 0, subject, "a ring of segmentation")), width, height);
  const { size, counts } = objectIn(value, `segmentation of ${subject}`);
  const [rows, columns] = numbersIn(size, 2, subject, "size of segmentation");
  if (rows !== height || columns !== width) throw importError(subject, `has a mask of ${columns!} × ${rows!} pixels, its image ${width} × ${height}`);
  try {
    if (typeof counts === "string") return decodeMask({ size: [height, width], counts });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw importError(subject, `has a segmentation that cannot be: ${error.message}`);
  }
  const runs = numbersIn(counts, Array.isArray(counts) ? counts.length : 0, subject, "counts of segmentation");
  if (!runs.every((run) => Number.isInteger(run) && run >= 0) || runs.reduce((sum, run) => sum + run, 0) !== width * height) throw importError(subject, "has a segmentation whose runs do not fill the image");
  const mask = new Uint8Array(width * height);
  let position = 0;
  for (const [index, run] of runs.entries()) {
    if (index % 2 === 1) for (let pixel = position; pixel < position + run; pixel++) mask[(pixel % height) * width + Math.floor(pixel / height)] = 1;
    position += run;
  }
  return mask;
}
