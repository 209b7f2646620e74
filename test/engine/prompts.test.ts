/** Lists of prompts in runs: one list for all parts and workers, a copy in the run, and what an edited line does. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.js";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { generate, type GenerateOptions } from "../../src/engine/generate.js";
import { replay } from "../../src/pipeline/replay.js";
import { parseRecipe } from "../../src/recipe/read.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { sha256Hex } from "../../src/storage/sha256.js";
import { fileHashes } from "../file-hashes.js";
import { smallRecipeInput } from "../pipeline/small-recipe.js";
import { goodAnswers, languageServer, type LanguageServer } from "../prompts/language-server.js";
import { expectError } from "../shapes/expect-error.js";
import { temporaryFolder } from "../temporary-folder.js";

let server: LanguageServer | null = null;
afterEach(() => server?.close());

const LINES = Array.from({ length: 6 }, (_, index) => `${JSON.stringify({ category: "chair", text: `A photo of a chair number ${index} in a garden at dawn` })}\n`).join("");

/** A folder with a list, and how to make runs of it. */
function withList(lines = LINES) {
  const folder = temporaryFolder();
  const file = join(folder, "prompts.jsonl");
  writeFileSync(file, lines);
  const make = (run: string, changes: Partial<RecipeInput> = {}, options: Partial<GenerateOptions> = {}) =>
    generate({ recipe: parseRecipe(smallRecipeInput({ prompts: { type: "file", file: "prompts.jsonl" }, ...changes })), recipeFolder: folder, out: join(folder, run), ...options });
  return { folder, file, make, out: (run: string) => join(folder, run) };
}

const promptsOf = async (root: string, count: number) => {
  const dataset = await openDataset(root);
  return Promise.all(Array.from({ length: count }, async (_, index) => (await dataset.readRecord(index)).prompt!.text));
};

describe("a run with a list of prompts", () => {
  it("keeps a copy, whose sha256 is in run.json and recipe.yaml, and draws from it", async () => {
    const { file, make, out } = withList();
    await make("run");
    const sha256 = sha256Hex(readFileSync(file));
    expect(readFileSync(join(out("run"), "prompts.jsonl"), "utf8")).toBe(LINES);
    expect(JSON.parse(readFileSync(join(out("run"), "run.json"), "utf8"))).toMatchObject({ prompts: { file: "prompts.jsonl", sha256 } });
    expect(readFileSync(join(out("run"), "recipe.yaml"), "utf8")).toContain(sha256);
    for (const text of await promptsOf(out("run"), 4)) expect(text).toMatch(/^A photo of a chair number \d in a garden at dawn, best quality/);
  });

  it("is the same from one process, in parts, and from two workers whose user edits the list meanwhile", async () => {
    const { file, make, out } = withList();
    await make("whole");
    for (const index of [2, 1]) await make("parts", {}, { shard: { index, count: 2 } });
    const onEvent = (event: RunEvent) => void (event.type === "run-start" && writeFileSync(file, "no list any more"));
    await make("workers", {}, { workers: 2, onEvent });
    for (const run of ["parts", "workers"]) expect(fileHashes(out(run))).toEqual(fileHashes(out("whole")));
  });

  it("is repeated from its own copy", async () => {
    const { file, make, out } = withList();
    await make("run");
    rmSync(file);
    const files = await replay(out("run"), 2, { passes: ["mask"], out: out("replay") });
    const record = JSON.parse(readFileSync(files.find((name) => name.endsWith(".json"))!, "utf8")) as { prompt: { text: string } };
    expect(record.prompt.text).toBe((await promptsOf(out("run"), 3))[2]);
  });

  it("asks for --update when the list was edited, and makes again only what drew the line", async () => {
    const { file, make, out } = withList();
    await make("run");
    const before = await promptsOf(out("run"), 4);
    const number = /number (\d)/.exec(before[0]!)![1]!;
    writeFileSync(file, LINES.replace(`number ${number}`, "number X"));
    await expectError(make("run"), "E_RUN_CHANGED", /prompts\.sha256: .*\nThis would run again: prompt, generate, outputs/);
    const made: number[] = [];
    await make("run", {}, { update: true, onEvent: (event) => void (event.type === "sample-end" && made.push(event.index)) });
    expect(made).toEqual([...before.keys()].filter((index) => before[index]!.includes(`number ${number}`)));
    expect(await promptsOf(out("run"), 4)).toEqual(before.map((text) => text.replace(`number ${number}`, "number X")));
    await make("fresh");
    expect(fileHashes(out("run"))).toEqual(fileHashes(out("fresh")));
  });

  it("does not mind where the list lies and who wrote it", async () => {
    const { folder, file, make } = withList();
    await make("run");
    mkdirSync(join(folder, "sub"));
    copyFileSync(file, join(folder, "sub", "moved.jsonl"));
    expect(await make("run", { prompts: { type: "file", file: "sub/moved.jsonl" } })).toMatchObject({ done: 4 });
    expect(await make("run", { prompts: { type: "llm", baseUrl: "http://127.0.0.1:1/v1", model: "m" } })).toMatchObject({ done: 4 });
  });
});

describe("a list that is not there yet", () => {
  it("is written before the first sample, once", async () => {
    server = await languageServer(goodAnswers());
    const { file, make, out } = withList();
    rmSync(file);
    const prompts = { type: "llm", baseUrl: server.baseUrl, model: "m7", perCategory: 8 } as const;
    const notes: string[] = [];
    await make("run", { prompts }, { onEvent: (event) => void (event.type === "note" && notes.push(event.message)) });
    expect(notes).toEqual(["writing prompts into prompts.jsonl …"]);
    expect(await promptsOf(out("run"), 1)).toEqual([expect.stringMatching(/^A photo of a .* chair /)]);
    const asked = server.asked.length;
    await make("other", { prompts });
    expect(server.asked).toHaveLength(asked);
    expect(await promptsOf(out("other"), 4)).toEqual(await promptsOf(out("run"), 4));
  });

  it("must be written before a run is divided", async () => {
    const { file, make, out } = withList();
    rmSync(file);
    const error = await expectError(make("run", { prompts: { type: "llm", baseUrl: "http://127.0.0.1:1/v1", model: "m" } }, { shard: { index: 1, count: 2 } }), "E_PROMPTS", /is not complete yet, and this is one part of several/);
    expect(error.hint).toContain("Run `dst3d prompts`");
    expect(existsSync(out("run"))).toBe(false);
  });

  it("and cannot be: nothing is begun", async () => {
    server = await languageServer(() => ({ status: 401 }));
    const { file, make, out } = withList();
    rmSync(file);
    await expectError(make("run", { prompts: { type: "llm", baseUrl: server.baseUrl, model: "m" } }), "E_LANGUAGE_MODEL", /refuses the key/);
    expect(existsSync(out("run"))).toBe(false);
  });

  it("without a server: templates serve, and it says so", async () => {
    const { make, out } = withList();
    const notes: string[] = [];
    await make("run", { prompts: { type: "llm" } }, { onEvent: (event) => void (event.type === "note" && notes.push(event.message)) });
    expect(notes).toEqual(["prompts.baseUrl is not set: the template prompter writes the prompts"]);
    await make("template", { prompts: {} });
    expect(await promptsOf(out("run"), 4)).toEqual(await promptsOf(out("template"), 4));
  });
});
