import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { temporaryFile, temporaryFolder } from "../temporary-folder.js";
import { CHECKPOINT, CONTROLNET, FakeComfy, type Mischief } from "./servers/fake-comfy.js";
import type { Fault } from "./servers/fake-server.js";
import { everythingIn, remoteRun } from "./servers/remote-run.js";

vi.mock("../../src/core/time.js", () => import("./servers/quick-time.js"));

let comfy: FakeComfy;
beforeEach(async () => {
  comfy = await new FakeComfy().start();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await comfy.stop();
});

const steered = (more: Record<string, unknown> = {}) => ({ type: "comfyui", servers: [comfy.url], model: "random-sd15", controlnets: [{ model: "random_sd15_canny", control: "canny" }], steps: 2, ...more });

describe("generator comfyui", () => {
  it("paints a recipe's samples on a server, and records what painted them", async () => {
    const { result, record, out, events } = await remoteRun(steered());
    expect(result).toMatchObject({ done: 2, failed: 0 });
    expect(events).toContainEqual({ type: "sample-progress", index: 0, share: 1 });
    const { arm, labelStatus, generation, passesValidInside } = record(0);
    expect({ arm, labelStatus, passesValidInside }).toEqual({ arm: "diffusion", labelStatus: "intended", passesValidInside: "mask" });
    expect(generation).toMatchObject({
      generator: "comfyui",
      model: CHECKPOINT,
      hashes: { workflow: expect.stringMatching(/^[0-9a-f]{64}$/) },
      settings: { base: "sd15", steps: 2, guidance: 9, sampler: "ddim", scheduler: "normal", weight: 1, span: { start: 0, end: 1 }, controls: ["canny"], models: [CHECKPOINT, CONTROLNET], serverVersion: "0.3.64" },
    });
    expect(generation.settings["edgeRecall"]).toBeGreaterThan(0.9);
    expect(generation.seed).not.toBe(record(1).generation.seed);
    expect(JSON.stringify(record(0))).not.toContain("127.0.0.1");
    expect(everythingIn(join(out, "shard-00000"))).not.toContain("127.0.0.1");
    expect(comfy.painted).toHaveLength(2);
  });

  it("asks with what the sample is", async () => {
    const { record } = await remoteRun(steered(), { count: 1 });
    const sent = JSON.parse(comfy.seen.find(({ method, path }) => method === "POST" && path === "/prompt")!.body.toString()) as { prompt: Record<string, { class_type: string; inputs: Record<string, unknown> }>; client_id: string };
    const inputs = (type: string) => Object.values(sent.prompt).filter((node) => node.class_type === type).map((node) => node.inputs);
    const { prompt, generation } = record(0);
    expect(inputs("CLIPTextEncode").map(({ text }) => text)).toEqual([prompt!.text, prompt!.negative]);
    expect(inputs("KSampler")[0]).toMatchObject({ seed: generation.seed, steps: 2, cfg: 9, sampler_name: "ddim" });
    expect(inputs("EmptyLatentImage")[0]).toMatchObject({ width: 64, height: 64 });
    expect(inputs("LoadImage")[0]!["image"]).toMatch(/^dst3d\/[0-9a-f]{32}\.png \[temp\]$/);
    expect(sent.client_id).toBe("sid-0");
  });

  it("follows a workflow of one's own, and takes another content for another recipe", async () => {
    const workflow = {
      "1": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: CHECKPOINT } },
      "2": { class_type: "CLIPTextEncode", inputs: { clip: ["1", 1], text: "oil painting, {{prompt}}" } },
      "4": { class_type: "LoadImage", inputs: { image: "example.png" }, _meta: { title: "control.canny" } },
      "7": { class_type: "EmptyLatentImage", inputs: { width: 512, height: 512, batch_size: 1 }, _meta: { title: "{{width}} {{height}}" } },
      "8": { class_type: "KSampler", inputs: { model: ["1", 0], seed: 1, steps: 2, sampler_name: "ddim", scheduler: "normal" }, _meta: { title: "Seed" } },
      "10": { class_type: "SaveImage", inputs: { images: ["8", 0], filename_prefix: "dst/{{id}}" } },
    };
    const file = temporaryFile("own.json", JSON.stringify(workflow));
    const own = { type: "comfyui", servers: [comfy.url], workflow: file };
    const { result, record, out } = await remoteRun(own);
    expect(result).toMatchObject({ done: 2, failed: 0 });
    expect(record(1).generation).toMatchObject({ model: CHECKPOINT, settings: { workflow: "own.json", controls: ["canny"] } });
    const prompts = comfy.seen.filter(({ path }) => path === "/prompt").map(({ body }) => (JSON.parse(body.toString()) as { prompt: typeof workflow }).prompt);
    const sent = prompts.find((prompt) => prompt["10"].inputs.filename_prefix === "dst/00000000")!;
    expect(sent["2"].inputs.text).toBe(`oil painting, ${record(0).prompt!.text}`);
    expect(sent["8"].inputs.seed).toBe(record(0).generation.seed);
    expect(sent["7"].inputs).toMatchObject({ width: 64, height: 64 });

    writeFileSync(file, JSON.stringify({ ...workflow, "8": { ...workflow["8"], inputs: { ...workflow["8"].inputs, steps: 3 } } }));
    await expect(remoteRun(own, {}, { out })).rejects.toMatchObject({ code: "E_RUN_CHANGED", message: expect.stringContaining("workflowSha256") });
    expect((await remoteRun(own, {}, { out, update: true })).result).toMatchObject({ done: 2, failed: 0 });
  });

  it("goes on at another address without painting anything again", async () => {
    const { out } = await remoteRun(steered());
    const other = await new FakeComfy().start();
    const { result } = await remoteRun({ ...steered(), servers: [other.url], timeoutSeconds: 9, retries: 1 }, { count: 3 }, { out });
    expect(result).toMatchObject({ done: 3, failed: 0 });
    expect(other.painted).toHaveLength(1);
    await other.stop();
  });

  it("shares the work among servers, and takes over what waits at a slow one", async () => {
    const slow = await new FakeComfy().start();
    slow.isPaused = true;
    const { result } = await remoteRun({ ...steered(), servers: [slow.url, comfy.url] }, { count: 6 }, { onEvent: () => comfy.painted.length >= 5 && slow.isPaused && slow.resume() });
    expect(result).toMatchObject({ done: 6, failed: 0 });
    expect(comfy.painted.length + slow.painted.length).toBe(6);
    expect(comfy.painted.length).toBeGreaterThanOrEqual(4);
    await slow.stop();
  });

  it("warns of a server that is not there, and lets the others work", async () => {
    const gone = await new FakeComfy().start();
    await gone.stop();
    const { result, events } = await remoteRun({ ...steered(), servers: [gone.url, comfy.url] });
    expect(result).toMatchObject({ done: 2, failed: 0 });
    expect(events.filter(({ type }) => type === "warning")).toContainEqual({ type: "warning", message: expect.stringContaining("refuses connections") });
  });

  it("is free of controls and labels in the arm text2image", async () => {
    const { record } = await remoteRun({ ...steered(), controlnets: [], arm: "text2image" }, { count: 1 });
    expect(record(0)).toMatchObject({ arm: "text2image", labelStatus: "none", generation: { settings: { controls: [], edgeRecall: null } } });
  });
});

describe("before the first sample, comfyui says what is missing", () => {
  it.each([
    ["a checkpoint", { model: "random-sd21" }, "E_NOT_FOUND", /ckpt_name.*random-sd21[^]*It has random-sd15\.safetensors/],
    ["a ControlNet", { controlnets: [{ model: "random_sd15_segm", control: "canny" }] }, "E_NOT_FOUND", /control_net_name[^]*random_sd15_canny/],
    ["a name that two begin with", { controlnets: [{ model: "random_sd15", control: "canny" }] }, "E_NOT_FOUND", /could be several/],
    ["a sampler", { sampler: "ddimm" }, "E_NOT_FOUND", /sampler_name[^]*ddim/],
    ["what steers", { controlnets: [] }, "E_OPTION", /Nothing steers/],
    ["the model", { model: null }, "E_OPTION", /generator\.model is missing/],
  ])("%s", async (_what, change, code, message) => {
    const out = join(temporaryFolder(), "run");
    await expect(remoteRun(steered(change), {}, { out })).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(everythingIn(out)).toBe("");
  });

  it("node types, and places of a workflow of one's own", async () => {
    const attempt = (workflow: object, more: Record<string, unknown> = {}) => remoteRun({ type: "comfyui", servers: [comfy.url], workflow: temporaryFile("own.json", JSON.stringify(workflow)), ...more });
    const node = (inputs: Record<string, unknown>) => ({ class_type: "KSampler", inputs });
    await expect(attempt({ "1": { class_type: "KSamplr", inputs: { a: "{{prompt}}{{seed}}{{control.canny}}" } } })).rejects.toMatchObject({ code: "E_NOT_FOUND", message: expect.stringContaining("KSamplr"), hint: expect.stringContaining("KSampler") });
    await expect(attempt({ "1": node({ a: "{{prompt}} {{control.canny}}" }) })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("{{seed}}") });
    await expect(attempt({ "1": node({ a: "{{prompt}} {{seed}} {{control.depth}}" }) })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("{{control.canny}}") });
    await expect(attempt({ "1": node({ a: "{{promt}}" }) })).rejects.toMatchObject({ code: "E_OPTION", hint: "Did you mean {{prompt}}?" });
    await expect(attempt({ nodes: [], links: [] })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("not in API format") });
    await expect(attempt({ "1": node({}) }, { steps: 3 })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("generator.steps would be ignored") });
  });

  it("the server itself", async () => {
    await comfy.stop();
    await expect(remoteRun(steered())).rejects.toMatchObject({ code: "E_REMOTE", message: expect.stringContaining("refuses connections") });
  });

  it("a size that it cannot paint, and a soft mask", async () => {
    const { failures } = await remoteRun(steered(), { count: 1, camera: { width: 100, height: 64 } });
    expect(failures[0]).toMatchObject({ code: "E_OPTION", hint: expect.stringContaining("multiples of 8") });
    const masked = await remoteRun(steered(), { count: 1, controls: { canny: { softMask: {} } } });
    expect(masked.failures[0]).toMatchObject({ code: "E_OPTION", message: expect.stringContaining("by place") });
  });
});

describe("whatever goes wrong for a while, comfyui paints all", () => {
  const faults: [string, RegExp, Fault, number?][] = [
    ["connection dropped before the answer", /POST \/prompt/, { reset: true }],
    ["connection dropped after the prompt was queued", /POST \/prompt/, { reset: true, late: true }],
    ["connection dropped in the middle of an answer", /GET \/history/, { cut: true }],
    ["upload dropped", /POST \/upload/, { reset: true }],
    ["429 with Retry-After", /POST \/prompt/, { status: 429, headers: { "retry-after": "3" } }, 2],
    ["429 without", /POST \/prompt/, { status: 429 }, 2],
    ["500", /GET \/history/, { status: 500 }],
    ["503 with Retry-After as a date", /GET \/view/, { status: 503, headers: { date: "Fri, 27 Nov 2026 08:00:00 GMT", "retry-after": "Fri, 27 Nov 2026 08:00:04 GMT" } }],
    ["503 without", /POST \/upload/, { status: 503 }, 3],
    ["a page in HTML instead of JSON", /GET \/history/, { status: 200, headers: { "content-type": "text/html" }, body: "<html><title>Starting</title></html>" }],
    ["a picture cut off", /GET \/view/, { cut: true }],
    ["a damaged picture", /GET \/view/, { damaged: true }],
    ["silence", /GET \/view/, { hang: true }],
  ];
  it.each(faults)("%s", async (_what, match, fault, times = 1) => {
    comfy.fail(match, fault, times);
    const { result, failures } = await remoteRun(steered());
    expect(failures).toEqual([]);
    expect(result).toMatchObject({ done: 2, failed: 0 });
  });

  it("paints no prompt twice that was queued before the connection broke", async () => {
    comfy.fail(/POST \/prompt/, { reset: true, late: true });
    comfy.paintMilliseconds = 30;
    const { result } = await remoteRun(steered(), { count: 1 });
    expect(result.done).toBe(1);
    expect(comfy.painted).toHaveLength(1);
  });

  it("waits as long as the server asks", async () => {
    const { waits } = await import("./servers/quick-time.js");
    waits.length = 0;
    comfy.fail(/POST \/prompt/, { status: 429, headers: { "retry-after": "7" } });
    comfy.fail(/GET \/view/, { status: 503, headers: { date: "Fri, 27 Nov 2026 08:00:00 GMT", "retry-after": "Fri, 27 Nov 2026 08:00:04 GMT" } });
    await remoteRun(steered(), { count: 1 });
    expect(waits).toEqual(expect.arrayContaining([7, 4]));
  });

  const mischief: [string, Mischief][] = [
    ["an empty history", { empty: true }],
    ["a picture of one colour", { gray: true }],
    ["memory that ran out", { failure: { exception_type: "torch.OutOfMemoryError", exception_message: "out of memory" } }],
  ];
  it.each(mischief)("%s", async (_what, once) => {
    comfy.mischief.push(once);
    const { result } = await remoteRun(steered());
    expect(result).toMatchObject({ done: 2, failed: 0 });
    expect(comfy.painted).toHaveLength(3);
  });

  it("no websocket at all", async () => {
    await comfy.stop();
    comfy.hasSocket = false;
    await comfy.start();
    comfy.paintMilliseconds = 40;
    const { result } = await remoteRun(steered());
    expect(result).toMatchObject({ done: 2, failed: 0 });
  });

  it("a websocket that drops", async () => {
    comfy.paintMilliseconds = 60;
    const dropping = setInterval(() => comfy.dropSockets(), 25);
    const { result } = await remoteRun(steered(), { count: 4 }).finally(() => clearInterval(dropping));
    expect(result).toMatchObject({ done: 4, failed: 0 });
    expect(comfy.count(/^WS/)).toBeGreaterThan(1);
  });

  it("a server that is restarted and has lost its queue", async () => {
    comfy.isPaused = true;
    const run = remoteRun(steered());
    await vi.waitFor(() => expect(comfy.pending.length + comfy.running.length).toBeGreaterThan(0));
    await comfy.stop();
    comfy.forget();
    comfy.isPaused = false;
    await comfy.start();
    expect((await run).result).toMatchObject({ done: 2, failed: 0 });
  });

  it("a very slow server, and one that hangs in a picture", async () => {
    comfy.paintMilliseconds = 1500;
    expect((await remoteRun(steered({ timeoutSeconds: 600 }), { count: 1 })).result).toMatchObject({ done: 1, failed: 0 });
    comfy.painted.length = 0;
    const other = await new FakeComfy().start();
    const { result } = await remoteRun({ ...steered({ timeoutSeconds: 15 }), servers: [comfy.url, other.url] }, { count: 2 });
    expect(result).toMatchObject({ done: 2, failed: 0 });
    expect(comfy.interrupted.length).toBeGreaterThan(0);
    await other.stop();
  });
});

describe("what does not pass is recorded with the sample, and the others go on", () => {
  const lasting: [string, Fault, string][] = [
    ["400", { status: 400, body: '{"error":{"message":"Prompt outputs failed validation","details":""},"node_errors":{"8":{"class_type":"KSampler","errors":[{"message":"Value too big","details":"steps"}]}}}' }, "answers 400: Prompt outputs failed validation; node 8 (KSampler): Value too big, steps"],
    ["401", { status: 401 }, "answers 401"],
    ["404", { status: 404 }, "answers 404"],
    ["422", { status: 422, body: '{"detail":[{"loc":["body","steps"],"msg":"too many"}]}' }, "answers 422: body.steps: too many"],
  ];
  it.each(lasting)("%s", async (_what, fault, message) => {
    comfy.fail(/POST \/prompt/, fault);
    const { result, failures, out } = await remoteRun(steered());
    expect(result).toMatchObject({ done: 1, failed: 1 });
    expect(failures[0]).toMatchObject({ code: "E_REMOTE", message: expect.stringContaining(message), hint: expect.any(String) });
    expect((await remoteRun(steered(), {}, { out })).result).toMatchObject({ done: 2, failed: 0 });
  });

  it.each<[string, Mischief, string, string]>([
    ["a picture of another size", { size: [72, 64] }, "E_IMAGE", "72 × 64"],
    ["another seed", { seed: 5 }, "E_REMOTE", "another seed"],
    ["a node that fails", { failure: { exception_type: "ValueError", exception_message: "bad thing" } }, "E_REMOTE", "node 8 (KSampler) failed: bad thing"],
  ])("%s", async (_what, once, code, message) => {
    comfy.mischief.push(once);
    const { result, failures } = await remoteRun(steered());
    expect(result).toMatchObject({ done: 1, failed: 1 });
    expect(failures[0]).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it("errors that outlast all retries", async () => {
    comfy.fail(/POST \/prompt/, { status: 500 }, 3);
    const { result, failures } = await remoteRun(steered({ retries: 2 }), { count: 1 });
    expect(result).toMatchObject({ done: 0, failed: 1 });
    expect(failures[0]).toMatchObject({ code: "E_REMOTE", message: expect.stringContaining("answers 500") });
  });
});

describe("stopped", () => {
  it("takes back its own prompts and nobody else's", async () => {
    comfy.isPaused = true;
    comfy.addForeign("theirs-1", "running");
    comfy.addForeign("theirs-2", "pending");
    const stop = new AbortController();
    const run = remoteRun(steered(), {}, { signal: stop.signal });
    await vi.waitFor(() => expect(comfy.pending.length).toBeGreaterThan(1));
    stop.abort();
    const { result, failures } = await run;
    expect(result).toMatchObject({ done: 0, failed: 0, interrupted: true });
    expect(failures).toEqual([]);
    expect([...comfy.running, ...comfy.pending].map(([, id]) => id)).toEqual(["theirs-1", "theirs-2"]);
    expect(comfy.interrupted).toEqual([]);
  });

  it("interrupts the prompt that is being painted when it is its own", async () => {
    comfy.paintMilliseconds = 10_000;
    const stop = new AbortController();
    const run = remoteRun(steered(), { count: 1 }, { signal: stop.signal });
    await vi.waitFor(() => expect(comfy.running).toHaveLength(1));
    const id = comfy.running[0]![1];
    stop.abort();
    expect((await run).result).toMatchObject({ done: 0, failed: 0, interrupted: true });
    expect(comfy.interrupted).toEqual([id]);
  });
});

describe("secrets", () => {
  const SECRET = "s3cr3t-k3y-0f-th3-h0us3";

  it("go to the server, and nowhere else", async () => {
    vi.stubEnv("DST3D_COMFYUI_TOKEN", SECRET);
    comfy.fail(/POST \/prompt/, { status: 400, body: JSON.stringify({ error: { message: `refused Bearer ${SECRET}`, details: "" } }) });
    comfy.fail(/GET \/history/, { status: 500, body: `<title>${SECRET}</title>` }, 8);
    const { result, events, out } = await remoteRun(steered({ retries: 1 }), { count: 3 });
    expect(result.failed).toBeGreaterThan(0);
    expect(comfy.seen.filter(({ method, headers }) => method !== "WS" && headers.authorization !== `Bearer ${SECRET}`)).toEqual([]);
    expect(comfy.seen.find(({ method }) => method === "WS")!.headers.authorization).toBe(`Bearer ${SECRET}`);
    expect(JSON.stringify(events)).toContain("***");
    expect(JSON.stringify(events)).not.toContain(SECRET);
    expect(everythingIn(out)).not.toContain(SECRET);
  });

  it("have no place in addresses", async () => {
    const out = join(temporaryFolder(), "run");
    mkdirSync(out, { recursive: true });
    for (const address of [`http://user:${SECRET}@127.0.0.1:8188`, `http://127.0.0.1:8188/?token=${SECRET}`]) {
      const error = await remoteRun(steered({ servers: [address] }), {}, { out }).catch((cause: unknown) => cause);
      expect(error).toMatchObject({ code: "E_RECIPE", message: expect.stringContaining("DST3D_COMFYUI_AUTH") });
      expect(JSON.stringify(error) + String(error)).not.toContain(SECRET);
    }
    expect(everythingIn(out)).toBe("");
  });
});
