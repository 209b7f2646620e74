/** Defect `wrong-pose`: the object is turned about its vertical axis; the amount is the angle in degrees. */
import type { Defect } from "../defect.js";
import { turnedScene } from "../turned.js";

const ANGLES = [10, 20, 45, 90, 180] as const;

export const wrongPose: Defect = ({ scene }, { stream, render }) => {
  const angle = stream.pick(ANGLES);
  const turned = turnedScene(scene, stream.next() < 0.5 ? angle : -angle);
  return { scene: turned, passes: render(turned), amount: angle };
};
