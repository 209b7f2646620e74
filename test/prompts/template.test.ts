import { describe, expect, it } from "vitest";
import { random } from "../../src/core/random.js";
import { article, objectWords } from "../../src/prompts/category-words.js";
import { templateOptions, templatePrompter, VIEWPOINT_WORDS } from "../../src/prompts/template.js";
import { agree, INDOOR_DETAILS, INDOOR_LIGHT, OUTDOOR_DETAILS, PHOTOGRAPHY, VOCABULARY } from "../../src/prompts/vocabulary.js";
import { categories } from "../../src/sample/category-table.js";

const prompter = templatePrompter(templateOptions.parse({}));
const write = (category: string, index: number, keywords: string[] = []) => prompter({ category, keywords }, random(7, `image/${index}`, "prompt")).text;
const many = (count: number, category: (index: number) => string) => Array.from({ length: count }, (_, index) => write(category(index), index));
const bigrams = (text: string) => {
  const words = text.toLowerCase().replaceAll(/[^\p{L}\p{N}' -]/gu, "").split(" ");
  return words.slice(1).map((word, index) => `${words[index]} ${word}`);
};
/** Different pairs of neighbouring words ÷ all such pairs (Li et al., "A Diversity-Promoting Objective Function", 2016). */
const distinct2 = (texts: string[]) => {
  const all = texts.flatMap(bigrams);
  return new Set(all).size / all.length;
};

describe("templatePrompter", () => {
  it("writes a sentence with the object, the original's suffix and negative prompt", () => {
    const prompt = prompter({ category: "aeroplane", keywords: [] }, random(1, "a", "prompt"));
    expect(prompt.text).toMatch(/^A photo of an? ([\w-]+ )?airplane .*, best quality, extremely detailed$/);
    expect(prompt.negative).toContain("lowres, bad anatomy");
    expect(prompt.source).toBe("template");
  });
  it("is a pure function of subject and random stream", () => {
    expect(write("car", 3)).toBe(write("car", 3));
    expect(write("car", 3)).not.toBe(write("car", 4));
  });
  it("leaves suffix and negative out when asked to", () => {
    const bare = templatePrompter(templateOptions.parse({ suffix: "", negative: null }))({ category: "car", keywords: [] }, random(1, "a", "prompt"));
    expect(bare.text).not.toMatch(/best quality|, $/);
    expect(bare.negative).toBeNull();
  });
  it("does not repeat itself: 1,000 prompts of one category and of all", () => {
    // Without the suffix, which is the same in all.
    const bare = templatePrompter(templateOptions.parse({ suffix: "" }));
    const texts = (category: (index: number) => string) =>
      Array.from({ length: 1000 }, (_, index) => bare({ category: category(index), keywords: [] }, random(7, `image/${index}`, "prompt")).text);
    const cars = texts(() => "car");
    expect(new Set(cars).size).toBeGreaterThan(990);
    expect(distinct2(cars)).toBeGreaterThan(0.05);
    expect(distinct2(texts((index) => categories[index % categories.length]!.id))).toBeGreaterThan(0.14);
  });
  it("says nothing about the viewpoint and is clean English for every category", () => {
    for (const text of many(2 * categories.length, (index) => categories[index % categories.length]!.id)) {
      expect(text).not.toMatch(VIEWPOINT_WORDS);
      expect(text).not.toMatch(/ {2}| ,|_|undefined|\ba [aeio]|\ban (?!hour)[^aeiouAEFHILMNORSX]/);
    }
  });
  it("puts things where they belong", () => {
    expect(objectWords("sofa").setting).toBe("furniture");
    expect(objectWords("helicopter").setting).toBe("air");
    expect(objectWords("boat").setting).toBe("water");
    expect(objectWords("bottle").setting).toBe("tabletop");
    expect(objectWords("backpack").setting).toBe("thing");
    expect(many(50, () => "sofa").join()).not.toMatch(/parked|moored|snowy/);
  });
  it("uses keywords as words only", () => {
    expect(write("car", 1, ["Volkswagen_Beetle"])).toContain("car (Volkswagen Beetle)");
    expect(write("car", 1, ["<lora:evil:1>, ((blood:2)) {x}\n"])).toMatch(/car \(lora evil 1 blood 2 x\)/);
    expect(write("car", 1, ["front view"])).toBe(write("car", 1));
  });
  it("spells out categories that no table knows", () => {
    expect(write("garden_gnome", 2)).toMatch(/garden gnome/);
    expect(write("??", 2)).toMatch(/object/);
  });
});

describe("vocabulary", () => {
  const phrases = [...Object.values(VOCABULARY).flatMap(({ looks, places, surroundings }) => [...looks, ...places, ...surroundings]), ...INDOOR_LIGHT, ...INDOOR_DETAILS, ...OUTDOOR_DETAILS, ...PHOTOGRAPHY];
  it("names no second main object", () => {
    const ids = categories.map((category) => category.id.replaceAll("_", " "));
    const named = phrases.flatMap((phrase) => ids.filter((id) => new RegExp(`\\b${id}s?\\b`, "i").test(phrase)).map((id) => `${id}: ${phrase}`));
    expect(named).toEqual([]);
  });
  it("has no phrase about the viewpoint and none twice in a list", () => {
    expect(phrases.filter((phrase) => VIEWPOINT_WORDS.test(phrase))).toEqual([]);
    for (const { looks, places, surroundings } of Object.values(VOCABULARY)) {
      for (const entries of [looks, places, surroundings]) expect(new Set(entries).size).toBe(entries.length);
    }
  });
});

it("agree keeps snow out of the tropics", () => {
  expect(agree("flying over dense jungle", "in Iceland")).toBe(false);
  expect(agree("in a tropical city", "on a snowy night")).toBe(false);
  expect(agree("on a mountain pass", "on a snowy night")).toBe(true);
  for (const text of many(300, () => "car")) expect(text).not.toMatch(/tropical.*snowy|snow-covered.*summer/);
});

describe("article", () => {
  it.each([["car", "a"], ["old car", "an"], ["hourglass", "an"], ["umbrella", "an"], ["university bus", "a"], ["used car", "a"], ["TV", "a"], ["SUV", "an"], ["RV", "an"], ["uninsulated hut", "an"], ["European city", "a"]])("%s: %s", (words, expected) => {
    expect(article(words)).toBe(expected);
  });
});
