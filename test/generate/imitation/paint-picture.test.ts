import { beforeAll, describe, expect, it } from "vitest";
import { imitationGeneratorOptions, type ImitationGeneratorOptions } from "../../../src/generate/imitation/options.js";
import { paintPicture } from "../../../src/generate/imitation/paint-picture.js";
import { emptyPasses } from "../../../src/plant/pixels.js";
import type { Image } from "../../../src/core/image.js";
import type { RenderedSample } from "../../../src/sample/sample.js";
import { renderedSample } from "./rendered-sample.js";

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
let sample: RenderedSample;
beforeAll(async () => {
  sample = await renderedSample();
});
const paint = (seed: number, options: Partial<ImitationGeneratorOptions> = {}, passes = sample.passes) => paintPicture(passes, sample.content, imitationGeneratorOptions.parse(options), seed);

/** Mean difference of two pictures, over the object's pixels or over the others. */
function difference(a: Image, b: Image, isObject: boolean): number {
  let sum = 0;
  let count = 0;
  sample.passes.alpha.forEach((alpha, pixel) => {
    if (isObject ? alpha < 1 : alpha > 0) return;
    for (let channel = 0; channel < 3; channel++) sum += Math.abs(a.data[pixel * 3 + channel]! - b.data[pixel * 3 + channel]!);
    count += 3;
  });
  return sum / count;
}

describe("an imitated picture", () => {
  it("is the same from the same seed, and another from another", () => {
    expect(paint(1)).toEqual(paint(1));
    expect(paint(2).image.data).not.toEqual(paint(1).image.data);
  });

  it("leaves its passes as they were", () => {
    const before = structuredClone(sample.passes);
    paint(5, { hidingChance: 1 });
    expect(sample.passes).toEqual(before);
  });

  it("shows the object where the passes have it: there it differs from the picture without it, elsewhere hardly", () => {
    for (const seed of SEEDS) {
      const options = { things: 0, hidingChance: 0, shadowChance: 0, warpPixels: [0, 0] as [number, number] };
      // The ground is where the object stands; without it the origin's height counts, and the ground differs.
      const nothing = { ...emptyPasses(sample.passes), depth: sample.passes.depth };
      const [withIt, without] = [paint(seed, options).image, paint(seed, options, nothing).image];
      expect(difference(withIt, without, true)).toBeGreaterThan(12);
      expect(difference(withIt, without, false)).toBeLessThan(2);
    }
  });

  it("keeps the object's area when everything is warped", () => {
    const nothing = { ...emptyPasses(sample.passes), depth: sample.passes.depth };
    const area = sample.passes.alpha.reduce((sum, alpha) => sum + alpha, 0);
    const shares = SEEDS.map((seed) => {
      const options = { things: 0, hidingChance: 0, shadowChance: 0, warpPixels: [4, 4] as [number, number] };
      const [withIt, without] = [paint(seed, options).image.data, paint(seed, options, nothing).image.data];
      let changed = 0;
      for (let at = 0; at < withIt.length; at += 3) if ([0, 1, 2].some((channel) => Math.abs(withIt[at + channel]! - without[at + channel]!) > 4)) changed++;
      return changed / area;
    });
    // Here and there the object has the background's colour, and its soft rim counts as changed.
    for (const share of shares) {
      expect(share).toBeGreaterThan(0.75);
      expect(share).toBeLessThan(1.2);
    }
  });

  it("gives the object other colours and another background each time", () => {
    const pictures = SEEDS.map((seed) => paint(seed).image);
    let similar = 0;
    for (const [index, picture] of pictures.entries()) {
      for (const other of pictures.slice(index + 1)) if (difference(picture, other, true) < 12 || difference(picture, other, false) < 12) similar++;
    }
    expect(similar).toBeLessThan(3);
  });

  it("hides as much as it may, and says how much", () => {
    const shares = SEEDS.map((seed) => paint(seed, { hidingChance: 1, hiddenShare: [0.1, 0.2] }).hiddenShare);
    for (const share of shares) expect(share === 0 || (share >= 0.1 && share <= 0.2)).toBe(true);
    expect(shares.filter((share) => share > 0).length).toBeGreaterThan(5);
    expect(SEEDS.map((seed) => paint(seed, { hidingChance: 0 }).hiddenShare)).toEqual(SEEDS.map(() => 0));
  });

  it("is a picture where there is no object, too", () => {
    const { image, hiddenShare } = paint(3, { hidingChance: 1 }, emptyPasses(sample.passes));
    expect(new Set(image.data).size).toBeGreaterThan(10);
    expect(hiddenShare).toBe(0);
  });
});
