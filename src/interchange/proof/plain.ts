/** Compares plain labels that were read back with the labels they were made from. */
import * as z from "zod";
import { decodeMask } from "../../codecs/rle.js";
import { maskBounds } from "./mask-bounds.js";
import { apart, project } from "./project.js";
import { measure, type Measured, missing } from "./proof.js";
import type { ProofSample } from "./proof-sample.js";

const rows = z.array(z.array(z.number()));

/** What a proof reads of a plain label. */
export const plainSchema = z.object({
  id: z.string(),
  label_status: z.string(),
  category: z.string().nullable(),
  prompt: z.string().nullable(),
  camera: z.object({ K: rows, distortion: z.array(z.number()).nullable() }).nullable(),
  objects: z.array(
    z.object({
      instance_id: z.int(),
      category: z.string(),
      rotation_object_to_camera: rows,
      translation_object_to_camera: z.array(z.number()),
      scale: z.number(),
      bbox: z.array(z.number()).length(4).nullable(),
      segmentation: z.object({ size: z.tuple([z.int(), z.int()]), counts: z.string() }),
      keypoints: z.array(z.object({ name: z.string(), x: z.number().nullable(), y: z.number().nullable() })),
    }),
  ),
});

/** Comparisons of plain labels. */
export interface PlainChecks {
  points: Measured;
  boxes: Measured;
  masks: Measured;
  keypoints: Measured;
  words: Measured;
}

/** Begins the comparisons. */
export function plainChecks(): PlainChecks {
  return {
    points: measure("surface points from their pixels", 0.05, "px"),
    boxes: measure("boxes from the edges of masks", 0.5, "px"),
    masks: measure("pixels of masks", 0, "different"),
    keypoints: measure("keypoints from their pixels", 0.05, "px"),
    words: measure("categories and prompts", 0, "different"),
  };
}

/** Compares one label. @throws DatasetError E_EXPORT for an object that is missing */
export function comparePlain(checks: PlainChecks, value: unknown, { record, objects }: ProofSample): void {
  const label = plainSchema.parse(value);
  checks.words.take(label.id === record.id && label.label_status === record.labelStatus && label.prompt === (record.prompt?.text ?? null) ? 0 : 1, record.id);
  if (record.labelStatus === "none") {
    // A label that is not true of the image must not be there.
    checks.words.take(label.camera === null && label.objects.length === 0 ? 0 : 1, record.id);
    return;
  }
  for (const { object, points } of objects) {
    const at = `${record.id}, object ${object.instanceId}`;
    const read = label.objects.find(({ instance_id }) => instance_id === object.instanceId);
    if (read === undefined || label.camera === null) throw missing(`object ${object.instanceId} of sample ${record.id}`);
    checks.words.take(read.category === object.category ? 0 : 1, at);
    const pose = { K: label.camera.K, R: read.rotation_object_to_camera, t: read.translation_object_to_camera, distortion: label.camera.distortion };
    for (const { point: [px, py, pz], x, y } of points) checks.points.take(apart(project(pose, [px * read.scale, py * read.scale, pz * read.scale]), [x, y]), at);
    const truth = decodeMask(object.maskVisible);
    const mask = decodeMask(read.segmentation);
    checks.masks.take(mask.length === truth.length ? mask.reduce((sum, inside, pixel) => sum + (inside === truth[pixel] ? 0 : 1), 0) : NaN, at);
    const bounds = maskBounds(truth, object.maskVisible.size[1]);
    const [x, y, width, height] = read.bbox ?? [];
    for (const [edge, place] of (bounds ?? []).entries()) checks.boxes.take([x!, y!, x! + width!, y! + height!][edge]! - place, at);
    for (const { name, image } of object.keypoints) {
      const seen = read.keypoints.find((keypoint) => keypoint.name === name);
      if (image === null) checks.keypoints.take(seen?.x === null ? 0 : NaN, `${at}, ${name}`);
      else checks.keypoints.take(apart([seen?.x ?? NaN, seen?.y ?? NaN], image), `${at}, ${name}`);
    }
  }
}
