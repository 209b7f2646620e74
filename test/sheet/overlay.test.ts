import { describe, expect, it } from "vitest";
import { decodeMask } from "../../src/codecs/rle.js";
import { drawOverlay } from "../../src/sheet/overlay.js";
import { chooseSamples } from "../../src/sheet/choose-samples.js";
import { contactSheet } from "../../src/sheet/contact-sheet.js";
import { FRONT_FACE, ObjectView } from "../../src/sheet/object-view.js";
import { boxScene } from "./synthetic.js";

const nothing = { box: false, axes: false, mask: false, keypoints: false };
const scene = boxScene({ index: 3, azimuthRadians: 0.6, elevationRadians: 0.4 });

function changedPixels(options: Parameters<typeof drawOverlay>[2], { image, record } = scene): Set<number> {
  const drawn = drawOverlay(image, record, { ...nothing, ...options });
  const changed = new Set<number>();
  for (let at = 0; at < image.width * image.height; at++) {
    if ([0, 1, 2].some((channel) => drawn.data[at * 3 + channel] !== image.data[at * 3 + channel])) changed.add(at);
  }
  return changed;
}

describe("overlay", () => {
  it("nothing asked for leaves the picture as it is", () => {
    expect(changedPixels({}).size).toBe(0);
  });

  it("the box encloses the object that rays have drawn: its outline lies on the mask's edge", () => {
    const mask = decodeMask(scene.record.objects[0]!.maskVisible);
    const width = scene.image.width;
    const box = changedPixels({ box: true });
    for (let y = 1; y < scene.image.height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const at = y * width + x;
        const onEdge = mask[at] === 1 && [at - 1, at + 1, at - width, at + width].some((near) => mask[near] === 0);
        if (onEdge) expect(box.has(at)).toBe(true);
      }
    }
  });

  it("what is marked in an image without pose is drawn: boxes by their edges, masks, points", () => {
    const { image, record } = scene;
    const { width, height } = image;
    const region = { id: 1, category: "car", categoryNames: record.objects[0]!.categoryNames, boxXYXY: [40, 30, 90, 70] as [number, number, number, number], mask: null, areaPixels: null, isCrowd: false, keypoints: [{ name: "a", image: [60, 50] as [number, number], visibility: "visible" as const }, { name: "b", image: null, visibility: "outside" as const }] };
    const marked = { image, record: { ...record, labelStatus: "none" as const, camera: null, objects: [], regions: { width, height, objects: [region] } } };
    const near = (pixels: Set<number>, x: number, y: number): boolean => pixels.has(y * width + x);
    const box = changedPixels({ box: true, axes: true }, marked);
    for (const [x, y] of [[40, 50], [90, 50], [65, 30], [65, 70]] as const) expect(near(box, x, y)).toBe(true);
    for (const [x, y] of [[60, 50], [65, 40], [30, 50], [100, 50]] as const) expect(near(box, x, y)).toBe(false);
    const points = changedPixels({ keypoints: true }, marked);
    expect(near(points, 60, 50)).toBe(true);
    expect(points.size).toBeLessThan(200);
    expect(changedPixels({ mask: true }, { ...marked, record: { ...marked.record, regions: { width, height, objects: [{ ...region, mask: record.objects[0]!.maskVisible }] } } })).toEqual(changedPixels({ mask: true }));
  });

  it("the mask's outline is inside the mask, at its edge only", () => {
    const mask = decodeMask(scene.record.objects[0]!.maskVisible);
    const outline = changedPixels({ mask: true });
    expect(outline.size).toBeGreaterThan(100);
    for (const at of outline) {
      expect(mask[at]).toBe(1);
      expect([1, -1, 256, -256].some((step) => mask[at + step] === 0)).toBe(true);
    }
  });

  it("the front is a visible side exactly where the camera stands before it", () => {
    for (let step = 0; step < 12; step++) {
      const azimuthRadians = (step * Math.PI) / 6 + 0.01;
      const { record } = boxScene({ index: 0, azimuthRadians, elevationRadians: 0.2, size: 8 });
      const object = record.objects[0]!;
      const faces = new ObjectView(record, object, 8, 8).facesVisible(object.box3d);
      expect(faces[FRONT_FACE]).toBe(2 * Math.cos(0.2) * Math.cos(azimuthRadians) > object.box3d.dimensions[1] / 2);
    }
  });

  it("points behind the camera are cut off, not mirrored", () => {
    const { record } = boxScene({ index: 0, azimuthRadians: 0, elevationRadians: 0, distance: 0.3, size: 64 });
    const view = new ObjectView(record, record.objects[0]!, 64, 64);
    expect(view.point([0, -0.5, 0])).toBeNull();
    expect(view.segment([0, -0.5, 0], [0, -0.4, 0])).toBeNull();
    expect(view.segment([0.1, -0.5, 0], [0.1, 0.5, 0])![1]).toEqual(view.point([0.1, 0.5, 0]));
  });

  it("an image without labels gets none drawn", () => {
    const unlabelled = boxScene({ index: 0, azimuthRadians: 1, elevationRadians: 0, labelStatus: "none" });
    expect(changedPixels({ box: true, axes: true, mask: true, keypoints: true }, unlabelled).size).toBe(0);
  });

  it("an unknown front is not marked", () => {
    const known = boxScene({ index: 0, azimuthRadians: 1, elevationRadians: 0.2 });
    const unknown = boxScene({ index: 0, azimuthRadians: 1, elevationRadians: 0.2, frontKnown: false });
    expect(changedPixels({ axes: true }, unknown).size).toBeLessThan(changedPixels({ axes: true }, known).size);
  });
});

describe("contact sheet", () => {
  it("has a place for every picture, also of different sizes, and is the same every time", () => {
    const samples = [0, 1, 2, 3, 4].map((index) => boxScene({ index, azimuthRadians: index, elevationRadians: 0.3, size: 32 + 16 * index }));
    const sheet = contactSheet(samples, { title: "five", tileWidth: 64, columns: 3 });
    expect(sheet.width).toBe(2 * 24 + 3 * 64 + 2 * 12);
    expect(sheet.data.length).toBe(sheet.width * sheet.height * 3);
    expect(Buffer.compare(sheet.data, contactSheet(samples, { title: "five", tileWidth: 64, columns: 3 }).data)).toBe(0);
  });

  it("shows every category equally often, as far as it can, and spreads over the run", () => {
    const candidates = Array.from({ length: 100 }, (_, index) => ({ index, category: index < 90 ? "car" : index < 98 ? "bus" : "boat" }));
    const chosen = chooseSamples(candidates, 12);
    const count = (from: number, to: number): number => chosen.filter((index) => index >= from && index < to).length;
    expect([count(0, 90), count(90, 98), count(98, 100)]).toEqual([5, 5, 2]);
    expect(chosen.slice(0, 5)).toEqual([9, 27, 45, 63, 81]);
    expect(chooseSamples(candidates, 12, 7)).not.toEqual(chosen);
    expect(new Set(chooseSamples(candidates, 500)).size).toBe(100);
  });
});
