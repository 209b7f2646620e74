/** How far the written labels of samples are from each other: object coordinates, depth and mask through camera and pose. */
import { decodePng16 } from "../../src/codecs/image.js";
import { decodeMask } from "../../src/codecs/rle.js";
import { composePoses, type Pose } from "../../src/geometry/pose.js";
import type { Matrix3, Vector3 } from "../../src/geometry/vector.js";
import type { Plan } from "../../src/pipeline/plan.js";
import { createProducer } from "../../src/pipeline/produce.js";
import { hashAssets } from "../../src/pipeline/stage-hashes.js";
import { renderPasses } from "../../src/render/passes.js";
import type { ObjectRecord, SampleRecord } from "../../src/sample/record.js";
import type { Scene } from "../../src/sample/scene.js";

/** The worst of some samples. */
export interface LabelErrors {
  samples: number;
  /** Objects whose labels were looked at, and how many of them are partly hidden by others. */
  objects: number;
  occluded: number;
  pixels: number;
  /** Distance, along an axis, from a pixel's centre to where its object coordinate is projected; of all but the coarse pixels. */
  offsetPixels: number;
  /** The same of all pixels, beyond what half a step of the 16-bit picture may make. */
  offsetBeyondRounding: number;
  /** Pixels of objects so near that half a step of the picture alone may be nearly {@link OFFSET_LIMIT}. */
  coarsePixels: number;
  /** Relative, beyond half a step of the depth image. */
  depthBeyondRounding: number;
  /** Pixels that differ between the written masks and those rendered again from the record. */
  maskDifference: number;
}

/** What is asked of the offset, in pixels. */
export const OFFSET_LIMIT = 0.02;

const IDENTITY: Pose = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] };
const context = { signal: new AbortController().signal, warn: () => {} };

/** Makes the samples of these indices; the recipe's outputs must hold nocs and depth. */
export async function labelErrors(plan: Plan, indices: Iterable<number>): Promise<LabelErrors> {
  const worst: LabelErrors = { samples: 0, objects: 0, occluded: 0, pixels: 0, offsetPixels: 0, offsetBeyondRounding: 0, coarsePixels: 0, depthBeyondRounding: 0, maskDifference: 0 };
  const producer = createProducer(plan, await hashAssets(plan));
  for (const index of indices) {
    const { files, record } = await producer.produce(index, context);
    const written = async (name: string) => (await decodePng16(files.find((file) => file.extension === `.${name}.png`)!.bytes)).data;
    const [nocs, depth] = [await written("nocs"), await written("depth")];
    // Rendered again from the record: its camera, its poses.
    const { content } = await producer.render(index, context);
    const again = renderPasses(sceneOfRecord(content, record), { color: false }).instanceId;
    for (const object of record.objects) {
      const mask = decodeMask(object.maskVisible);
      addObject(worst, record, object, mask, nocs, depth);
      for (let pixel = 0; pixel < mask.length; pixel++) if ((again[pixel] === object.instanceId) !== (mask[pixel] === 1)) worst.maskDifference++;
    }
    worst.samples++;
  }
  await producer.close();
  return worst;
}

function addObject(worst: LabelErrors, record: SampleRecord, object: ObjectRecord, mask: Uint8Array, nocs: Uint16Array, depth: Uint16Array): void {
  const { K, width, height } = record.camera!;
  const R = object.rotationObjectToCamera;
  const t = object.translationObjectToCamera;
  const step = record.depth!.unitsPerStep;
  const { center, side } = object.coordinateCube ?? { center: [0, 0, 0], side: 1 };
  const halfStep = ((0.5 / 65535) * side) * object.scale;
  for (let y = 0, pixel = 0; y < height; y++) {
    for (let x = 0; x < width; x++, pixel++) {
      if (mask[pixel] === 0) continue;
      const p = [0, 1, 2].map((axis) => ((nocs[pixel * 3 + axis] / 65535 - 0.5) * side + center[axis]) * object.scale);
      const camera = [0, 1, 2].map((row) => R[row * 3] * p[0] + R[row * 3 + 1] * p[1] + R[row * 3 + 2] * p[2] + t[row]);
      const u = (K[0] * camera[0] + K[1] * camera[1]) / camera[2] + K[2];
      const v = (K[4] * camera[1]) / camera[2] + K[5];
      const offset = [Math.abs(u - x - 0.5), Math.abs(v - y - 0.5)];
      // How far half a step in each coordinate moves the projection, at most.
      const rounding = [0, 1].map((row) => {
        const along = camera[row] / camera[2];
        return halfStep * [0, 1, 2].reduce((sum, axis) => sum + Math.abs((K[row * 4] * (R[row * 3 + axis] - along * R[6 + axis])) / camera[2]), 0);
      });
      if (Math.max(...rounding) > 0.9 * OFFSET_LIMIT) worst.coarsePixels++;
      else worst.offsetPixels = Math.max(worst.offsetPixels, ...offset);
      worst.offsetBeyondRounding = Math.max(worst.offsetBeyondRounding, offset[0] - rounding[0], offset[1] - rounding[1]);
      worst.depthBeyondRounding = Math.max(worst.depthBeyondRounding, (Math.abs(depth[pixel] * step - camera[2]) - step / 2) / camera[2]);
      worst.pixels++;
    }
  }
  worst.objects++;
  if (object.visibleFraction + object.truncation < 0.999) worst.occluded++;
}

/** The scene in camera axes as the record has it; what has no labels stands where it stood. */
function sceneOfRecord(content: Scene, record: SampleRecord): Scene {
  const { K, rotationWorldToCamera, translationWorldToCamera } = record.camera!;
  const worldToCamera: Pose = { rotation: rotationWorldToCamera as unknown as Matrix3, translation: translationWorldToCamera };
  const poses = new Map(record.objects.map((object) => [object.instanceId, { rotation: object.rotationObjectToCamera as unknown as Matrix3, translation: object.translationObjectToCamera as Vector3 }]));
  return {
    ...content,
    camera: { ...content.camera, K: K as unknown as Matrix3, rotationWorldToCamera: IDENTITY.rotation, translationWorldToCamera: IDENTITY.translation },
    instances: content.instances.map((instance) => ({ ...instance, objectToWorld: poses.get(instance.instanceId) ?? composePoses(worldToCamera, instance.objectToWorld) })),
  };
}
