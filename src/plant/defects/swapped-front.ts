/**
 * The failure that edges do not show: the outline is as claimed, and within it the object is seen from behind where it
 * should be seen from before, or the other way round. The amount is 180, degrees.
 */
import { isChanged } from "../change.js";
import { withMain, type Defect } from "../defect.js";
import { turned } from "../turn.js";
import { warpRows } from "../warp-rows.js";

/** See {@link Defect}. */
export const swappedFront: Defect = (claimed, { render }) => {
  const { main, scene, passes } = claimed;
  const fromBehind = withMain({ scene: { ...scene, instances: [main] }, main }, { objectToWorld: turned(main.objectToWorld, 180) });
  const turnedPasses = render(fromBehind);
  // What looks the same from both sides looks so when it is stretched, too, whatever that does to its surface.
  if (!isChanged(passes, turnedPasses, main.instanceId)) return null;
  const warped = warpRows(passes, turnedPasses, main.instanceId);
  return warped === null ? null : { amount: 180, scene, passes: warped };
};
