/** Passes moved, mirrored, cut and put together, all in step. */
import type { Passes } from "../sample/passes.js";

/** A rectangle of pixels, the last ones included. */
export interface PixelBox {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Passes of the same size that show nothing. */
export function emptyPasses({ width, height }: Pick<Passes, "width" | "height">): Passes {
  const pixels = width * height;
  return {
    width,
    height,
    color: new Float32Array(pixels * 3),
    alpha: new Float32Array(pixels),
    depth: new Float32Array(pixels),
    normal: new Float32Array(pixels * 3),
    instanceId: new Uint16Array(pixels),
    partId: new Uint16Array(pixels),
    objectCoordinates: new Float32Array(pixels * 3),
  };
}

/** Copies one pixel. @param mirrors turns the normal's x round */
export function copyPixel(from: Passes, source: number, to: Passes, target: number, mirrors = false): void {
  to.alpha[target] = from.alpha[source]!;
  to.depth[target] = from.depth[source]!;
  to.instanceId[target] = from.instanceId[source]!;
  to.partId[target] = from.partId[source]!;
  for (let axis = 0; axis < 3; axis++) {
    to.color[target * 3 + axis] = from.color[source * 3 + axis]!;
    to.normal[target * 3 + axis] = from.normal[source * 3 + axis]! * (mirrors && axis === 0 ? -1 : 1);
    to.objectCoordinates[target * 3 + axis] = from.objectCoordinates[source * 3 + axis]!;
  }
}

/**
 * Takes every pixel from another place.
 * @param from the place in the given passes that a pixel shows, in pixels with centres at whole numbers
 */
export function movePasses(passes: Passes, from: (x: number, y: number) => readonly [number, number], mirrors = false): Passes {
  const { width, height } = passes;
  const moved = emptyPasses(passes);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = from(column, row);
      const u = Math.round(x);
      const v = Math.round(y);
      if (u >= 0 && v >= 0 && u < width && v < height) copyPixel(passes, v * width + u, moved, row * width + column, mirrors);
    }
  }
  return moved;
}

/** Passes of which only some pixels are left. */
export function keepPasses(passes: Passes, isKept: (x: number, y: number) => boolean): Passes {
  const { width, height } = passes;
  const kept = emptyPasses(passes);
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) if (isKept(column, row)) copyPixel(passes, pixel, kept, pixel);
  }
  return kept;
}

/** What is seen of an object; null where nothing is. */
export function boxOf({ width, height, instanceId }: Passes, id: number): PixelBox | null {
  const box = { x0: width, y0: height, x1: -1, y1: -1 };
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      if (instanceId[pixel] !== id) continue;
      if (column < box.x0) box.x0 = column;
      if (column > box.x1) box.x1 = column;
      if (row < box.y0) box.y0 = row;
      if (row > box.y1) box.y1 = row;
    }
  }
  return box.x1 < 0 ? null : box;
}

/** A surface that is turned by less looks the same: cosine of about 6 degrees. */
const SAME_NORMAL = 0.9945;

/** Share of the pixels that either shows at which they show another thing or a surface turned by more than 6 degrees. */
export function differenceOfPasses(a: Passes, b: Passes): number {
  let all = 0;
  let differ = 0;
  for (let pixel = 0; pixel < a.instanceId.length; pixel++) {
    if (a.instanceId[pixel] === 0 && b.instanceId[pixel] === 0) continue;
    all++;
    const at = pixel * 3;
    const cosine = a.normal[at]! * b.normal[at]! + a.normal[at + 1]! * b.normal[at + 1]! + a.normal[at + 2]! * b.normal[at + 2]!;
    if (a.instanceId[pixel] !== b.instanceId[pixel] || cosine < SAME_NORMAL) differ++;
  }
  return all === 0 ? 0 : differ / all;
}
