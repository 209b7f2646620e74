/** Background `abstract`: flowing colours with soft or hard shapes before them. */
import type { Random } from "../../../core/random.js";
import { blur } from "../blur.js";
import { blend, drawCalmColor, mix, times, type Canvas } from "../canvas.js";
import { cloudNoise, smoothStep } from "../noise.js";
import type { Outlook } from "../outlook.js";

export function abstract(canvas: Canvas, _outlook: Outlook, stream: Random): void {
  const { width, height, color } = canvas;
  const side = Math.max(width, height);
  const [first, second, third] = [drawCalmColor(stream), drawCalmColor(stream), drawCalmColor(stream)];
  const flow = cloudNoise(stream, 2);
  const tint = cloudNoise(stream, 4);
  const rate = stream.uniform(1.5, 5) / side;
  const bend = stream.uniform(0, 2.5);
  const sharpness = stream.uniform(0.08, 0.4);
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at += 3) {
      const drift = bend * flow(column * rate, row * rate);
      const share = tint(column * rate + drift, row * rate + 31 + drift);
      const paint = mix(mix(first, second, smoothStep(0.5 - sharpness, 0.5 + sharpness, share)), third, smoothStep(0.62, 0.62 + sharpness, flow(column * rate * 1.7 + 9, row * rate * 1.7)));
      color.set(times(paint, 0.8 + 0.4 * share), at);
    }
  }
  for (let shape = stream.integer(9); shape > 0; shape--) paintShape(canvas, side, stream);
  if (stream.next() < 0.5) blur(color, width, height, 3, Math.round(stream.uniform(0.005, 0.025) * side));
}

function paintShape(canvas: Canvas, side: number, stream: Random): void {
  const x = stream.uniform(0, canvas.width);
  const y = stream.uniform(0, canvas.height);
  const halfWidth = stream.uniform(0.03, 0.2) * side;
  const halfHeight = halfWidth * stream.uniform(0.4, 2.5);
  const lean = stream.uniform(-0.8, 0.8);
  const paint = drawCalmColor(stream);
  const opacity = stream.uniform(0.3, 1);
  const isRound = stream.next() < 0.5;
  const reach = halfWidth + Math.abs(lean) * halfHeight;
  for (let row = Math.max(0, Math.ceil(y - halfHeight)); row < Math.min(canvas.height, y + halfHeight); row++) {
    const v = (row - y) / halfHeight;
    for (let column = Math.max(0, Math.ceil(x - reach)); column < Math.min(canvas.width, x + reach); column++) {
      const u = (column - x - lean * (row - y)) / halfWidth;
      if (isRound ? u * u + v * v <= 1 : Math.abs(u) <= 1) blend(canvas, row * canvas.width + column, paint, opacity);
    }
  }
}
