/** Defect `wrong-shape`: another shape of the same category in the same pose. The amount is 1. */
import type { Defect } from "../defect.js";
import { withMain } from "../turned.js";

export const wrongShape: Defect = async ({ scene }, { other, render }) => {
  const main = scene.instances[0]!;
  const found = await other(true);
  if (found === null || found.shape === main.shape) return null;
  const changed = withMain(scene, { ...main, shape: found.shape });
  return { scene: changed, passes: render(changed), amount: 1 };
};
