/**
 * Defect `swapped-front`: front and back are exchanged within the claimed outline, as painters do who follow edges. Each row
 * of the object seen from its other side is stretched to the claimed row. The amount is 180 degrees.
 */
import type { Passes } from "../../sample/passes.js";
import type { Defect } from "../defect.js";
import { boxOf, copyPixel, emptyPasses, type PixelBox } from "../edit-passes.js";
import { turnedScene } from "../turned.js";

export const swappedFront: Defect = ({ scene, passes }, { render }) => {
  const { instanceId } = scene.instances[0]!;
  const turned = render(turnedScene(scene, 180));
  const from = boxOf(turned, instanceId);
  const to = boxOf(passes, instanceId);
  return from === null || to === null ? null : { scene, passes: intoOutline(passes, to, turned, from, instanceId), amount: 180 };
};

function intoOutline(claimed: Passes, to: PixelBox, turned: Passes, from: PixelBox, id: number): Passes {
  const { width, height } = claimed;
  const result = emptyPasses(claimed);
  for (let row = 0; row < height; row++) {
    const target = spanOf(claimed, row, id);
    const sourceRow = Math.round(from.y0 + ((row - to.y0) * (from.y1 - from.y0)) / Math.max(1, to.y1 - to.y0));
    const source = row >= to.y0 && row <= to.y1 ? spanOf(turned, sourceRow, id) : null;
    for (let column = 0, pixel = row * width; column < width; column++, pixel++) {
      copyPixel(claimed, pixel, result, pixel);
      if (claimed.instanceId[pixel] !== id || target === null || source === null) continue;
      const x = Math.round(source[0] + ((column - target[0]) * (source[1] - source[0])) / Math.max(1, target[1] - target[0]));
      const found = nearestInRow(turned, sourceRow, x, id);
      copyPixel(turned, found, result, pixel);
      // The outline with its soft edge stays the claimed one.
      const alpha = claimed.alpha[pixel]!;
      for (let channel = 0; channel < 3; channel++) result.color[pixel * 3 + channel]! *= alpha / Math.max(1e-6, turned.alpha[found]!);
      result.alpha[pixel] = alpha;
      result.depth[pixel] = claimed.depth[pixel]!;
    }
  }
  return result;
}

function spanOf({ width, instanceId }: Passes, row: number, id: number): [number, number] | null {
  let first = -1;
  let last = -1;
  for (let column = 0; column < width; column++) {
    if (instanceId[row * width + column] !== id) continue;
    if (first < 0) first = column;
    last = column;
  }
  return first < 0 ? null : [first, last];
}

/** The pixel of the object next to a column; the row has one. */
function nearestInRow({ width, instanceId }: Passes, row: number, column: number, id: number): number {
  for (let distance = 0; distance < width; distance++) {
    for (const x of [column - distance, column + distance]) if (x >= 0 && x < width && instanceId[row * width + x] === id) return row * width + x;
  }
  return row * width + column;
}
