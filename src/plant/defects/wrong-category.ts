/** A shape of another category in the same pose, place and size. The amount is 1. */
import type { BoxXYXY } from "../../geometry/box.js";
import { withMain, type Defect } from "../defect.js";
import { imageBox } from "../image-box.js";
import { standing } from "../turn.js";

/** See {@link Defect}. */
export const wrongCategory: Defect = async (claimed, { otherCategory }) => {
  const other = await otherCategory();
  if (other === null) return null;
  const { main, scene } = claimed;
  const [before, after] = [imageBox(scene.camera, main), imageBox(scene.camera, { ...main, ...other })];
  if (before === null || after === null) return null;
  const scale = main.scale * (longerSide(before) / longerSide(after));
  return { amount: 1, scene: withMain(claimed, { ...other, scale, objectToWorld: standing(scene, { ...main, ...other, scale }) }) };
};

function longerSide([x0, y0, x1, y1]: BoxXYXY): number {
  return Math.max(x1 - x0, y1 - y0);
}
