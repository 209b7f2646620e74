/** The object as a mirror shows it, about the vertical line through its box's centre. The amount is 1. */
import { add, multiply3, scale, transpose3, type Matrix3 } from "../../geometry/vector.js";
import { withMain, type Defect } from "../defect.js";
import { depthOf, imageBox } from "../image-box.js";
import { mirroredShape } from "../mirrored-shape.js";

const ACROSS: Matrix3 = [-1, 0, 0, 0, 1, 0, 0, 0, 1];

/** See {@link Defect}. Made in the scene, so that light and shadows are right. */
export const mirrored: Defect = (claimed) => {
  const { main, scene: { camera } } = claimed;
  const toCamera = camera.rotationWorldToCamera;
  const seen = multiply3(toCamera, main.objectToWorld.rotation);
  const rotation = multiply3(transpose3(toCamera), multiply3(multiply3(ACROSS, seen), ACROSS));
  const mirror = { shape: mirroredShape(main.shape), scale: main.scale, objectToWorld: { rotation, translation: main.objectToWorld.translation } };
  const [before, after] = [imageBox(camera, main), imageBox(camera, mirror)];
  if (before === null || after === null) return null;
  const aside = (before[0] + before[2] - after[0] - after[2]) / 2;
  const right = [toCamera[0], toCamera[1], toCamera[2]] as const;
  const translation = add(main.objectToWorld.translation, scale(right, (aside * depthOf(camera, main.objectToWorld.translation)) / camera.K[0]));
  return { amount: 1, scene: withMain(claimed, { ...mirror, objectToWorld: { rotation, translation } }) };
};
