/** The object elsewhere in the picture. The amount is the way as a share of its box's size. */
import { sinCosTurn } from "../../core/math.js";
import { add, scale, type Vector3 } from "../../geometry/vector.js";
import { withMain, type Defect } from "../defect.js";
import { depthOf, imageBox } from "../image-box.js";

/** See {@link Defect}. */
export const shifted: Defect = (claimed, { stream }) => {
  const { main, scene } = claimed;
  const { camera, groundHeight } = scene;
  const amount = stream.uniform(0.1, 0.3);
  const { sin, cos } = sinCosTurn(stream.next());
  const box = imageBox(camera, main);
  if (box === null) return null;
  const from = main.objectToWorld.translation;
  const depth = depthOf(camera, from);
  const [r0, r1, r2, d0, d1, d2] = camera.rotationWorldToCamera;
  const right: Vector3 = scale([r0, r1, r2], (amount * cos * (box[2] - box[0]) * depth) / camera.K[0]);
  const down: Vector3 = scale([d0, d1, d2], (amount * sin * (box[3] - box[1]) * depth) / camera.K[4]);
  const way = add(right, down);
  const moved = withMain(claimed, { objectToWorld: { ...main.objectToWorld, translation: add(from, way) } });
  // The object keeps standing on its ground, and its shadow with it, where nothing else does.
  const movesGround = groundHeight !== null && scene.instances.length === 1;
  return { amount, scene: movesGround ? { ...moved, groundHeight: groundHeight + way[2] } : moved };
};
