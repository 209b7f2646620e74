/**
 * The failure that edges do not show: the outline is as claimed, and within it the object is seen from behind where it
 * should be seen from before, or the other way round. The amount is 180, degrees.
 */
import type { Passes } from "../../sample/passes.js";
import type { Scene } from "../../sample/scene.js";
import { isChanged } from "../change.js";
import { withMain, type Defect } from "../defect.js";
import { copyOf, copyPixel } from "../pixels.js";
import { turned } from "../turn.js";
import { warpRows } from "../warp-rows.js";

/** See {@link Defect}. */
export const swappedFront: Defect = ({ main, scene, passes }, { render }) => {
  const alone: Scene = { ...scene, instances: [main] };
  // What hides a part of the object must not bend the rest: the whole outline is filled, and what is visible of it shown.
  const whole = scene.instances.length === 1 ? passes : copyOf(render(alone));
  const fromBehind = render(withMain({ scene: alone, main }, { objectToWorld: turned(main.objectToWorld, 180) }));
  if (!isChanged(whole, fromBehind, main.instanceId)) return null;
  const swapped = warpRows(whole, fromBehind, main.instanceId);
  return swapped === null ? null : { amount: 180, scene, passes: whole === passes ? swapped : shownIn(passes, swapped, main.instanceId) };
};

/** Passes in which what is visible of an object is taken from others. */
function shownIn(passes: Passes, object: Passes, instanceId: number): Passes {
  const shown = copyOf(passes);
  for (let pixel = 0; pixel < passes.instanceId.length; pixel++) if (passes.instanceId[pixel] === instanceId) copyPixel(object, shown, pixel);
  return shown;
}
