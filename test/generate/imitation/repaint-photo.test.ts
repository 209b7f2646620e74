import { expect, it } from "vitest";
import { repaintPhoto } from "../../../src/generate/imitation/repaint-photo.js";

it("shows the photograph's bright and dark places, in other colours", () => {
  const side = 40;
  // Left half dark, right half bright; gray, RGB and RGBA alike.
  for (const channels of [1, 3, 4] as const) {
    const data = Uint8Array.from({ length: side * side * channels }, (_, at) => (Math.floor(at / channels) % side < side / 2 ? 30 : 220));
    const painted = repaintPhoto({ width: side, height: side, channels, data }, [2, 4], 9);
    expect([painted.channels, painted.data.length]).toEqual([3, side * side * 3]);
    const sums = [0, 0];
    painted.data.forEach((value, at) => (sums[Math.floor(at / 3) % side < side / 2 ? 0 : 1]! += value));
    expect(sums[1]! / sums[0]!).toBeGreaterThan(1.8);
    expect(repaintPhoto({ width: side, height: side, channels, data }, [2, 4], 10).data).not.toEqual(painted.data);
  }
});
