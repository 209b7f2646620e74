/** Reads COCO files. Poses stand in the extra keys that our own writer adds; images without them keep what is marked in them. */
import type { Matrix3 } from "../../../geometry/vector.js";
import type { ObjectRecord, SampleRecord } from "../../../sample/record.js";
import { importError, numberIn, numbersIn, objectIn, rotationIn, vectorIn } from "../../import-error.js";
import type { ImportContext, ImportedSample } from "../../import-format.js";
import { importedObject } from "../../imported-object.js";
import { imageExtensionOf } from "../../imported-image.js";
import { BOX_POINT_NAMES } from "../../keypoints.js";
import { type JoinedImage, joinedLists } from "../../joined-lists.js";
import { readCocoMask } from "./read-mask.js";
import { cocoCategory, readKeypoints, readRegion } from "./read-regions.js";

/** Larger pictures are not read. */
const MOST_PIXELS = 67_108_864;
const UNKNOWN = ["keypoints.position", "maskAmodal", "boxAmodalXYXY", "symmetry"];

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
  const size = sizeOf(image, subject);
  const about = (annotation: Record<string, unknown>): string => `annotation ${String(annotation["id"])} of ${file}`;
  const status = image["label_status"];
  const prompt = image["prompt"];
  return {
    from: path,
    labelStatus: !hasPoses ? "none" : (context.options.label ?? (status === "intended" || status === "none" ? status : "exact")),
    camera: hasPoses ? camera : null,
    objects: hasPoses ? annotations.map((annotation, index) => objectOf(annotation, index, camera, categories, about(annotation))) : [],
    regions: hasPoses ? null : { ...size, objects: annotations.map((annotation) => readRegion(annotation, cocoCategory(annotation, categories, about(annotation)), size, about(annotation))) },
    prompt: typeof prompt === "string" && prompt !== "" ? { text: prompt, negative: null } : null,
    depthUnitsPerStep: null,
    files: [{ output: "image", extension: `.image${imageExtensionOf(name, subject)}`, path }],
    unknown: hasPoses ? UNKNOWN : ["camera", "objects"],
  };
}

/** Corners of the 3D box are no points of the shape: they follow from the box. */
function isBox(names: readonly string[]): boolean {
  return names.join() === BOX_POINT_NAMES.join();
}

/** Before any mask of it is made. */
function sizeOf(image: Record<string, unknown>, subject: string): { width: number; height: number } {
  const [width, height] = [numberIn(image["width"], subject, "width"), numberIn(image["height"], subject, "height")];
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0 && width * height <= MOST_PIXELS)) throw importError(subject, `is of ${width} × ${height} pixels`);
  return { width, height };
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
  const category = cocoCategory(annotation, categories, subject);
  const pose = objectIn(annotation["pose3d"], `pose3d of ${subject}`);
  const [x, y, width, height] = numbersIn(annotation["bbox"], 4, subject, "bbox");
  const size = numberIn(pose["scale"], subject, "scale");
  if (!(size > 0)) throw importError(subject, `has the scale ${size}`);
  const optional = (key: string, of: Record<string, unknown>): number | null => (of[key] == null ? null : numberIn(of[key], subject, key));
  const metres = optional("size_meters", pose);
  return importedObject(
    {
      instanceId: optional("instance_id", annotation) ?? index + 1,
      category: category.name,
      shapeId: typeof pose["shape"] === "string" ? pose["shape"] : category.name,
      frontKnown: pose["front_known"] === true,
      pose: { rotation: rotationIn(pose["rotation_object_to_camera"], subject, "rotation_object_to_camera") as Matrix3, translation: vectorIn(pose["translation_object_to_camera"], subject, "translation_object_to_camera") },
      scale: size,
      box: { center: vectorIn(pose["box3d_center"], subject, "box3d_center"), dimensions: vectorIn(pose["box3d_dimensions"], subject, "box3d_dimensions") },
      sizeMeters: metres === null ? null : { longest: metres, source: "imported" },
      maskVisible: readCocoMask(annotation["segmentation"], camera, subject),
      maskAmodal: null,
      visibleFraction: optional("visible_fraction", annotation),
      truncation: optional("truncation", annotation),
      boxVisible: [x!, y!, x! + width!, y! + height!],
      boxAmodal: null,
      symmetry: { discrete: [], continuous: [] },
      viewpoint: {},
      // A category has the points of all its shapes: those without place may not be this one's.
      keypoints: annotation["keypoints"] == null || isBox(category.keypoints) ? [] : readKeypoints(annotation["keypoints"], category.keypoints, subject).filter(({ image: place }) => place !== null),
    },
    camera,
  );
}
