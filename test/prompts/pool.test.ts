import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { random } from "../../src/core/random.js";
import { isEdited, newEntry, readPool, writePool } from "../../src/prompts/pool-file.js";
import { openPrompts, promptOptions } from "../../src/prompts/registry.js";
import { expectError } from "../shapes/expect-error.js";
import { temporaryFile, temporaryFolder } from "../temporary-folder.js";

const line = (category: string, text: string, more: object = {}) => `${JSON.stringify({ category, text, ...more })}\n`;
const open = (text: string, categories = ["car"], more: object = {}) => {
  const path = temporaryFile("prompts.jsonl", text);
  return openPrompts(promptOptions.parse({ type: "file", file: "prompts.jsonl", suffix: "", ...more }), categories, dirname(path));
};
const stream = (index: number) => random(3, `image/${index}`, "prompt");

describe("a list of prompts", () => {
  it("is written and read back; an edited line is known by its hash", async () => {
    const folder = temporaryFolder();
    const entries = [newEntry({ category: "car", keyword: null, text: "A photo of a car.", negative: null, source: "llm", model: "m" })];
    await writePool("list.jsonl", folder, entries);
    expect((await readPool("list.jsonl", folder))!.entries).toEqual(entries);
    writeFileSync(join(folder, "list.jsonl"), readFileSync(join(folder, "list.jsonl"), "utf8").replace("a car", "an old car"));
    expect((await readPool("list.jsonl", folder))!.entries.map(isEdited)).toEqual([true]);
  });

  it("may be written by hand: category in any spelling, and text", async () => {
    const { prompter, pool } = await open(`\uFEFF${line("automobile", "A photo of a car at dawn.")}\r\n\n`);
    expect(pool).toMatchObject({ count: 1 });
    expect(prompter!({ category: "car", keywords: [] }, stream(0))).toMatchObject({ text: "A photo of a car at dawn", source: "file" });
  });

  it.each([
    ["no JSON", `${line("car", "x y")}{oops\n`, /line 2: not JSON/],
    ["an unknown key", line("car", "x", { tex: 1 }), /line 1.*tex/],
    ["a text with control characters", line("car", "a\u001b[31m"), /line 1: text: has control characters/],
    ["no category", '{"text":"a"}\n', /line 1: category/],
    ["a category without a prompt", line("bus", "A photo of a bus"), /has none for car/],
    ["only prompts for some shapes of a category", line("car", "A photo of a taxi", { keyword: "taxi" }), /has none for car/],
    ["bytes that are no text", "\u0000", /not JSON/],
  ])("is refused with %s", async (_what, text, message) => {
    await expectError(open(text), "E_PROMPTS", message);
  });

  it("is refused when it is another than the recipe means, or not there", async () => {
    await expectError(open(line("car", "A photo of a car"), ["car"], { sha256: "0".repeat(64) }), "E_PROMPTS", /not the one that the recipe means/);
    await expectError(openPrompts(promptOptions.parse({ type: "file", file: "gone.jsonl" }), ["car"], temporaryFolder()), "E_PROMPTS", /there is no list of prompts gone.jsonl/);
  });
});

describe("a prompt out of a list", () => {
  const text = line("car", "A photo of a red car", { negative: "blur", model: "m7" }) + line("car", "A photo of a blue car") + line("car", "A photo of a taxi in town", { keyword: "taxi" });

  it("depends on list and stream alone, and all lines come up", async () => {
    const [one, two] = [await open(text), await open(text)];
    const draw = (prompts: typeof one, keywords: string[]) => Array.from({ length: 40 }, (_, index) => prompts.prompter!({ category: "car", keywords }, stream(index)).text);
    expect(draw(one, ["Taxi"])).toEqual(draw(two, ["Taxi"]));
    expect(new Set(draw(one, ["Taxi"])).size).toBe(3);
    expect(new Set(draw(one, [])).size).toBe(2);
  });

  it("editing one line changes the samples that drew it, and no others", async () => {
    const draw = async (lines: string) => {
      const { prompter } = await open(lines);
      return Array.from({ length: 40 }, (_, index) => prompter!({ category: "car", keywords: [] }, stream(index)).text);
    };
    const [before, after] = [await draw(text), await draw(text.replace("a red car", "a green car"))];
    expect(after).toEqual(before.map((prompt) => prompt.replace("a red car", "a green car")));
  });

  it("has its own negative prompt or the recipe's, its model as source, and words around it", async () => {
    const { prompter } = await open(line("car", "A photo of a red car.", { negative: "blur", model: "m7" }), ["car"], { suffix: "sharp", viewWords: true });
    const seenFrom = { azimuthRadians: Math.PI / 2, elevationRadians: 0, inPlaneRadians: 0 };
    expect(prompter!({ category: "car", keywords: [], seenFrom }, stream(0))).toEqual({ text: "A photo of a red car, side view, facing left, sharp", negative: "blur", source: "m7" });
    expect(prompter!({ category: "car", keywords: [], seenFrom: null }, stream(0)).text).toBe("A photo of a red car, sharp");
  });
});

it("templates have words about the view, too, where they are asked for", async () => {
  const { prompter } = await openPrompts(promptOptions.parse({ viewWords: true }), ["car"], ".");
  expect(prompter!({ category: "car", keywords: [], seenFrom: { azimuthRadians: Math.PI, elevationRadians: 0.6, inPlaneRadians: 0 } }, stream(0)).text).toMatch(/, rear view, seen from above, best quality/);
});

it("a list that a model is still to write is no mistake", async () => {
  const folder = temporaryFolder();
  const options = promptOptions.parse({ type: "llm", baseUrl: "http://127.0.0.1:1/v1", model: "m" });
  expect(await openPrompts(options, ["car"], folder)).toMatchObject({ prompter: null, pool: null });
  await writePool("prompts.jsonl", folder, [newEntry({ category: "car", keyword: null, text: "A photo of a car", negative: null, source: "llm", model: "m" })]);
  expect((await openPrompts(options, ["car"], folder)).options).toHaveProperty("sha256");
  expect(await openPrompts(options, ["car", "bus"], folder)).toMatchObject({ prompter: null });
});
