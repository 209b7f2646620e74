/**
 * The label as Python programs like it: snake_case, nested lists, the same keys in every record (null where there is
 * nothing). Frames and units are those of the record: OpenCV camera axes, pixel centres at +0.5, radians, world units.
 * Used where a format has no layout of its own for poses: COCO's extra keys, ImageFolder, WebDataset, Parquet.
 */
import { imageCategory } from "../sample/image-category.js";
import type { ObjectRecord, SampleRecord } from "../sample/record.js";
import type { BoxXYXY } from "../geometry/box.js";
import { licencesOf } from "./survey.js";

type Rows3 = [number[], number[], number[]];

/** A camera. */
export interface PlainCamera {
  K: Rows3;
  rotation_world_to_camera: Rows3;
  translation_world_to_camera: number[];
  /** OpenCV's [k1, k2, p1, p2, k3, k4, k5, k6]; null = pinhole. */
  distortion: number[] | null;
}

/** Where an object is and how it is turned. */
export interface PlainPose {
  /** x_camera = rotation · (scale · x_object) + translation. */
  rotation_object_to_camera: Rows3;
  translation_object_to_camera: number[];
  scale: number;
  front_known: boolean;
  azimuth: number | null;
  elevation: number;
  in_plane: number;
  distance: number;
  box3d_center: number[];
  box3d_dimensions: number[];
  size_meters: number | null;
}

/** An object. */
export interface PlainObject extends PlainPose {
  instance_id: number;
  category: string;
  shape: string;
  shape_licence: string | null;
  /** [x, y, width, height] of what is seen, pixel edges. */
  bbox: number[] | null;
  bbox_amodal: number[] | null;
  segmentation: { size: number[]; counts: string };
  visible_fraction: number;
  truncation: number;
  keypoints: { name: string; x: number | null; y: number | null; visibility: string }[];
}

/** A sample. */
export interface PlainLabel {
  id: string;
  arm: string;
  label_status: string;
  /** What the image shows as a whole: its main object. */
  category: string | null;
  /** Null: nobody knows the camera. */
  width: number | null;
  height: number | null;
  prompt: string | null;
  negative_prompt: string | null;
  generator: string;
  model: string | null;
  seed: number;
  group: string | null;
  group_position: number | null;
  environment: string | null;
  licences: string;
  /** Depth = pixel of the depth picture · this, in world units; null where no depth is kept. */
  depth_units_per_step: number | null;
  /** Where depth, normals and object coordinates are true of the image: image, or mask. */
  passes_valid_inside: string;
  camera: PlainCamera | null;
  objects: PlainObject[];
}

/** The label of a record. Without label (`label_status` none) there is no camera and no object, but the category that was asked for. */
export function plainLabel(record: SampleRecord): PlainLabel {
  const isTrue = record.labelStatus !== "none";
  return {
    id: record.id,
    arm: record.arm,
    label_status: record.labelStatus,
    category: imageCategory(record),
    width: record.camera?.width ?? null,
    height: record.camera?.height ?? null,
    prompt: record.prompt?.text ?? null,
    negative_prompt: record.prompt?.negative ?? null,
    generator: record.generation.generator,
    model: record.generation.model,
    seed: record.generation.seed,
    group: record.group?.id ?? null,
    group_position: record.group?.position ?? null,
    environment: record.environment?.id ?? null,
    licences: licencesOf(record),
    depth_units_per_step: record.depth?.unitsPerStep ?? null,
    passes_valid_inside: record.passesValidInside,
    camera: isTrue ? plainCamera(record) : null,
    objects: isTrue ? record.objects.map(plainObject) : [],
  };
}

/** The record's camera; null where it has none. */
export function plainCamera({ camera }: Pick<SampleRecord, "camera">): PlainCamera | null {
  if (camera === null) return null;
  const { K, rotationWorldToCamera, translationWorldToCamera, distortion: lens } = camera;
  return {
    K: rows3(K),
    rotation_world_to_camera: rows3(rotationWorldToCamera),
    translation_world_to_camera: [...translationWorldToCamera],
    distortion: lens === null ? null : [lens.k1, lens.k2, lens.p1, lens.p2, lens.k3, lens.k4, lens.k5, lens.k6],
  };
}

/** The pose of an object. */
export function plainPose(object: ObjectRecord): PlainPose {
  const { viewpoint, box3d, sizeMeters } = object;
  return {
    rotation_object_to_camera: rows3(object.rotationObjectToCamera),
    translation_object_to_camera: [...object.translationObjectToCamera],
    scale: object.scale,
    front_known: object.frontKnown,
    azimuth: viewpoint.azimuthRadians,
    elevation: viewpoint.elevationRadians,
    in_plane: viewpoint.inPlaneRadians,
    distance: viewpoint.distance,
    box3d_center: [...box3d.center],
    box3d_dimensions: [...box3d.dimensions],
    size_meters: sizeMeters?.longest ?? null,
  };
}

/** [x, y, width, height] of a box by its edges. */
export function boxXYWH([x0, y0, x1, y1]: BoxXYXY): [number, number, number, number] {
  return [x0, y0, x1 - x0, y1 - y0];
}

function plainObject(object: ObjectRecord): PlainObject {
  return {
    instance_id: object.instanceId,
    category: object.category,
    shape: object.shape.id,
    shape_licence: object.shape.licence,
    ...plainPose(object),
    bbox: object.boxVisibleXYXY === null ? null : boxXYWH(object.boxVisibleXYXY),
    bbox_amodal: object.boxAmodalXYXY === null ? null : boxXYWH(object.boxAmodalXYXY),
    segmentation: { size: [...object.maskVisible.size], counts: object.maskVisible.counts },
    visible_fraction: object.visibleFraction,
    truncation: object.truncation,
    keypoints: object.keypoints.map(({ name, image, visibility }) => ({ name, x: image?.[0] ?? null, y: image?.[1] ?? null, visibility })),
  };
}

function rows3(m: readonly number[]): Rows3 {
  return [m.slice(0, 3), m.slice(3, 6), m.slice(6, 9)];
}
