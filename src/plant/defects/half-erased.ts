/** Defect `half-erased`: a part of the object is not there; the amount is its share of the object's box along one side. */
import type { Defect } from "../defect.js";
import { boxOf, keepPasses } from "../edit-passes.js";

export const halfErased: Defect = ({ scene, passes }, { stream }) => {
  const { instanceId } = scene.instances[0]!;
  const box = boxOf(passes, instanceId);
  if (box === null) return null;
  const share = stream.uniform(0.4, 0.65);
  const side = stream.pick(["left", "right", "top", "bottom"] as const);
  const isGone = (x: number, y: number): boolean => {
    const along = side === "left" || side === "right" ? (x - box.x0) / Math.max(1, box.x1 - box.x0) : (y - box.y0) / Math.max(1, box.y1 - box.y0);
    return side === "left" || side === "top" ? along < share : along > 1 - share;
  };
  const kept = keepPasses(passes, (x, y) => passes.instanceId[y * passes.width + x] !== instanceId || !isGone(x, y));
  return { scene, passes: kept, amount: share };
};
