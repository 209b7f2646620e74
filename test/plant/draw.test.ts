import { describe, expect, it } from "vitest";
import { drawPlant } from "../../src/plant/draw.js";
import { DEFECT_NAMES, plantOptions } from "../../src/plant/options.js";

const draws = (options: Parameters<typeof plantOptions.parse>[0], count: number, shapeOf = (index: number) => `shape-${index % 40}`) =>
  Array.from({ length: count }, (_, index) => drawPlant(plantOptions.parse(options), 5, index, shapeOf(index)));

describe("drawPlant", () => {
  it("reaches the share, with each kind as often as the others", () => {
    const found = draws({ share: 0.25 }, 4000).filter((draw) => draw !== null);
    expect(found.length / 4000).toBeGreaterThan(0.23);
    expect(found.length / 4000).toBeLessThan(0.27);
    for (const kind of DEFECT_NAMES) {
      const share = found.filter(({ kinds }) => kinds[0] === kind).length / found.length;
      expect(Math.abs(share - 1 / DEFECT_NAMES.length)).toBeLessThan(0.03);
    }
  });

  it("plants nothing, or everything", () => {
    expect(new Set(draws({ share: 0 }, 50))).toEqual(new Set([null]));
    expect(draws({ share: 1, kinds: ["erased"] }, 50).every((draw) => draw?.kinds[0] === "erased")).toBe(true);
  });

  it("a larger share keeps what a smaller one has planted", () => {
    const [few, many] = [draws({ share: 0.2 }, 200), draws({ share: 0.5 }, 200)];
    few.forEach((draw, index) => draw !== null && expect(many[index]).toEqual(draw));
  });

  it("turns all images of a share of the shapes by one angle each, and the others as usual", () => {
    const found = draws({ share: 0.5, shapes: { share: 0.4, turnDegrees: [90, 270] } }, 400);
    const turned = found.map((draw) => draw?.turnDegrees ?? null);
    const shapes = Array.from({ length: 40 }, (_, shape) => new Set(turned.filter((_degrees, index) => index % 40 === shape)));
    expect(shapes.every((angles) => angles.size === 1)).toBe(true);
    const wrong = shapes.flatMap((angles) => [...angles]).filter((degrees) => degrees !== null);
    expect(new Set(wrong)).toEqual(new Set([90, 270]));
    expect(wrong.length).toBeGreaterThan(8);
    expect(wrong.length).toBeLessThan(24);
    expect(found.filter((draw) => draw !== null && draw.turnDegrees === null).every((draw) => draw!.kinds.length === DEFECT_NAMES.length)).toBe(true);
  });
});
