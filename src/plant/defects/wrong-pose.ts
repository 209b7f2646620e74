/** The object turned about the vertical. The amount is the angle in degrees, to either side. */
import { withMain, type Defect } from "../defect.js";
import { turned } from "../turn.js";

const ANGLES_DEGREES = [10, 20, 45, 90, 180] as const;

/** See {@link Defect}. */
export const wrongPose: Defect = (claimed, { stream }) => {
  const degrees = stream.pick(ANGLES_DEGREES);
  const sign = stream.next() < 0.5 ? -1 : 1;
  return { amount: degrees, scene: withMain(claimed, { objectToWorld: turned(claimed.main.objectToWorld, sign * degrees) }) };
};
