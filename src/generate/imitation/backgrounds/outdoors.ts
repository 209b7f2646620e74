/** Background `outdoors`: sky with clouds, something along the horizon, and ground with stains, fields or paving. */
import type { Random } from "../../../core/random.js";
import { colorOfHue, drawCalmColor, mix, times, type Canvas, type Rgb } from "../canvas.js";
import { cloudNoise, planeNoise, smoothStep } from "../noise.js";
import type { Outlook } from "../outlook.js";
import { drawFloor } from "./floor.js";

export function outdoors(canvas: Canvas, { K, up, right, forward, cameraHeight }: Outlook, stream: Random): void {
  const { width, height, color } = canvas;
  const [zenith, rim] = drawSky(stream);
  const cloud = mix([0.85, 0.86, 0.9], drawCalmColor(stream, 0.6, 1), 0.3);
  const clouds = cloudNoise(stream, 4);
  const cover = stream.uniform(0.35, 0.75);
  const cloudSize = stream.uniform(1.5, 4);
  const hills = drawSkyline(rim, stream);
  const floor = drawFloor(stream);
  const fog = stream.uniform(0.01, 0.06);
  for (let row = 0, at = 0; row < height; row++) {
    const rayY = (row + 0.5 - K[5]) / K[4];
    for (let column = 0; column < width; column++, at += 3) {
      const rayX = (column + 0.5 - K[2]) / K[0];
      const rise = rayX * up[0] + rayY * up[1] + up[2];
      const ahead = rayX * forward[0] + rayY * forward[1] + forward[2];
      const aside = rayX * right[0] + rayY * right[1] + right[2];
      const level = Math.max(0.2, Math.sqrt(ahead * ahead + aside * aside));
      const slope = rise / level;
      let paint: Rgb;
      if (rise < -1e-3) {
        const distance = cameraHeight / -rise;
        paint = floor(aside * distance, ahead * distance, distance * distance / (cameraHeight * K[0]));
        paint = mix(paint, rim, Math.min(0.85, 1 - 1 / (1 + distance * fog)));
      } else {
        paint = mix(rim, zenith, smoothStep(0, 0.9, slope));
        const share = smoothStep(cover, cover + 0.25, clouds((aside / level) * cloudSize + 40, slope * cloudSize * 2.2));
        paint = mix(paint, cloud, share * 0.85);
      }
      const painted = hills(aside / level, slope);
      color.set(painted === null ? paint : painted, at);
    }
  }
}

function drawSky(stream: Random): readonly [Rgb, Rgb] {
  const kind = stream.integer(4);
  if (kind === 0) return [colorOfHue(stream.uniform(3.3, 3.8), stream.uniform(0.4, 0.8), stream.uniform(0.55, 0.9)), colorOfHue(3.4, stream.uniform(0.05, 0.3), stream.uniform(0.8, 1))];
  if (kind === 1) return [colorOfHue(stream.uniform(3.5, 5), stream.uniform(0.2, 0.6), stream.uniform(0.2, 0.6)), colorOfHue(stream.uniform(0.1, 0.9), stream.uniform(0.4, 0.8), stream.uniform(0.7, 1))];
  if (kind === 2) return [colorOfHue(3.5, stream.uniform(0, 0.15), stream.uniform(0.5, 0.8)), colorOfHue(3.5, stream.uniform(0, 0.1), stream.uniform(0.75, 0.95))];
  return [drawCalmColor(stream, 0.1, 0.9), drawCalmColor(stream, 0.4, 1)];
}

/** Hills, trees or houses; what is painted at a place along the horizon and a slope above it, or null. */
function drawSkyline(rim: Rgb, stream: Random): (along: number, slope: number) => Rgb | null {
  const kind = stream.integer(4);
  const shape = cloudNoise(stream, kind === 1 ? 4 : 2);
  const stains = planeNoise(stream);
  const near = mix(drawCalmColor(stream, 0.08, 0.6), rim, stream.uniform(0.1, 0.55));
  const most = stream.uniform(0.06, 0.3);
  const rate = kind === 1 ? stream.uniform(3, 7) : stream.uniform(1, 3);
  const blocks = stream.uniform(6, 14);
  return (along, slope) => {
    if (kind === 3 || slope < -0.004) return null;
    if (kind !== 2) {
      if (slope > most * shape(along * rate + 60, 3.3)) return null;
      return times(near, 0.7 + 0.6 * stains(along * 40 + 60, slope * 40));
    }
    const block = Math.floor(along * blocks);
    if (slope > most * stains(block * 1.7 + 90.37, 11.5) * 1.3) return null;
    const tone = 0.6 + 0.8 * stains(block * 2.3 + 90.1, 4.2);
    const isWindow = (along * blocks * 6 - Math.floor(along * blocks * 6)) > 0.45 && (slope * 70 - Math.floor(slope * 70)) > 0.5;
    return times(near, isWindow ? tone * 0.6 : tone);
  };
}
