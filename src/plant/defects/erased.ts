/** Defect `erased`: the object is not there. The amount is 1. */
import type { Defect } from "../defect.js";

export const erased: Defect = ({ scene }, { render }) => {
  const without = { ...scene, instances: scene.instances.slice(1) };
  return { scene: without, passes: render(without), amount: 1 };
};
