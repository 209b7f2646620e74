import fc from "fast-check";
import { expect, test } from "vitest";
import { wholeWindow } from "../../../src/verify/kcf/crops.js";
import { storedSide } from "../../../src/verify/kcf/picture-batch.js";
import { pictureInWindow } from "../../../src/verify/window.js";

test("a whole picture of any shape fills what the network reads, in its middle; grey is around it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 24, max: 300 }), fc.integer({ min: 24, max: 300 }), fc.constantFrom({ size: 16, border: 1 }, { size: 32, border: 0 }, { size: 64, border: 4 }), (width, height, layout) => {
      const window = wholeWindow({ width, height }, layout);
      const { data } = pictureInWindow({ width, height, channels: 3, data: new Uint8Array(width * height * 3).fill(255) }, window);
      const side = storedSide(layout);
      expect([window.columns, window.rows, data.length]).toEqual([side, side, side * side * 3]);
      const area = data.reduce((sum, value) => sum + (value - 128) / 127, 0) / 3;
      const scale = layout.size / Math.max(width, height);
      // Windows have whole pixels: of small pictures that is a large share.
      expect(Math.abs(area / (width * height * scale * scale) - 1)).toBeLessThan(4 / Math.max(width, height) + 0.02);
      const middle = (Math.floor(side / 2) * side + Math.floor(side / 2)) * 3;
      expect(data[middle]).toBeGreaterThan(128);
      expect(Math.abs(window.left + window.width / 2 - width / 2)).toBeLessThanOrEqual(1);
      expect(Math.abs(window.top + window.height / 2 - height / 2)).toBeLessThanOrEqual(1);
    }),
  );
});
