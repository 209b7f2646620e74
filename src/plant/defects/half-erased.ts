/** One half of the object is not there: the left, right, upper or lower one. The amount is the share of its pixels. */
import { projectPoints, worldToCamera } from "../../geometry/camera.js";
import { composePoses } from "../../geometry/pose.js";
import { scale as scaled, type Vector3 } from "../../geometry/vector.js";
import type { Passes } from "../../sample/passes.js";
import type { Mesh } from "../../sample/shape.js";
import { withMain, withoutMain, type Claimed, type Defect } from "../defect.js";
import { copyOf, copyPixel } from "../pixels.js";

const SIDES = ["left", "right", "top", "bottom"] as const;

/** See {@link Defect}. */
export const halfErased: Defect = (claimed, { stream, render }) => {
  const { main, passes } = claimed;
  const side = stream.pick(SIDES);
  const isAcross = side === "left" || side === "right";
  const cut = middle(passes, main.instanceId, isAcross);
  if (cut === null) return null;
  const isGone = (x: number, y: number): boolean => ((isAcross ? x : y) < cut) === (side === "left" || side === "top");
  const halved = copyOf(passes);
  const behind = render(withoutMain(claimed));
  let [pixels, gone] = [0, 0];
  for (let y = 0, pixel = 0; y < passes.height; y++) {
    for (let x = 0; x < passes.width; x++, pixel++) {
      const isMain = passes.instanceId[pixel] === main.instanceId;
      if (isMain) pixels++;
      if (!isGone(x + 0.5, y + 0.5)) continue;
      if (isMain) gone++;
      copyPixel(behind, halved, pixel);
    }
  }
  return { amount: gone / pixels, scene: withMain(claimed, { shape: { ...main.shape, meshes: remaining(claimed, isGone) } }), passes: halved };
};

/** The column (or row) that halves an object's pixels; null where it is not seen. */
function middle({ width, height, instanceId: ids }: Passes, instanceId: number, isAcross: boolean): number | null {
  const counts = new Array<number>(isAcross ? width : height).fill(0);
  let pixels = 0;
  for (let pixel = 0; pixel < ids.length; pixel++) {
    if (ids[pixel] !== instanceId) continue;
    counts[isAcross ? pixel % width : Math.floor(pixel / width)]!++;
    pixels++;
  }
  let before = 0;
  for (let line = 0; line < counts.length; line++) {
    before += counts[line]!;
    if (before * 2 >= pixels) return pixels === 0 ? null : line + 1;
  }
  return null;
}

/** The triangles that stay, so that the shadow is that of the half. */
function remaining({ main, scene: { camera } }: Claimed, isGone: (x: number, y: number) => boolean): Mesh[] {
  const pose = composePoses(worldToCamera(camera), main.objectToWorld);
  return main.shape.meshes.map((mesh) => {
    const { indices, positions } = mesh;
    const point = (corner: number, axis: number): number => positions[indices[corner]! * 3 + axis]!;
    const kept: number[] = [];
    for (let at = 0; at + 2 < indices.length; at += 3) {
      const centre = [0, 1, 2].map((axis) => (point(at, axis) + point(at + 1, axis) + point(at + 2, axis)) / 3) as unknown as Vector3;
      const { x, y, depth } = projectPoints([scaled(centre, main.scale)], pose, camera.K, camera.distortion)[0]!;
      if (depth <= 0 || !isGone(x, y)) kept.push(indices[at]!, indices[at + 1]!, indices[at + 2]!);
    }
    return { ...mesh, indices: Uint32Array.from(kept) };
  });
}
