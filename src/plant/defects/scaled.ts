/** Defect `scaled`: the object is larger or smaller; the amount is the factor. */
import type { Defect } from "../defect.js";
import { boxOf, movePasses } from "../edit-passes.js";

export const scaled: Defect = ({ scene, passes }, { stream }) => {
  const box = boxOf(passes, scene.instances[0]!.instanceId);
  if (box === null) return null;
  const amount = stream.next() < 0.5 ? stream.uniform(0.6, 0.85) : stream.uniform(1.2, 1.5);
  const centerX = (box.x0 + box.x1) / 2;
  const centerY = (box.y0 + box.y1) / 2;
  return { scene, passes: movePasses(passes, (x, y) => [centerX + (x - centerX) / amount, centerY + (y - centerY) / amount]), amount };
};
