/** The shape's front is wrong: the same turn in all its images. The amount is the angle in degrees. */
import { withMain, type Defect } from "../defect.js";
import { turned } from "../turn.js";

/** See {@link Defect}. */
export const wrongFront: Defect = (claimed, { turnDegrees }) => {
  if (turnDegrees === null) return null;
  return { amount: turnDegrees, scene: withMain(claimed, { objectToWorld: turned(claimed.main.objectToWorld, turnDegrees) }) };
};
