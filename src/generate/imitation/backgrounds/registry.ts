/** The backgrounds, one file each. */
import type { Random } from "../../../core/random.js";
import { blur } from "../blur.js";
import type { Canvas } from "../canvas.js";
import type { Outlook } from "../outlook.js";
import { abstract } from "./abstract.js";
import { outdoors } from "./outdoors.js";
import { room } from "./room.js";
import { studio } from "./studio.js";

const BACKGROUNDS = { outdoors, room, abstract, studio };
type BackgroundName = keyof typeof BACKGROUNDS;

/** How often each is taken. */
const CHOICES: readonly BackgroundName[] = ["outdoors", "outdoors", "outdoors", "room", "room", "room", "abstract", "studio", "studio"];

/** Paints over the whole canvas, in some pictures out of focus. @returns which background it is */
export function paintBackground(canvas: Canvas, outlook: Outlook, stream: Random): BackgroundName {
  const name = stream.pick(CHOICES);
  BACKGROUNDS[name](canvas, outlook, stream);
  if (stream.next() < 0.35) blur(canvas.color, canvas.width, canvas.height, 3, Math.round(stream.uniform(0.004, 0.016) * Math.max(canvas.width, canvas.height)));
  return name;
}
