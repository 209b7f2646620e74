/** Defect `wrong-category`: a shape of another category in the same place. The amount is 1. */
import type { Defect } from "../defect.js";
import { withMain } from "../turned.js";

export const wrongCategory: Defect = async ({ scene }, { other, render }) => {
  const found = await other(false);
  if (found === null) return null;
  const changed = withMain(scene, { ...scene.instances[0]!, shape: found.shape });
  return { scene: changed, passes: render(changed), amount: 1 };
};
