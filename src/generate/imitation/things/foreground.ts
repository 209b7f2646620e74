/** Something before the object that hides a part of it. */
import type { Random } from "../../../core/random.js";
import type { Passes } from "../../../sample/passes.js";
import type { Canvas } from "../canvas.js";
import type { Light } from "../light.js";
import type { PixelBox } from "../object/pixel-box.js";
import type { Outlook } from "../outlook.js";
import { castBodies, type SeenThing, type Stand } from "./cast-bodies.js";
import { paintThing } from "./paint-thing.js";
import { drawThing, type Body } from "./thing.js";

const TRIES = 12;

/**
 * Puts one thing before the object so that it hides a share of it within a range; nothing where no place was found.
 * @returns the share that is hidden
 */
export function hidePart(canvas: Canvas, passes: Passes, { id, box }: { id: number; box: PixelBox }, share: readonly [number, number], outlook: Outlook, light: Light, stream: Random): number {
  const area = countHidden(passes, id, null);
  const wanted = stream.uniform(share[0], share[1]);
  let best: { bodies: Body[]; seen: SeenThing; hidden: number } | null = null;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const bodies = drawThing(stream);
    const seen = castBodies(bodies, drawStand(box, stream), outlook, canvas);
    if (seen === null) continue;
    const hidden = countHidden(passes, id, seen) / area;
    if (hidden < share[0] || hidden > share[1] || hidden === 0) continue;
    if (best === null || Math.abs(hidden - wanted) < Math.abs(best.hidden - wanted)) best = { bodies, seen, hidden };
  }
  if (best === null) return 0;
  paintThing(canvas, best.bodies, best.seen, light, stream);
  return best.hidden;
}

function drawStand({ x0, y0, x1, y1 }: PixelBox, stream: Random): Stand {
  const side = Math.max(x1 - x0, y1 - y0);
  const scale = Math.max(2, side * stream.uniform(0.08, 0.3));
  const [across, down] = [x1 - x0, y1 - y0];
  return { x: x0 + across * stream.uniform(-0.15, 1.15), y: y0 + down * stream.uniform(0.4, 1) + scale * stream.uniform(0.2, 1.5), scale, turnRadians: stream.uniform(0, 2 * Math.PI) };
}

/** How many of an object's pixels a thing covers. @param seen null: all of them */
function countHidden({ width, instanceId }: Passes, id: number, seen: SeenThing | null): number {
  let count = 0;
  if (seen === null) {
    for (const each of instanceId) if (each === id) count++;
    return count;
  }
  for (let row = 0, pixel = 0; row < seen.height; row++) {
    for (let column = 0; column < seen.width; column++, pixel++) {
      if (seen.body[pixel] !== 0 && instanceId[(row + seen.y0) * width + column + seen.x0] === id) count++;
    }
  }
  return count;
}
