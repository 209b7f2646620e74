/** Records and pictures of boxes, made here without the renderer. */
import { encodeMask } from "../../src/codecs/rle.js";
import type { Image } from "../../src/core/image.js";
import { boxCorners } from "../../src/geometry/box.js";
import { intrinsics, projectPoints } from "../../src/geometry/camera.js";
import { poseFromViewpoint } from "../../src/geometry/viewpoint.js";
import type { Vector3 } from "../../src/geometry/vector.js";
import type { SampleRecord } from "../../src/sample/record.js";

const HASH = "0".repeat(64);

export interface BoxScene {
  index: number;
  azimuthRadians: number;
  elevationRadians: number;
  dimensions?: Vector3;
  size?: number;
  category?: string;
  frontKnown?: boolean;
  labelStatus?: SampleRecord["labelStatus"];
  distance?: number;
}

/** A flat-shaded box in front of a vertical gradient, drawn by casting one ray per pixel, and its record. */
export function boxScene(scene: BoxScene): { image: Image; record: SampleRecord } {
  const size = scene.size ?? 256;
  const dimensions = scene.dimensions ?? [0.4, 1, 0.35];
  const K = intrinsics(size, size, size * 1.1);
  const viewpoint = { azimuthRadians: scene.azimuthRadians, elevationRadians: scene.elevationRadians, inPlaneRadians: 0, distance: scene.distance ?? 2 };
  const pose = poseFromViewpoint(viewpoint);
  const corners = boxCorners({ center: [0, 0, 0], dimensions });
  const R = pose.rotation;
  const eye = [0, 1, 2].map((axis) => -(R[axis]! * pose.translation[0] + R[axis + 3]! * pose.translation[1] + R[axis + 6]! * pose.translation[2]));
  const mask = new Uint8Array(size * size);
  const data = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const ray = [(x + 0.5 - K[2]) / K[0], (y + 0.5 - K[5]) / K[4], 1] as const;
      const direction = [0, 1, 2].map((axis) => R[axis]! * ray[0] + R[axis + 3]! * ray[1] + R[axis + 6]! * ray[2]);
      let enter = 0, leave = Infinity, hitAxis = 0;
      for (let axis = 0; axis < 3; axis++) {
        const a = (-dimensions[axis]! / 2 - eye[axis]!) / direction[axis]!;
        const b = (dimensions[axis]! / 2 - eye[axis]!) / direction[axis]!;
        if (Math.min(a, b) > enter) [enter, hitAxis] = [Math.min(a, b), axis];
        leave = Math.min(leave, Math.max(a, b));
      }
      const at = y * size + x;
      if (enter < leave) mask[at] = 1;
      const shade = enter < leave ? [150, 120, 185][hitAxis]! : 60 + (120 * y) / size;
      data.set(enter < leave ? [shade, shade * 0.8, shade * 0.7] : [shade * 0.9, shade, shade * 1.15], at * 3);
    }
  }
  const id = String(scene.index).padStart(8, "0");
  const projected = projectPoints(corners, pose, K);
  const record: SampleRecord = {
    schemaVersion: 1, id, index: scene.index, scene: scene.index, view: 0, image: 0, group: null, arm: "bg3d",
    labelStatus: scene.labelStatus ?? "exact",
    photo: null,
    camera: { K: [...K], rotationWorldToCamera: [...R], translationWorldToCamera: [...pose.translation], width: size, height: size, distortion: null },
    environment: null,
    light: { areaRadiance: 0, environmentStrength: 1, exposure: 1, sun: null },
    clutter: null,
    ground: null, effects: [], planted: null, regions: null, prompt: null,
    generation: { generator: "render", model: null, hashes: {}, seed: 0, settings: {} },
    objects: [
      {
        instanceId: 1, category: scene.category ?? "car",
        categoryNames: { synset: null, pascal3d: null, objectnet3d: null, omni3d: null, imagenet: [], coco: null },
        shape: { id: "box", kind: "builtin", name: "box", licence: null, author: null, sha256: HASH, parameters: null },
        frontKnown: scene.frontKnown ?? true,
        rotationObjectToCamera: [...R], translationObjectToCamera: [...pose.translation], scale: 1,
        viewpoint: { ...viewpoint, azimuthRadians: (scene.frontKnown ?? true) ? scene.azimuthRadians : null, raw: null },
        box3d: { center: [0, 0, 0], dimensions: [...dimensions], corners: corners.map((corner) => [...corner]) },
        sizeMeters: null, boxVisibleXYXY: null, boxAmodalXYXY: null, boxProjectedXYXY: null, boxTruncatedXYXY: null,
        maskVisible: { ...encodeMask(mask, size, size), size: [size, size] },
        maskAmodal: { ...encodeMask(mask, size, size), size: [size, size], offset: [0, 0], clipped: false },
        visibleFraction: 1, truncation: 0, materials: null, articulation: null, coordinateCube: null,
        keypoints: corners.map((corner, index) => ({
          name: `corner-${index}`, position: [...corner], image: [projected[index]!.x, projected[index]!.y],
          visibility: index % 2 === 1 ? ("visible" as const) : ("occluded" as const),
        })),
        symmetry: { discrete: [], continuous: [] },
      },
    ],
    depth: null, passesValidInside: "image", files: { image: { name: `${id}.image.png`, sha256: HASH } }, stages: {},
  };
  return { image: { width: size, height: size, channels: 3, data }, record };
}
