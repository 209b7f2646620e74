/** `dst3d prompts` as a user sees it, against a server on this machine; and that a key is nowhere but in the request. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lazyLibrary } from "../../src/cli/library.js";
import { goodAnswers, languageServer, type AskedQuestion, type LanguageServer, type Reply } from "../prompts/language-server.js";
import { temporaryFolder } from "../temporary-folder.js";
import { call, fakeTerminal } from "./fake-terminal.js";

const KEY = "sk-planted-Xy7_0123456789abcdef";

let server: LanguageServer | null = null;
let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
  vi.stubEnv("DST3D_LLM_API_KEY", KEY);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.close();
});

/** Runs a command line in the folder, whose recipe names a server that answers like that. */
async function run(args: readonly string[], reply: (question: AskedQuestion, index: number) => Reply, more = "") {
  await server?.close();
  server = await languageServer(reply);
  writeFileSync(join(folder, "recipe.yaml"), `name: small\ncount: 2\nshapes: [{ builtin: [car, chair] }]\ncamera: { width: 32, height: 32 }\nprompts: { type: llm, baseUrl: "${server.baseUrl}", model: m7, perCategory: 4, batch: 4${more} }\n`);
  return call(args, { library: lazyLibrary, terminal: fakeTerminal({ folder }) });
}

/** Everything in the folder, names included. */
function everything(at: string): string {
  return readdirSync(at).map((name) => `${name}\n${statSync(join(at, name)).isDirectory() ? everything(join(at, name)) : readFileSync(join(at, name), "latin1")}`).join("\n");
}

describe("dst3d prompts", () => {
  it("writes the list and says what is in it, how it varies and what to do next", async () => {
    const { code, out } = await run(["prompts"], goodAnswers());
    expect(code).toBe(0);
    expect(out).toMatch(/^recipe\.yaml {2}4 prompts per category by m7 at http:\/\/127/);
    expect(out).toMatch(/ {2}car +4 +4 new\n/);
    expect(out).toMatch(/variety +prompts +different +distinct-2 +scene +weather +time\n/);
    expect(out).toMatch(/this list +8 +100 %/);
    expect(out).toMatch(/templates +8/);
    expect(out).toContain("prompts.jsonl  8 prompts; read them");
    expect(out).toContain("dst3d generate recipe.yaml ");
    expect((await run(["prompts", "--prompts.suffix", "a b"], goodAnswers())).out).toContain('dst3d generate recipe.yaml --prompts.suffix "a b"');
  });

  it("shows what was rejected, how often and why, on one line each", async () => {
    const good = goodAnswers();
    const { code, out } = await run(["prompts", "--show", "1", "--prompts.parallel", "1"], (question, index) => (index === 0 ? { text: JSON.stringify({ captions: ["A photo of a car seen\u001b[31m from above", "A photo of a car seen from behind on a hill", "A photo of two cars in a meadow", "A photo of a car on a hill at dawn"] }) } : index === 1 ? { refusal: "no" } : good(question)));
    expect(code).toBe(0);
    expect(out).toContain("rejected  3 captions: no caption 1 · viewpoint 1 · more than one 1");
    expect(out).toContain("  car, no caption: A photo of a car seen [31m from above");
    expect(out).not.toContain("\u001b");
    expect(out).not.toContain("seen from behind");
    expect(out).toContain("answers of no use  refused 1");
  });

  it("ends with 1, the error and what came, when the server fails", async () => {
    const good = goodAnswers();
    const { code, out, err } = await run(["prompts", "--prompts.parallel", "1"], (question, index) => (index === 0 ? good(question) : { status: 404 }));
    expect(code).toBe(1);
    expect(err).toMatch(/error E_LANGUAGE_MODEL {2}the language model at .* has no such model or address: status 404, model "m7"/);
    expect(out).toContain("prompts.jsonl  4 prompts");
    expect(out).toContain("not enough for chair: the same command asks for more");
    expect(out).not.toContain("next");
  });

  it("--json: progress and report, one value per line", async () => {
    const { code, out } = await run(["prompts", "--json"], goodAnswers());
    expect(code).toBe(0);
    const events = out.trim().split("\n").map((line) => JSON.parse(line) as { type: string });
    expect(events.map(({ type }) => type)).toEqual(["prompts-progress", "prompts-progress", "prompts"]);
    expect(events.at(-1)).toMatchObject({ kind: "llm", file: "prompts.jsonl", model: "m7", rejections: {}, error: null, diversity: { list: { captions: 8 }, template: { captions: 8 } } });
  });

  it("of a recipe with templates says that there is nothing to write", async () => {
    const { code, out } = await run(["prompts", "--prompts", "{}"], goodAnswers());
    expect(code).toBe(0);
    expect(out).toContain("nothing to write: templates write a prompt with each sample");
    expect(out).toMatch(/templates +100 /);
    expect(readdirSync(folder)).toEqual(["recipe.yaml"]);
  });

  it("plan says whether the list is there", async () => {
    expect((await run(["plan"], goodAnswers())).out).toContain("prompts  prompts.jsonl is not complete yet: dst3d prompts writes it");
    await run(["prompts"], goodAnswers());
    expect((await run(["plan"], goodAnswers())).out).toContain("prompts  8 in prompts.jsonl");
  });
});

describe("the key", () => {
  const echo = JSON.stringify({ error: { message: `Incorrect API key provided: ${KEY}. Header was Bearer ${KEY}.` } });
  it.each<[string, (question: AskedQuestion, index: number) => Reply, readonly string[]]>([
    ["when all goes well", goodAnswers(), []],
    ["when the server repeats it in captions", () => ({ text: JSON.stringify({ captions: [`A photo of a car on a road, ${KEY}`, `A photo of a chair on a lawn, ${KEY}`] }) }), []],
    ["when the server refuses it and repeats it", () => ({ status: 401, body: echo }), ["--debug"]],
    ["when the server fails and repeats it", () => ({ status: 500, body: `<p>${KEY}</p>`, headers: { "retry-after": "0" } }), ["--debug"]],
    ["when the server is no API", () => ({ status: 200, body: `<p>${KEY}</p>` }), ["--debug"]],
    ["when the server hangs up", () => ({ disconnect: true }), ["--debug"]],
  ])("is in the request's header alone, %s", async (what, reply, flags) => {
    const printed: string[] = [];
    const warn = vi.spyOn(console, "warn").mockImplementation((...args) => void printed.push(args.join(" ")));
    for (const command of [["prompts"], ["prompts", "--json"], ["generate", "--workers", "1"]]) {
      const { out, err } = await run([...command, ...flags], reply);
      printed.push(out, err);
    }
    warn.mockRestore();
    // the last command may find the list there
    expect([KEY, `Bearer ${KEY}`]).toContain(server!.asked[0]?.authorization ?? KEY);
    expect(printed.join("\n"), what).not.toContain(KEY);
    expect(everything(folder)).not.toContain(KEY);
  });

  it("has no place in a recipe: an address with a password, or an option for it, is refused without repeating it", async () => {
    mkdirSync(join(folder, "a"));
    for (const prompts of [`{ type: llm, baseUrl: "http://user:${KEY}@localhost/v1", model: m }`, `{ type: llm, baseUrl: "http://localhost/v1?key=${KEY}", model: m }`, `{ type: llm, baseUrl: "http://localhost/v1", model: m, apiKey: ${KEY} }`]) {
      writeFileSync(join(folder, "a", "recipe.yaml"), `name: a\ncount: 1\nshapes: [{ builtin: car }]\nprompts: ${prompts}\n`);
      const { code, out, err } = await call(["prompts", "a/recipe.yaml"], { library: lazyLibrary, terminal: fakeTerminal({ folder }) });
      expect(code).toBe(2);
      expect(err).toMatch(/prompts.baseUrl: must be an http or https address without user, password and query; a key comes from the environment variable DST3D_LLM_API_KEY|unknown option prompts.apiKey/);
      expect(out + err).not.toContain(KEY);
    }
  });
});
