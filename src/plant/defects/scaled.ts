/** The object smaller or larger than claimed, standing where it stands. The amount is the factor. */
import { withMain, type Defect } from "../defect.js";
import { standing } from "../turn.js";

/** See {@link Defect}. */
export const scaled: Defect = (claimed, { stream }) => {
  const amount = stream.next() < 0.5 ? stream.uniform(0.6, 0.85) : stream.uniform(1.2, 1.5);
  const scale = claimed.main.scale * amount;
  return { amount, scene: withMain(claimed, { scale, objectToWorld: standing(claimed.scene, { ...claimed.main, scale }) }) };
};
