/**
 * Another object of the same category beside the one that is claimed, as painters like to add it: as large in the world,
 * otherwise turned, perhaps cut off by the picture's border or hidden a little by the claimed one, which stays as it is.
 * The amount is its visible area relative to the claimed object's.
 */
import { clipBox, type BoxXYXY } from "../../geometry/box.js";
import { add, scale, type Vector3 } from "../../geometry/vector.js";
import type { Camera } from "../../geometry/camera.js";
import type { Instance, Scene } from "../../sample/scene.js";
import type { Claimed, Defect } from "../defect.js";
import { depthOf, imageBox } from "../image-box.js";
import { areaOf, outlineBox } from "../outline-box.js";
import { standing, turned } from "../turn.js";

/** How much farther from the camera than the main object it stands, in sizes of that one. The nearest place that shows enough is taken. */
const FARTHER = [0, 0.35, 0.8, 1.4, 2.2, 3.2] as const;
/** Distance from the claimed object's outline, in widths of the second one; negative: hidden by it that far. */
const GAPS = [0.04, -0.2, -0.4] as const;
/** Of its box: what is within the picture and not behind the claimed object's box. */
const LEAST_BOX_SHOWN = 0.45;
/** Relative to the claimed object's area. */
const LEAST_AREA = 0.2;
const MOST_HIDDEN = 0.01;
const APPROXIMATIONS = 3;

/** See {@link Defect}. */
export const secondInstance: Defect = async (claimed, { stream, otherShape, render }) => {
  const { main, scene, passes } = claimed;
  const size = main.scale * stream.uniform(0.8, 1.1);
  const yawDegrees = stream.uniform(0, 360);
  const firstSide = stream.next() < 0.5 ? -1 : 1;
  const outline = outlineBox(passes, main.instanceId);
  if (outline === null) return null;
  const other = (await otherShape()) ?? main;
  const instanceId = 1 + Math.max(...scene.instances.map((instance) => instance.instanceId));
  const second: Instance = { ...main, ...other, instanceId, scale: size, objectToWorld: turned(main.objectToWorld, yawDegrees) };
  const area = areaOf(passes, main.instanceId);
  for (const farther of FARTHER) {
    for (const gap of GAPS) {
      for (const side of [firstSide, -firstSide]) {
        const placed = beside(claimed, outline, second, { side, gap, farther: farther * main.scale });
        if (placed === null) continue;
        const altered: Scene = { ...scene, instances: [...scene.instances, placed] };
        const shown = render(altered);
        const seen = areaOf(shown, instanceId);
        const hidden = area - areaOf(shown, main.instanceId);
        if (seen >= LEAST_AREA * area && hidden <= MOST_HIDDEN * area) return { amount: seen / area, scene: altered, passes: shown };
      }
    }
  }
  return null;
};

/** The instance moved to one side of the main object in the picture; null where too little of it would be seen. */
function beside({ main, scene }: Claimed, outline: BoxXYXY, instance: Instance, { side, gap, farther }: { side: number; gap: number; farther: number }): Instance | null {
  const { camera } = scene;
  const right = horizontal(camera.rotationWorldToCamera[0], camera.rotationWorldToCamera[1]);
  const forward = horizontal(camera.rotationWorldToCamera[6], camera.rotationWorldToCamera[7]);
  if (right === null || forward === null) return null;
  const pixelsAside = camera.rotationWorldToCamera[0] * right[0] + camera.rotationWorldToCamera[1] * right[1];
  let aside = 0;
  for (let step = 0; ; step++) {
    const translation = add(main.objectToWorld.translation, add(scale(right, aside), scale(forward, farther)));
    const moved = { ...instance, objectToWorld: { rotation: instance.objectToWorld.rotation, translation } };
    const placed: Instance = { ...moved, objectToWorld: standing(scene, moved) };
    const box = imageBox(camera, placed);
    if (box === null) return null;
    if (step === APPROXIMATIONS) return isShown(box, outline, camera) ? placed : null;
    const distance = gap * (box[2] - box[0]);
    const missing = side > 0 ? outline[2] + distance - box[0] : outline[0] - distance - box[2];
    aside += (missing * depthOf(camera, placed.objectToWorld.translation)) / (camera.K[0] * pixelsAside);
  }
}

/** A unit vector in the ground plane; null where the direction is all but vertical. */
function horizontal(x: number, y: number): Vector3 | null {
  const length = Math.sqrt(x * x + y * y);
  return length < 0.1 ? null : [x / length, y / length, 0];
}

/** Whether enough of a box would be seen, for a rendering to be worth its time. */
function isShown(box: BoxXYXY, outline: BoxXYXY, { width, height }: Camera): boolean {
  const inside = clipBox(box, width, height);
  if (inside === null) return false;
  const overlapX = Math.max(0, Math.min(inside[2], outline[2]) - Math.max(inside[0], outline[0]));
  const overlapY = Math.max(0, Math.min(inside[3], outline[3]) - Math.max(inside[1], outline[1]));
  const seen = areaOfBox(inside) - overlapX * overlapY;
  return seen >= LEAST_BOX_SHOWN * areaOfBox(box) && seen >= LEAST_AREA * areaOfBox(outline);
}

function areaOfBox([x0, y0, x1, y1]: BoxXYXY): number {
  return (x1 - x0) * (y1 - y0);
}
