/** Defect `mirrored`: the object's picture is mirrored about the upright through the middle of its box. The amount is 1. */
import type { Defect } from "../defect.js";
import { boxOf, movePasses } from "../edit-passes.js";

export const mirrored: Defect = ({ scene, passes }) => {
  const box = boxOf(passes, scene.instances[0]!.instanceId);
  return box === null ? null : { scene, passes: movePasses(passes, (x, y) => [box.x0 + box.x1 - x, y], true), amount: 1 };
};
