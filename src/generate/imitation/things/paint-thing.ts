/** Paints what is seen of a thing. */
import type { Random } from "../../../core/random.js";
import type { Canvas } from "../canvas.js";
import { lightOn, type Light } from "../light.js";
import { volumeNoise } from "../noise.js";
import type { SeenThing } from "./cast-bodies.js";
import type { Body } from "./thing.js";

/** Over the canvas, in the picture's light, darker at the foot. */
export function paintThing({ width, color }: Canvas, bodies: readonly Body[], { x0, y0, width: across, height, body, normal, place }: SeenThing, light: Light, stream: Random): void {
  const noise = volumeNoise(stream);
  const rate = stream.uniform(2, 6);
  const dirt = stream.uniform(0, 0.4);
  const lit = new Float32Array(3);
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < across; column++, pixel++) {
      if (body[pixel] === 0) continue;
      const { pattern, first, second } = bodies[body[pixel] - 1];
      const at = pixel * 3;
      const spot = noise(place[at] * rate + 9, place[at + 1] * rate + 9, place[at + 2] * rate + 9);
      const isSecond = pattern === "bands" ? (Math.floor(place[at + 2] * rate) & 1) === 1 : pattern === "patches" && spot > 0.55;
      const open = 0.55 + 0.45 * Math.min(1, Math.max(0, place[at + 2] * 2));
      lightOn(light, normal[at], normal[at + 1], normal[at + 2], open, lit);
      const paint = isSecond ? second : first;
      const tone = 1 - dirt * spot;
      const target = ((row + y0) * width + column + x0) * 3;
      for (let channel = 0; channel < 3; channel++) color[target + channel] = paint[channel] * lit[channel] * tone;
    }
  }
}
