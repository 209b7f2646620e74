/** Every way in which a server fails, over real HTTP: each ends in an answer, another try, or an error that says what to do. */
import { afterEach, describe, expect, it } from "vitest";
import { createAsker } from "../../src/prompts/ask.js";
import type { Question } from "../../src/prompts/language-model.js";
import { openAiCompatibleModel } from "../../src/prompts/openai-compatible.js";
import { expectError } from "../shapes/expect-error.js";
import { languageServer, type AskedQuestion, type LanguageServer, type Reply } from "./language-server.js";

const KEY = "sk-planted-0123456789";
const QUESTION: Question = { system: "s", user: "u", schema: { type: "object" }, schemaName: "captions", seed: 7 };
const GOOD = '{"captions": ["one"]}';

let server: LanguageServer | null = null;
afterEach(() => server?.close());

/** Asks once; `waits` are the pauses that were made. */
async function ask(reply: (question: AskedQuestion, index: number) => Reply, changes: { baseUrl?: string; timeoutSeconds?: number; signal?: AbortSignal } = {}) {
  server = await languageServer(reply);
  const baseUrl = changes.baseUrl ?? server.baseUrl;
  const model = await openAiCompatibleModel({ baseUrl, model: "m7", temperature: 0.5, timeoutSeconds: changes.timeoutSeconds ?? 5, apiKey: KEY });
  const waits: number[] = [];
  const asker = createAsker(model, { baseUrl, wait: async (seconds) => void waits.push(seconds) });
  return { asked: server.asked, waits, asker, first: asker.ask(QUESTION, changes.signal ?? new AbortController().signal) };
}

describe("a question", () => {
  it("goes out as the protocol says, with the schema, the seed and the key in the header alone", async () => {
    const { first, asked } = await ask(() => ({ text: GOOD }));
    expect(await first).toEqual({ kind: "captions", captions: ["one"] });
    expect(asked[0]).toMatchObject({
      path: "/v1/chat/completions", model: "m7", seed: 7, temperature: 0.5, authorization: `Bearer ${KEY}`,
      messages: [{ role: "system", content: "s" }, { role: "user", content: "u" }],
      response_format: { type: "json_schema", json_schema: { name: "captions", schema: { type: "object" } } },
    });
  });

  it("is asked less strictly of a server that knows no schema, and none in vain afterwards", async () => {
    const { first, asker, asked } = await ask(({ response_format }) => (response_format?.type === "json_schema" ? { status: 400 } : response_format?.type === "json_object" ? { status: 422 } : { text: `Of course:\n\`\`\`json\n${GOOD}\n\`\`\`` }));
    expect(await first).toEqual({ kind: "captions", captions: ["one"] });
    await asker.ask(QUESTION, new AbortController().signal);
    expect(asked.map(({ response_format }) => response_format?.type)).toEqual(["json_schema", "json_object", undefined, undefined]);
  });

  it.each<[string, Reply, object]>([
    ["refusing", { refusal: "I would rather not." }, { kind: "refused" }],
    ["a content filter", { text: "", finish: "content_filter" }, { kind: "refused" }],
    ["cut off by length", { text: '{"captions": ["A photo of', finish: "length" }, { kind: "cut off" }],
    ["wrong JSON", { text: '{"captions": [oops' }, { kind: "not JSON" }],
    ["an empty list", { text: '{"captions": []}' }, { kind: "captions", captions: [] }],
    ["an empty answer", { text: "" }, { kind: "not JSON" }],
  ])("%s is an answer, not an error", async (_what, reply, expected) => {
    expect(await (await ask(() => reply)).first).toEqual(expected);
  });
});

describe("a server that fails for a while", () => {
  it.each([429, 500, 502, 503])("%d: is asked again", async (status) => {
    const { first, waits } = await ask((_, index) => (index < 2 ? { status } : { text: GOOD }));
    expect(await first).toEqual({ kind: "captions", captions: ["one"] });
    expect(waits).toEqual([1, 4]);
  });

  it("is given the time that it asks for", async () => {
    const { first, waits } = await ask((_, index) => (index === 0 ? { status: 429, headers: { "retry-after": "7" } } : { text: GOOD }));
    expect(await first).toMatchObject({ kind: "captions" });
    expect(waits).toEqual([7]);
  });

  it("is not waited for when it asks for long", async () => {
    const { first, waits } = await ask(() => ({ status: 429, headers: { "retry-after": "3600" } }));
    expect((await expectError(first, "E_LANGUAGE_MODEL", /takes no more questions for now: status 429, for 3600 s/)).hint).toContain("the same command goes on");
    expect(waits).toEqual([]);
  });
});

describe("a server that does not serve", () => {
  it.each<[string, Reply, RegExp, RegExp]>([
    ["401", { status: 401, body: JSON.stringify({ error: { message: `Incorrect API key provided: ${KEY}` } }) }, /refuses the key: status 401/, /DST3D_LLM_API_KEY/],
    ["403", { status: 403 }, /refuses the key: status 403/, /DST3D_LLM_API_KEY/],
    ["404", { status: 404, body: JSON.stringify({ error: { message: 'model "m7" not found' } }) }, /has no such model or address: status 404, model "m7"/, /ollama list/],
    ["500 for good", { status: 500, body: "<html>oops</html>", contentType: "text/html" }, /fails: status 500$/, /server's log/],
    ["503 for good", { status: 503 }, /fails: status 503/, /server's log/],
    ["400 in every form", { status: 400 }, /fails: status 400/, /prompts.model/],
    ["a web page instead of JSON", { status: 200, body: "<!doctype html><title>Hello</title>", contentType: "text/html" }, /does not answer as an OpenAI-compatible server \(the answer is a web page\)/, /ends in \/v1/],
    ["JSON of another kind", { status: 200, body: '{"hello": 1}' }, /does not answer as an OpenAI-compatible server/, /ends in \/v1/],
    ["hanging up", { disconnect: true }, /cannot be reached/, /Is the server running/],
  ])("%s", async (_what, reply, message, hint) => {
    const error = await expectError((await ask(() => reply)).first, "E_LANGUAGE_MODEL", message);
    expect(error.hint).toMatch(hint);
    expect(JSON.stringify([error.message, error.hint, error.stack, error.cause])).not.toContain(KEY);
  });

  it("that is not there", async () => {
    const { first } = await ask(() => ({ text: GOOD }), { baseUrl: "http://127.0.0.1:9/v1" });
    await expectError(first, "E_LANGUAGE_MODEL", /127\.0\.0\.1:9\/v1 cannot be reached \(.*(ECONNREFUSED|bad port|fetch failed)/);
  });

  it("that is very slow", async () => {
    const { first, asked } = await ask(() => ({ hang: true }), { timeoutSeconds: 0.1 });
    await expectError(first, "E_LANGUAGE_MODEL", /is too slow \(no answer within 0.1 s\)/);
    expect(asked).toHaveLength(2);
  });

  it("is left at once when the user stops", async () => {
    const stop = new AbortController();
    const { first } = await ask(() => {
      setTimeout(() => stop.abort(), 10);
      return { hang: true };
    }, { signal: stop.signal });
    await expect(first).rejects.toThrow(/abort/i);
  });
});

it("packages that are not installed are named, with how to add them", async () => {
  const load = () => Promise.reject(new Error("Cannot find package 'ai'"));
  const error = await expectError(openAiCompatibleModel({ baseUrl: "http://localhost/v1", model: "m", temperature: 1, timeoutSeconds: 1, apiKey: null, load }), "E_DEPENDENCY", /need the packages ai/);
  expect(error.hint).toBe("Add them: npm install ai@6.0.326 @ai-sdk/openai-compatible@2.0.91");
});
