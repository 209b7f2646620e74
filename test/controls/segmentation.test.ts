import { describe, expect, it } from "vitest";
import { ADE20K_PALETTE } from "../../src/controls/ade20k-palette.js";
import { ade20kClassOf, ade20kColor } from "../../src/controls/ade20k.js";
import { instanceColor } from "../../src/controls/instance-color.js";
import { segmentationControl, segmentationOptions } from "../../src/controls/segmentation.js";
import { categories } from "../../src/sample/category-table.js";
import { place, plainCamera, sceneOf, square } from "../render/scenes.js";
import { rendered } from "./rendered.js";

const ACROSS = [1, 0, 0, 0, 0, -1, 0, 1, 0] as const;

/** Colours of the two halves of an image and of its top row, where nothing is. */
function colors(left: string, right: string, options = {}) {
  const scene = sceneOf(plainCamera(32), [place(1, { ...square(), category: left }, [-0.5, 0, 1.5], 1, ACROSS), place(7, { ...square(), category: right }, [0.5, 0, 1.5], 1, ACROSS)]);
  const { data } = segmentationControl(segmentationOptions.parse(options))(rendered(scene)).image;
  const at = (x: number, y: number) => [...data.slice((y * 32 + x) * 3, (y * 32 + x) * 3 + 3)];
  return { left: at(10, 16), right: at(22, 16), background: at(16, 0) };
}

describe("segmentation", () => {
  it("paints categories in any spelling in their ADE20K colours, the background black", () => {
    expect(colors("car", "aeroplane")).toEqual({ left: [0, 102, 200], right: [0, 255, 82], background: [0, 0, 0] });
  });

  it("paints what ADE20K does not have gray, or as the class that is asked for", () => {
    expect(colors("train", "my own thing")).toMatchObject({ left: [128, 128, 128], right: [128, 128, 128] });
    expect(colors("train", "bus", { unknownCategory: "bus" })).toMatchObject({ left: [255, 0, 245], right: [255, 0, 245] });
    expect(ADE20K_PALETTE.some(({ color }) => color.every((value) => value === 128))).toBe(false);
  });

  it("knows ADE20K's own names for things outside the category table, and for the background", () => {
    expect(colors("Fountain", "palm", { background: "sky" })).toEqual({ left: [8, 184, 170], right: [0, 82, 255], background: [6, 230, 230] });
    expect(() => segmentationOptions.parse({ background: "ocean" })).toThrow("must be a class of ADE20K");
  });

  it("paints each object in its own colour where wanted", () => {
    const { left, right } = colors("car", "car", { colors: "instance" });
    expect(left).not.toEqual(right);
  });
});

describe("the ADE20K palette", () => {
  it("has the 150 classes of the benchmark in its order", () => {
    expect(ADE20K_PALETTE).toHaveLength(150);
    expect(ADE20K_PALETTE[0]).toEqual({ name: "wall", color: [120, 120, 120] });
    expect(ADE20K_PALETTE[80]).toEqual({ name: "bus", color: [255, 0, 245] });
    expect(ADE20K_PALETTE[149]).toEqual({ name: "flag", color: [92, 0, 255] });
  });

  it("has a class for eleven of PASCAL3D+'s twelve categories: it lacks trains", () => {
    const without = categories.filter(({ pascal3d, id }) => pascal3d !== null && ade20kClassOf(id) === null);
    expect(without.map(({ id }) => id)).toEqual(["train"]);
  });

  it("has a colour for every class that a category maps to, and never mistakes a word", () => {
    for (const { id } of categories) {
      const name = ade20kClassOf(id);
      if (name !== null) expect(ade20kColor(name)).toHaveLength(3);
    }
    expect(["tank", "pot"].map(ade20kClassOf)).toEqual([null, null]);
  });
});

it("64 objects have colours that can be told apart, none of them dark", () => {
  const all = Array.from({ length: 64 }, (_, index) => instanceColor(index + 1));
  const difference = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((value, channel) => Math.abs(value - b[channel])));
  for (const [index, color] of all.entries()) {
    expect(Math.max(...color)).toBeGreaterThan(150);
    for (const other of all.slice(0, index)) expect(difference(color, other)).toBeGreaterThan(8);
  }
});
