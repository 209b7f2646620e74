/** The main object's label as pictures: mask, depth and normals, from what a record and its kept passes say. */
import { decodeMask } from "../codecs/rle.js";
import { decodePng16 } from "../codecs/image.js";
import { surfaceBorders, OUTER_LINE } from "../controls/surface-borders.js";
import { removeSpecks, thinLines } from "../controls/thinning.js";
import { DatasetError } from "../core/errors.js";
import type { Image } from "../core/image.js";
import { rayThroughPixel } from "../geometry/camera.js";
import { cross, type Matrix3, type Vector3 } from "../geometry/vector.js";
import type { Passes } from "../sample/passes.js";
import type { SampleRecord } from "../sample/record.js";
import type { VerifiedSample } from "./verified-sample.js";
import { intrinsicsInWindow, type Window } from "./window.js";

/** Row-major pictures of one window. */
export interface LabelView {
  width: number;
  height: number;
  /** 1 where the main object is seen, else 0. */
  mask: Uint8Array;
  /** Planar depth in world units; 0 outside the mask. Null where the dataset has kept none. */
  depth: Float32Array | null;
  /** Unit normals in camera axes from differences of the depth, 3 per pixel; 0 outside the mask. Null as depth. */
  normal: Float32Array | null;
  /** 255 on geometric edges of the label (outline, steps in depth, creases), else 0. Without depth the outline alone. */
  edges: Image;
}

/** Least bend of a crease between neighbouring pixels, and least step in depth relative to the depth. */
const CREASE_DEGREES = 30;
const DEPTH_STEP = 0.01;
/** As for pictures: a record may claim any size. */
const MOST_PIXELS = 67_108_864;
/** Shorter creases are noise of the stored depth. */
const LEAST_CREASE_PIXELS = 4;

/** What a sample's label says of the whole picture. */
interface FullLabel {
  camera: NonNullable<SampleRecord["camera"]>;
  mask: Uint8Array;
  depth: Float32Array | null;
}

/**
 * Looks at a label through windows. The dataset's files are read once.
 * @returns null where the record has no label (a photograph, or a picture painted without control)
 * @throws DatasetError E_RECORD, E_IMAGE where mask or kept depth cannot be read or have another size
 */
export async function openLabel(sample: VerifiedSample): Promise<((window: Window) => LabelView) | null> {
  const { record } = sample;
  const object = record.objects[0];
  if (object === undefined || record.camera === null || record.labelStatus === "none") return null;
  const label: FullLabel = { camera: record.camera, mask: maskOf(record), depth: await keptDepth(sample) };
  return (window) => viewOf(label, window);
}

/** @throws DatasetError E_RECORD where the mask is of another size than the picture, or its runs do not fill it */
function maskOf(record: SampleRecord): Uint8Array {
  const { maskVisible } = record.objects[0]!;
  const { width, height } = record.camera!;
  const wrong = (cause?: unknown): DatasetError => new DatasetError("E_RECORD", `The mask of ${record.id} does not fill its picture of ${width} × ${height} pixels.`, { subject: record.id, cause });
  if (maskVisible.size[0] !== height || maskVisible.size[1] !== width || width * height > MOST_PIXELS) throw wrong();
  try {
    return decodeMask(maskVisible);
  } catch (error) {
    throw wrong(error);
  }
}

async function keptDepth(sample: VerifiedSample): Promise<Float32Array | null> {
  const { record } = sample;
  const bytes = record.depth === null ? null : await sample.output("depth");
  if (bytes === null) return null;
  const { width, height, channels, data } = await decodePng16(bytes, { subject: `${record.id}.depth.png` });
  if (width !== record.camera!.width || height !== record.camera!.height || channels !== 1) {
    throw new DatasetError("E_IMAGE", `The depth of ${record.id} is ${width} × ${height} in ${channels} channels, not ${record.camera!.width} × ${record.camera!.height} in one.`, { subject: record.id });
  }
  const { unitsPerStep } = record.depth!;
  return Float32Array.from(data, (steps) => steps * unitsPerStep);
}

/** The label of one object as the renderer gives it. @param K of the camera that has rendered */
export function labelViewOfPasses(passes: Passes, K: Matrix3, instanceId: number): LabelView {
  const { width, height } = passes;
  const mask = Uint8Array.from(passes.instanceId, (id) => (id === instanceId ? 1 : 0));
  const depth = passes.depth.map((value, pixel) => (mask[pixel] === 1 ? value : 0));
  const normal = passes.normal.map((value, at) => (mask[Math.floor(at / 3)] === 1 ? value : 0));
  return { width, height, mask, depth, normal, edges: edgesOf(K, width, height, mask, depth, normal) };
}

function viewOf({ camera, mask: fullMask, depth: fullDepth }: FullLabel, window: Window): LabelView {
  const { left, top, columns, rows } = window;
  const pixels = columns * rows;
  const mask = new Uint8Array(pixels);
  const depth = fullDepth === null ? null : new Float32Array(pixels);
  const normal = fullDepth === null ? null : new Float32Array(pixels * 3);
  for (let row = 0, pixel = 0; row < rows; row++) {
    const y = top + Math.floor(((row + 0.5) * window.height) / rows);
    for (let column = 0; column < columns; column++, pixel++) {
      const x = left + Math.floor(((column + 0.5) * window.width) / columns);
      if (x < 0 || y < 0 || x >= camera.width || y >= camera.height) continue;
      const from = y * camera.width + x;
      if (fullMask[from] === 0) continue;
      mask[pixel] = 1;
      if (fullDepth === null) continue;
      depth![pixel] = fullDepth[from]!;
      normal!.set(normalAt(camera, fullMask, fullDepth, x, y), pixel * 3);
    }
  }
  return { width: columns, height: rows, mask, depth, normal, edges: edgesOf(intrinsicsInWindow(camera.K as unknown as Matrix3, window), columns, rows, mask, depth, normal) };
}

/**
 * The surface's normal at a pixel: square to the steps to its neighbours in both directions, of which those are taken
 * that lie nearest in depth, so that it is not taken across an edge.
 */
function normalAt(camera: FullLabel["camera"], mask: Uint8Array, depth: Float32Array, x: number, y: number): Vector3 {
  const { width, height } = camera;
  const K = camera.K as unknown as Matrix3;
  const here = y * width + x;
  const point = (column: number, row: number): Vector3 => {
    const z = depth[row * width + column]!;
    const ray = rayThroughPixel(K, column + 0.5, row + 0.5, camera.distortion);
    return [ray[0] * z, ray[1] * z, ray[2] * z];
  };
  const step = (stepX: number, stepY: number): Vector3 | null => {
    let best: { sign: number; jump: number } | null = null;
    for (const sign of [1, -1]) {
      const column = x + sign * stepX;
      const row = y + sign * stepY;
      if (column < 0 || row < 0 || column >= width || row >= height) continue;
      const there = row * width + column;
      if (mask[there] === 0 || depth[there] === 0) continue;
      const jump = Math.abs(depth[there]! - depth[here]!);
      if (best === null || jump < best.jump) best = { sign, jump };
    }
    if (best === null) return null;
    const a = point(x, y);
    const b = point(x + best.sign * stepX, y + best.sign * stepY);
    return [(b[0] - a[0]) * best.sign, (b[1] - a[1]) * best.sign, (b[2] - a[2]) * best.sign];
  };
  const right = step(1, 0);
  const down = step(0, 1);
  if (right === null || down === null) return [0, 0, -1];
  // x right, y down, z forward: down × right looks back at the camera.
  const away = cross(down, right);
  const length = Math.sqrt(away[0] * away[0] + away[1] * away[1] + away[2] * away[2]);
  return length === 0 ? [0, 0, -1] : [away[0] / length, away[1] / length, away[2] / length];
}

function edgesOf(K: Matrix3, width: number, height: number, mask: Uint8Array, depth: Float32Array | null, normal: Float32Array | null): Image {
  const passes = {
    width,
    height,
    depth: depth ?? Float32Array.from(mask),
    normal: normal ?? new Float32Array(mask.length * 3),
    instanceId: Uint16Array.from(mask),
    partId: new Uint16Array(mask.length),
  };
  const kinds = { silhouette: true, creaseDegrees: normal === null ? null : CREASE_DEGREES, depthStep: depth === null ? null : DEPTH_STEP, partBorder: false };
  const marks = surfaceBorders(passes as Passes, K, kinds);
  thinLines(marks, width, height, OUTER_LINE);
  removeSpecks(marks, width, height, OUTER_LINE, LEAST_CREASE_PIXELS);
  return { width, height, channels: 1, data: marks.map((mark) => (mark === 0 ? 0 : 255)) };
}
