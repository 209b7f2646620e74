/** Things around the object, behind it in the picture. */
import type { Random } from "../../../core/random.js";
import { darken, type Canvas } from "../canvas.js";
import type { Light } from "../light.js";
import type { Outlook } from "../outlook.js";
import type { PixelBox } from "../object/pixel-box.js";
import { castBodies, type Stand } from "./cast-bodies.js";
import { paintThing } from "./paint-thing.js";
import { drawThing } from "./thing.js";

/** Share of the things that stand close to the object. */
const NEAR_SHARE = 0.4;

/** Paints things that stand on the ground, the farther ones first. @param object null where none is seen */
export function paintSurroundings(canvas: Canvas, count: number, object: PixelBox | null, outlook: Outlook, light: Light, stream: Random): void {
  const stands = Array.from({ length: count }, () => drawStand(canvas, object, stream)).sort((a, b) => a.y - b.y);
  for (const stand of stands) {
    const bodies = drawThing(stream);
    paintFootShadow(canvas, stand, outlook, stream);
    const seen = castBodies(bodies, stand, outlook, canvas);
    if (seen !== null) paintThing(canvas, bodies, seen, light, stream);
  }
}

function drawStand({ width, height }: Canvas, object: PixelBox | null, stream: Random): Stand {
  const side = Math.max(width, height);
  const turnRadians = stream.uniform(0, 2 * Math.PI);
  const scale = stream.uniform(0.03, 0.14) * side;
  if (object === null || stream.next() >= NEAR_SHARE) return { x: stream.uniform(0, width), y: stream.uniform(0.3, 1.05) * height, scale, turnRadians };
  const beside = stream.next() < 0.5 ? object.x0 - scale * stream.uniform(-0.3, 1.2) : object.x1 + scale * stream.uniform(-0.3, 1.2);
  return { x: beside, y: object.y1 - (object.y1 - object.y0) * stream.uniform(-0.1, 0.5), scale, turnRadians };
}

/** A soft dark spot under a thing. */
function paintFootShadow(canvas: Canvas, { x, y, scale }: Stand, { up }: Outlook, stream: Random): void {
  const strength = stream.uniform(0.2, 0.65);
  const halfWidth = scale * 1.2;
  // The ground seen from above is as deep as wide; seen flat, it is a line.
  const halfHeight = Math.max(2, halfWidth * Math.abs(up[2]));
  for (let row = Math.max(0, Math.ceil(y - halfHeight)); row < Math.min(canvas.height, y + halfHeight); row++) {
    for (let column = Math.max(0, Math.ceil(x - halfWidth)); column < Math.min(canvas.width, x + halfWidth); column++) {
      const u = (column - x) / halfWidth;
      const v = (row - y) / halfHeight;
      const near = 1 - u * u - v * v;
      if (near > 0) darken(canvas, row * canvas.width + column, 1 - strength * near);
    }
  }
}
