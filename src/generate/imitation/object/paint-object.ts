/** The objects in other colours and another light: what a painter makes of a shape. */
import type { Random } from "../../../core/random.js";
import type { Camera } from "../../../geometry/camera.js";
import type { Passes } from "../../../sample/passes.js";
import { luminance, type Canvas } from "../canvas.js";
import { highlight, lightOn, type Light } from "../light.js";
import { volumeNoise } from "../noise.js";
import type { Outlook } from "../outlook.js";
import { lineTones } from "./lines.js";
import { opennessOf } from "./openness.js";
import { drawKept, partKey, partLuminances } from "./own-colors.js";
import { paintbox, patternAt, type PartPaint } from "./part-paint.js";

/** A render's colour is its surface's times light of about this strength. */
const RENDER_LIGHT = 0.8;

export interface PaintedObject {
  passes: Passes;
  camera: Camera;
  /** Factor on the render's linear colours. */
  exposure: number;
  /** The true one: light falls on the objects as they stand. */
  outlook: Outlook;
  light: Light;
  keptColorsChance: number;
}

/** Paints all objects over the canvas, with the passes' soft outlines. */
export function paintObject(canvas: Canvas, { passes, camera, exposure, outlook, light, keptColorsChance }: PaintedObject, stream: Random): void {
  const { alpha, instanceId, normal, objectCoordinates, color } = passes;
  const kept = drawKept(keptColorsChance, stream);
  const draw = paintbox(stream);
  const noise = volumeNoise(stream);
  const dirt = stream.uniform(0, 0.45);
  const dirtRate = stream.uniform(4, 14);
  const open = opennessOf(passes, outlook, stream.uniform(0.8, 1.4));
  const lines = lineTones(passes, camera, stream);
  const luminances = partLuminances(passes, exposure);
  // Paints are drawn in the parts' order, not in that in which the picture shows them.
  const paints = new Map<number, PartPaint>([...luminances.keys()].sort((a, b) => a - b).map((key) => [key, draw()]));
  const lit = new Float32Array(3);
  for (let pixel = 0; pixel < alpha.length; pixel++) {
    const opacity = alpha[pixel];
    if (!(opacity > 0)) continue;
    const at = pixel * 3;
    const scale = exposure / opacity;
    // Where nothing solid is hit (thin glass, the soft rim of an outline), the surface is that of a neighbour.
    const source = instanceId[pixel] !== 0 ? pixel : solidNeighbour(passes, pixel);
    if (source < 0) {
      for (let channel = 0; channel < 3; channel++) canvas.color[at + channel] += color[at + channel] * exposure - canvas.color[at + channel] * opacity;
      continue;
    }
    const key = partKey(passes, source);
    const paint = paints.get(key);
    if (paint === undefined) continue;
    const s = source * 3;
    const x = objectCoordinates[s], y = objectCoordinates[s + 1], z = objectCoordinates[s + 2];
    const nx = normal[s], ny = normal[s + 1], nz = normal[s + 2];
    const share = patternAt(paint, x, y, z, noise);
    lightOn(light, nx, ny, nz, open[source], lit);
    const shine = paint.shine * (highlight(light, nx, ny, nz, paint.doublings) + 0.25 * rimGloss(nz)) * open[source];
    const own = luminance(color[at], color[at + 1], color[at + 2]) * scale;
    const relative = Math.min(2.5, (own + 0.01) / (luminances.get(key)! + 0.01));
    const tone = (1 + (Math.min(1.6, relative) - 1) * kept.tone) * (1 - dirt * noise(x * dirtRate + 21, y * dirtRate + 21, z * dirtRate + 21)) * lines[source];
    for (let channel = 0; channel < 3; channel++) {
      const fresh = (paint.first[channel] + (paint.second[channel] - paint.first[channel]) * share) * tone;
      const render = ((color[at + channel] * scale) / RENDER_LIGHT) * lines[source];
      const shown = (fresh + (render - fresh) * kept.color) * lit[channel] + shine * light.color[channel];
      canvas.color[at + channel] += (shown - canvas.color[at + channel]) * opacity;
    }
  }
}

/** Surfaces seen flat mirror more: 0 when they face the camera, 1 at the rim. */
function rimGloss(nz: number): number {
  const flat = 1 + Math.max(-1, nz);
  return flat * flat * flat;
}

function solidNeighbour({ width, height, instanceId }: Passes, pixel: number): number {
  const row = Math.floor(pixel / width);
  const column = pixel - row * width;
  if (column > 0 && instanceId[pixel - 1] !== 0) return pixel - 1;
  if (column + 1 < width && instanceId[pixel + 1] !== 0) return pixel + 1;
  if (row > 0 && instanceId[pixel - width] !== 0) return pixel - width;
  return row + 1 < height && instanceId[pixel + width] !== 0 ? pixel + width : -1;
}
