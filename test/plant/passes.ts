/** Passes drawn by hand: what is seen at a pixel is told by a letter, `.` = nothing. */
import { emptyPasses } from "../../src/plant/pixels.js";
import type { Passes } from "../../src/sample/passes.js";

/** A pixel of letter `a` shows instance 1, `b` 2 …; its part, depth and colour tell its column, so that each can be recognised. */
export function drawn(rows: readonly string[]): Passes {
  const [width, height] = [rows[0]!.length, rows.length];
  const passes = emptyPasses({ width, height });
  rows.forEach((letters, row) => {
    [...letters].forEach((letter, column) => {
      if (letter === ".") return;
      const pixel = row * width + column;
      passes.instanceId[pixel] = letter.charCodeAt(0) - 96;
      passes.partId[pixel] = column + 1;
      passes.alpha[pixel] = 1;
      passes.depth[pixel] = 1 + row;
      passes.normal.set([0, 0, -1], pixel * 3);
      passes.color.fill(column, pixel * 3, pixel * 3 + 3);
      passes.objectCoordinates.fill(row, pixel * 3, pixel * 3 + 3);
    });
  });
  return passes;
}
