/** Another shape of the same category in the same pose. The amount is 1. */
import { withMain, type Defect } from "../defect.js";
import { standing } from "../turn.js";

/** See {@link Defect}. */
export const wrongShape: Defect = async (claimed, { otherShape }) => {
  const other = await otherShape();
  if (other === null) return null;
  const { main, scene } = claimed;
  return { amount: 1, scene: withMain(claimed, { ...other, objectToWorld: standing(scene, { ...main, ...other }) }) };
};
