import { describe, expect, it } from "vitest";
import type { Image } from "../../src/core/image.js";
import { objectEdges } from "../../src/controls/object-edges.js";
import type { CannySettings } from "../../src/controls/opencv-canny.js";

const settings: CannySettings = { low: 100, high: 200, aperture: 3, l2Gradient: false };
const SIZE = 64;

/** A disc of one colour on a transparent ground; `alpha` inside. */
function disc(color: readonly [number, number, number], alpha = 255): Image {
  const data = new Uint8Array(SIZE * SIZE * 4);
  forDisc((pixel, inside) => {
    if (inside) data.set([...color, alpha], pixel * 4);
  });
  return { width: SIZE, height: SIZE, channels: 4, data };
}

function forDisc(visit: (pixel: number, inside: boolean) => void): void {
  for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
    const x = (pixel % SIZE) - 30;
    const y = Math.trunc(pixel / SIZE) - 34;
    visit(pixel, x * x + y * y <= 400);
  }
}

/** Share of the disc's boundary pixels that have an edge in their 3 × 3 neighbourhood. */
function outlineRecall(edges: Uint8Array): number {
  const inside = new Uint8Array(SIZE * SIZE);
  forDisc((pixel, isInside) => (inside[pixel] = isInside ? 1 : 0));
  let boundary = 0;
  let found = 0;
  for (let pixel = 0; pixel < inside.length; pixel++) {
    if (inside[pixel] === 0 || [-1, 1, -SIZE, SIZE].every((step) => inside[pixel + step] === 1)) continue;
    boundary++;
    if ([-1, 0, 1].some((dy) => [-1, 0, 1].some((dx) => edges[pixel + dy * SIZE + dx] === 255))) found++;
  }
  return found / boundary;
}

describe("edges of an object", () => {
  for (const [name, color] of [["black", [0, 0, 0]], ["dark", [25, 20, 30]], ["mid gray", [128, 128, 128]], ["white", [255, 255, 255]]] as const) {
    it(`find the whole outline of a ${name} one as one closed thin line`, () => {
      const edges = objectEdges(disc(color), "object", settings);
      expect(outlineRecall(edges)).toBe(1);
      // a digital circle of radius 20 has 2·π·20·0.9 ≈ 113 pixels as an 8-connected line; twice as many would be a double line
      expect(edges.filter((value) => value === 255).length).toBeLessThan(150);
    });
  }

  it("in the paper's way lose the outline of a dark one, keep that of a bright one", () => {
    expect(outlineRecall(objectEdges(disc([25, 20, 30]), "original", settings))).toBe(0);
    expect(outlineRecall(objectEdges(disc([220, 200, 90]), "original", settings))).toBe(1);
  });

  it("keep the outline of a half-transparent one", () => {
    expect(outlineRecall(objectEdges(disc([70, 70, 70], 140), "object", settings))).toBe(1);
  });

  it("ignore colour hidden where nothing is", () => {
    const clean = disc([90, 60, 30]);
    const dirty = { ...clean, data: clean.data.slice() };
    for (let pixel = 0; pixel < dirty.data.length; pixel += 4) if (dirty.data[pixel + 3] === 0) dirty.data[pixel] = (pixel * 7) & 255;
    for (const source of ["object", "original"] as const) {
      expect(objectEdges(dirty, source, settings)).toEqual(objectEdges(clean, source, settings));
    }
  });

  it("show the creases of a dark object like those of a bright one", () => {
    const image = disc([60, 20, 20]);
    for (let y = 30; y < SIZE; y++) for (let x = 0; x < SIZE; x++) image.data[(y * SIZE + x) * 4] = 40;
    const crease = (edges: Uint8Array) => [28, 29, 30, 31].some((y) => edges.subarray(y * SIZE + 15, y * SIZE + 45).every((value) => value === 255));
    expect(crease(objectEdges(image, "object", settings))).toBe(true);
    expect(crease(objectEdges(image, "original", settings))).toBe(false);
  });

  it("show creases inside", () => {
    const image = disc([200, 60, 60]);
    for (let y = 30; y < SIZE; y++) for (let x = 0; x < SIZE; x++) image.data[(y * SIZE + x) * 4 + 1] = 140;
    const edges = objectEdges(image, "object", settings);
    const row = [28, 29, 30, 31].some((y) => edges.subarray(y * SIZE + 15, y * SIZE + 45).every((value) => value === 255));
    expect(row).toBe(true);
  });
});
