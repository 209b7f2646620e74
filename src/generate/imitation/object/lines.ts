/** Lines along the edges of the geometry, as a painter draws them who was shown these edges. */
import type { Random } from "../../../core/random.js";
import { OUTER_LINE, surfaceBorders } from "../../../controls/surface-borders.js";
import type { Camera } from "../../../geometry/camera.js";
import { lensPixels } from "../../../render/lens-samples.js";
import type { Passes } from "../../../sample/passes.js";
import { blur } from "../blur.js";
import { planeNoise } from "../noise.js";

/** @returns factor on the objects' colours per pixel: below 1 on dark lines, above it on bright ones; lines fade here and there */
export function lineTones(passes: Passes, camera: Camera, stream: Random): Float32Array {
  const { width, height } = passes;
  const marks = surfaceBorders(passes, camera.K, { silhouette: true, creaseDegrees: stream.uniform(20, 40), depthStep: 0.01, partBorder: true }, lensPixels(camera));
  const outer = stream.uniform(0, 0.35);
  const inner = stream.next() < 0.8 ? stream.uniform(0.15, 0.6) : -stream.uniform(0.1, 0.35);
  const fading = planeNoise(stream);
  const rate = 7 / Math.max(width, height);
  const depths = new Float32Array(width * height);
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      if (marks[pixel] !== 0) depths[pixel] = (marks[pixel] === OUTER_LINE ? outer : inner) * Math.min(1, 0.4 + fading(column * rate, row * rate));
    }
  }
  // Marks are a pixel wide with steps; lines are soft. Where one is straight, a third of the mean's pixels are marked.
  blur(depths, width, height, 1, 1, 1);
  return depths.map((depth) => Math.max(0.25, 1 - 2.4 * depth));
}
