/** Defect `second-instance`: another object of the category stands beside; the amount is its area relative to the object's. */
import type { Passes } from "../../sample/passes.js";
import type { Defect } from "../defect.js";
import { boxOf, copyPixel, movePasses } from "../edit-passes.js";
import { turnedScene, withMain } from "../turned.js";

/** Least area of the second one, relative to the object, for it to count. */
const LEAST_AREA = 0.15;

export const secondInstance: Defect = async ({ scene, passes }, { stream, other, render }) => {
  const main = scene.instances[0]!;
  const box = boxOf(passes, main.instanceId);
  const found = await other(true);
  if (box === null || found === null) return null;
  const turned = turnedScene(withMain(scene, { ...main, shape: found.shape }), stream.uniform(0, 360));
  const second = render({ ...turned, instances: turned.instances.slice(0, 1) });
  const its = boxOf(second, main.instanceId);
  if (its === null) return null;
  const size = stream.uniform(0.55, 1);
  const drop = stream.uniform(-0.15, 0.15) * (box.y1 - box.y0);
  const sides = stream.shuffle([-1, 1]);
  const area = countOf(passes, main.instanceId);
  for (const side of sides) {
    const halfWidth = ((its.x1 - its.x0) * size) / 2;
    const centerX = side < 0 ? box.x0 - halfWidth * 0.7 : box.x1 + halfWidth * 0.7;
    const centerY = (box.y0 + box.y1) / 2 + drop;
    const moved = movePasses(second, (x, y) => [(its.x0 + its.x1) / 2 + (x - centerX) / size, (its.y0 + its.y1) / 2 + (y - centerY) / size]);
    const { result, seen } = behind(passes, moved, nextId(scene));
    if (seen >= LEAST_AREA * area) return { scene, passes: result, amount: seen / area };
  }
  return null;
};

/** The first passes with the second ones where they show nothing. */
function behind(front: Passes, back: Passes, id: number): { result: Passes; seen: number } {
  const result = movePasses(front, (x, y) => [x, y]);
  let seen = 0;
  for (let pixel = 0; pixel < front.alpha.length; pixel++) {
    if (front.alpha[pixel]! > 0 || front.instanceId[pixel] !== 0 || back.instanceId[pixel] === 0) continue;
    copyPixel(back, pixel, result, pixel);
    result.instanceId[pixel] = id;
    seen++;
  }
  return { result, seen };
}

function nextId({ instances }: { instances: readonly { instanceId: number }[] }): number {
  return Math.max(...instances.map(({ instanceId }) => instanceId)) + 1;
}

function countOf({ instanceId }: Passes, id: number): number {
  let count = 0;
  for (const each of instanceId) if (each === id) count++;
  return count;
}
