/** The object in other colours and another light: what a painter makes of a shape. */
import type { Random } from "../../core/random.js";
import type { Vector3 } from "../../geometry/vector.js";
import { pow } from "../../core/math.js";
import type { Passes } from "../../sample/passes.js";
import { blend, drawColor, mix, times, type Canvas, type Rgb } from "./canvas.js";
import { planeNoise } from "./noise.js";

/** What a part is painted with. */
interface PartPaint {
  first: Rgb;
  second: Rgb;
  kind: "plain" | "stripes" | "patches";
  scale: number;
  axis: 0 | 1 | 2;
  /** How much of the render's own colour shows. */
  own: number;
  shine: number;
}

/**
 * Paints the object over the canvas.
 * @param isObject pixels that show an object to be painted
 * @param exposure factor on the render's linear colours
 */
export function paintObject(canvas: Canvas, passes: Passes, light: Vector3, exposure: number, stream: Random): void {
  const { alpha, instanceId, partId, normal, objectCoordinates, color } = passes;
  const paints = new Map<number, PartPaint>();
  const seed = stream.integer(1_000_000);
  const keeps = stream.next() < 0.35 ? stream.uniform(0.5, 1) : 0;
  const body: readonly [Rgb, Rgb] = [drawColor(stream), drawColor(stream)];
  const noise = planeNoise(stream);
  const stains = planeNoise(stream);
  const dirt = stream.uniform(0, 0.5);
  const ambient = stream.uniform(0.25, 0.5);
  const paintOf = (pixel: number): PartPaint => {
    const key = instanceId[pixel]! * 4096 + partId[pixel]!;
    let paint = paints.get(key);
    if (paint === undefined) paints.set(key, (paint = drawPaint(stream, body, keeps)));
    return paint;
  };
  for (let pixel = 0; pixel < alpha.length; pixel++) {
    if (alpha[pixel] === 0) continue;
    const at = pixel * 3;
    const own: Rgb = alpha[pixel]! > 0 ? times([color[at]!, color[at + 1]!, color[at + 2]!], exposure / alpha[pixel]!) : [0, 0, 0];
    if (instanceId[pixel] === 0) {
      blend(canvas, pixel, own, alpha[pixel]!);
      continue;
    }
    const { first, second, kind, scale, axis, own: share, shine } = paintOf(pixel);
    const place = (along: number): number => objectCoordinates[at + along]! * scale + (seed % 97);
    const pattern = kind === "plain" ? 0 : kind === "stripes" ? (place(axis) - Math.floor(place(axis)) < 0.5 ? 1 : 0) : noise(place(0) + place(2), place(1) + place(2)) > 0.55 ? 1 : 0;
    const facing = normal[at]! * light[0] + normal[at + 1]! * light[1] + normal[at + 2]! * light[2];
    const sky = 0.5 - 0.5 * normal[at + 1]!;
    const mirrored = Math.max(0, 2 * facing * -normal[at + 2]! + light[2]);
    const lit = ambient * (0.5 + 0.5 * sky) + (1 - ambient) * Math.max(0, facing) * 1.3;
    const stain = 1 - dirt * stains(place(0) * 2 + 31, place(2) * 2 + place(1));
    const painted = times(mix(first, second, pattern), lit * stain);
    const gloss = shine * pow(mirrored, 12);
    const shown = mix([painted[0] + gloss, painted[1] + gloss, painted[2] + gloss], own, share);
    blend(canvas, pixel, shown, alpha[pixel]!);
  }
}

function drawPaint(stream: Random, body: readonly [Rgb, Rgb], own: number): PartPaint {
  const chance = stream.next();
  return {
    first: stream.next() < 0.5 ? body[0] : drawColor(stream),
    second: stream.next() < 0.5 ? body[1] : drawColor(stream),
    kind: chance < 0.6 ? "plain" : chance < 0.75 ? "stripes" : "patches",
    scale: stream.uniform(4, 16),
    axis: stream.integer(3) as 0 | 1 | 2,
    own,
    shine: stream.next() < 0.4 ? stream.uniform(0.1, 0.6) : 0,
  };
}
