/** Equal parts of the sphere are equal on the map. */
import { expect, it } from "vitest";
import { sphereMapPlot } from "../../src/plots/sphere-map.js";
import { svgFile } from "../../src/plots/plot.js";

const even = (azimuthBins: number, sineBins: number, counts = new Array<number>(azimuthBins * sineBins).fill(1)) => sphereMapPlot("Map", { azimuthBins, sineBins, counts }, null);

/** Area inside a path of straight lines, by Gauss' formula. */
function area(path: string): number {
  const points = [...path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  return Math.abs(points.reduce((sum, [x, y], at) => sum + x * points[(at + 1) % points.length]![1] - y * points[(at + 1) % points.length]![0], 0)) / 2;
}

const binAreas = (plot: ReturnType<typeof even>): number[] => plot.shapes.filter((shape) => shape.startsWith("<path class=\"f0\"")).map((shape) => area(/ d="([^"]+)"/.exec(shape)![1]!));

it("all bins have the same area, and fill the ellipse together", () => {
  const areas = binAreas(even(24, 12));
  expect(areas).toHaveLength(288);
  const total = areas.reduce((sum, each) => sum + each, 0);
  expect(total / (Math.PI * 132 * 264)).toBeCloseTo(1, 2);
  for (const each of areas) expect(each / (total / 288)).toBeCloseTo(1, 1);
});

it("a bin at the edge of the map is on both sides of it", () => {
  const areas = binAreas(even(3, 1));
  expect(areas).toHaveLength(4);
  expect((areas[1]! + areas[2]!) / areas[0]!).toBeCloseTo(1, 1);
});

it("nothing seen is nothing drawn; a hole is named", () => {
  expect(binAreas(even(4, 2, [0, 0, 0, 0, 0, 0, 0, 0]))).toEqual([]);
  const plot = sphereMapPlot("Map", { azimuthBins: 4, sineBins: 2, counts: [1, 0, 0, 0, 0, 0, 0, 0] }, { radiusDegrees: 120.4, azimuthDegrees: 225, elevationDegrees: 10 });
  expect(svgFile(plot)).toContain("largest hole: 120°");
  expect(plot.description).toContain("1 of 8 equal parts");
});
