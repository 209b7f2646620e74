/** Defect `shifted`: the object is elsewhere; the amount is the way as a share of its box's longer side. */
import { cos, sin } from "../../core/math.js";
import type { Defect } from "../defect.js";
import { boxOf, movePasses } from "../edit-passes.js";

export const shifted: Defect = ({ scene, passes }, { stream }) => {
  const box = boxOf(passes, scene.instances[0]!.instanceId);
  if (box === null) return null;
  const amount = stream.uniform(0.1, 0.3);
  const direction = stream.uniform(0, 2 * Math.PI);
  const way = amount * Math.max(box.x1 - box.x0, box.y1 - box.y0);
  return { scene, passes: movePasses(passes, (x, y) => [x - way * cos(direction), y - way * sin(direction)]), amount };
};
