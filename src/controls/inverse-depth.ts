/** Depth as depth ControlNets see it: they were trained on MiDaS' pictures of disparity, not of distance. */
import type { Image } from "../core/image.js";

/**
 * nearest / depth as a gray picture: the nearest point of the image 255, 0 where nothing is. No minimum is subtracted,
 * so that equal brightness means equal disparity whatever else is in the picture, and nothing fades into the background.
 * @param depth planar depth in world units, 0 or Infinity = nothing
 */
export function inverseDepthImage(depth: ArrayLike<number>, width: number, height: number): Image {
  let nearest = Infinity;
  for (let pixel = 0; pixel < width * height; pixel++) if (depth[pixel] > 0 && depth[pixel] < nearest) nearest = depth[pixel];
  const data = new Uint8Array(width * height);
  if (nearest === Infinity) return { width, height, channels: 1, data };
  for (let pixel = 0; pixel < data.length; pixel++) {
    if (!(depth[pixel] > 0) || depth[pixel] === Infinity) continue;
    // What is there never gets the background's value, however far away it is.
    data[pixel] = Math.max(1, Math.round((255 * nearest) / depth[pixel]));
  }
  return { width, height, channels: 1, data };
}
