/** Points of objects' surfaces with the pixels that show them: from kept passes, or rendered again. */
import { decodePng16 } from "../../codecs/image.js";
import { decodeMask } from "../../codecs/rle.js";
import { DatasetError } from "../../core/errors.js";
import { rayThroughPixel } from "../../geometry/camera.js";
import type { Matrix3, Vector3 } from "../../geometry/vector.js";
import type { ObjectRecord, SampleRecord } from "../../sample/record.js";
import type { ProofObject, SurfacePoint } from "./proof-sample.js";

/** Points per object, where so many pixels show it. */
const POINTS = 200;

/** Object coordinates of a picture, rendered again. Row-major. */
export interface RenderedCoordinates {
  /** xyz per pixel in the frame of the object that is seen. */
  objectCoordinates: Float32Array;
  instanceId: Uint16Array;
}

/** Where points can come from. */
export interface PointSources {
  /** The bytes of one of the record's files, by output name; null where the dataset has none. */
  output(name: string): Promise<Uint8Array | null>;
  /** Renders the sample again; null where the run's recipe or shapes are gone. */
  render(record: SampleRecord): Promise<RenderedCoordinates | null>;
}

/** The point of an object at a pixel's centre. */
type PointAt = (object: ObjectRecord, column: number, row: number) => Vector3 | null;

/**
 * Points of all objects of a record, spread over their visible pixels.
 * @throws DatasetError E_EXPORT where nothing tells of the surface, E_RECORD for a mask that does not fill the picture
 */
export async function surfacePoints(record: SampleRecord, sources: PointSources): Promise<ProofObject[]> {
  if (record.camera === null || record.objects.length === 0 || record.labelStatus === "none") return record.objects.map((object) => ({ object, points: [] }));
  const pointAt = (await fromCoordinates(record, sources)) ?? (await fromDepth(record, sources)) ?? (await fromRender(record, sources));
  if (pointAt === null) {
    throw new DatasetError("E_EXPORT", `Nothing tells of the surfaces in sample ${record.id}, so that its export cannot be proved: neither depth nor nocs is kept, and it cannot be rendered again.`, {
      hint: "Keep depth among the recipe's `outputs`, or export with --no-verify.",
      subject: record.id,
    });
  }
  return record.objects.map((object) => ({ object, points: spread(record, object, pointAt) }));
}

function spread(record: SampleRecord, object: ObjectRecord, pointAt: PointAt): SurfacePoint[] {
  const { width, height } = record.camera!;
  const mask = maskOf(record, object);
  const seen: number[] = [];
  for (let pixel = 0; pixel < mask.length; pixel++) if (mask[pixel] === 1) seen.push(pixel);
  const wanted = Math.min(POINTS, seen.length);
  const points: SurfacePoint[] = [];
  for (let index = 0; index < wanted; index++) {
    const pixel = seen[Math.floor(((index + 0.5) * seen.length) / wanted)]!;
    const column = pixel % width;
    const row = Math.floor(pixel / width);
    if (row >= height) continue;
    const point = pointAt(object, column, row);
    if (point !== null) points.push({ point, x: column + 0.5, y: row + 0.5 });
  }
  return points;
}

function maskOf(record: SampleRecord, { maskVisible }: ObjectRecord): Uint8Array {
  const { width, height } = record.camera!;
  try {
    if (maskVisible.size[0] === height && maskVisible.size[1] === width) return decodeMask(maskVisible);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new DatasetError("E_RECORD", `A mask of ${record.id} does not fill its picture of ${width} × ${height} pixels.`, { subject: record.id });
}

async function fromCoordinates(record: SampleRecord, sources: PointSources): Promise<PointAt | null> {
  const pixels = await kept16(record, sources, "nocs", 3);
  if (pixels === null) return null;
  return ({ coordinateCube }, column, row) => {
    const { center, side } = coordinateCube ?? { center: [0, 0, 0], side: 1 };
    const at = (row * record.camera!.width + column) * 3;
    const value = (axis: 0 | 1 | 2): number => center[axis]! + ((pixels[at + axis]! - 32767.5) / 65535) * side;
    return [value(0), value(1), value(2)];
  };
}

async function fromDepth(record: SampleRecord, sources: PointSources): Promise<PointAt | null> {
  const pixels = record.depth === null ? null : await kept16(record, sources, "depth", 1);
  if (pixels === null) return null;
  const { K, width, distortion } = record.camera!;
  return ({ rotationObjectToCamera: R, translationObjectToCamera: t, scale }, column, row) => {
    const depth = pixels[row * width + column]! * record.depth!.unitsPerStep;
    if (depth === 0) return null;
    const ray = rayThroughPixel(K as unknown as Matrix3, column + 0.5, row + 0.5, distortion);
    const [x, y, z] = [0, 1, 2].map((axis) => ray[axis]! * depth - t[axis]!);
    return [0, 1, 2].map((axis) => (R[axis]! * x! + R[3 + axis]! * y! + R[6 + axis]! * z!) / scale) as unknown as Vector3;
  };
}

async function fromRender(record: SampleRecord, sources: PointSources): Promise<PointAt | null> {
  const rendered = await sources.render(record);
  if (rendered === null) return null;
  return ({ instanceId }, column, row) => {
    const pixel = row * record.camera!.width + column;
    if (rendered.instanceId[pixel] !== instanceId) return null;
    const [x, y, z] = rendered.objectCoordinates.subarray(pixel * 3, pixel * 3 + 3);
    return [x!, y!, z!];
  };
}

async function kept16({ id, camera, files }: SampleRecord, sources: PointSources, name: string, channels: 1 | 3): Promise<Uint16Array | null> {
  const bytes = files[name] === undefined ? null : await sources.output(name);
  if (bytes === null) return null;
  const picture = await decodePng16(bytes, { subject: files[name]!.name });
  if (picture.width === camera!.width && picture.height === camera!.height && picture.channels === channels) return picture.data;
  throw new DatasetError("E_IMAGE", `${name} of ${id} has not the size of its picture.`, { subject: id });
}
