import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CHECKPOINT, CONTROLNETS, FakeA1111, type Mischief } from "./servers/fake-a1111.js";
import type { Fault } from "./servers/fake-server.js";
import { everythingIn, remoteRun } from "./servers/remote-run.js";

vi.mock("../../src/core/time.js", () => import("./servers/quick-time.js"));

let server: FakeA1111;
beforeEach(async () => {
  server = await new FakeA1111().start();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

const steered = (more: Record<string, unknown> = {}) => ({ type: "a1111", servers: [server.url], model: "v1-5-pruned-emaonly", controlnets: [{ model: "control_v11p_sd15_canny", control: "canny" }], steps: 2, ...more });

describe("generator a1111", () => {
  it("paints with the server's exact names, and records what painted", async () => {
    const { result, record, out } = await remoteRun(steered({ scheduler: "karras" }));
    expect(result).toMatchObject({ done: 2, failed: 0 });
    expect(record(0)).toMatchObject({ arm: "diffusion", labelStatus: "intended", passesValidInside: "mask" });
    const { generation, prompt } = record(0);
    expect(generation).toMatchObject({
      generator: "a1111",
      model: CHECKPOINT,
      hashes: { checkpoint: expect.stringMatching(/^6ce0161689/) },
      settings: { steps: 2, guidance: 9, weight: 1, sampler: "DDIM", scheduler: "Karras", controlMode: "balanced", controls: ["canny"], controlnets: [CONTROLNETS[0]], modelHash: "6ce0161689", serverVersion: "v1.10.1" },
    });
    expect(generation.settings["edgeRecall"]).toBeGreaterThan(0.9);
    expect(everythingIn(`${out}/shard-00000`)).not.toContain("127.0.0.1");
    const asked = server.asked[0]!;
    expect(asked).toMatchObject({ prompt: prompt!.text, negative_prompt: prompt!.negative, seed: generation.seed, width: 64, height: 64, cfg_scale: 9, sampler_name: "DDIM", scheduler: "Karras", save_images: false, override_settings: { sd_model_checkpoint: CHECKPOINT } });
    const unit = asked.alwayson_scripts!.controlnet.args[0]!;
    expect(unit).toMatchObject({ enabled: true, model: CONTROLNETS[0], weight: 1, resize_mode: "Just Resize", control_mode: "Balanced", guidance_start: 0, guidance_end: 1, save_detected_map: false });
    expect(unit).not.toHaveProperty("module"); // "none" or "None": each server knows only one of them
    expect(unit.image).not.toMatch(/^data:/);
  });

  it("lets several units act", async () => {
    const { record } = await remoteRun(steered({ controlnets: [{ model: CONTROLNETS[0]!, control: "canny" }, { model: "control_v11f1p_sd15_depth", control: "depth" }], weight: 0.8, span: { start: 0.1, end: 0.7 } }), { count: 1 });
    expect(record(0).generation.settings).toMatchObject({ controls: ["canny", "depth"], weight: 0.8, span: { start: 0.1, end: 0.7 } });
    expect(server.asked[0]!.alwayson_scripts!.controlnet.args.map(({ model }) => model)).toEqual([CONTROLNETS[0], CONTROLNETS[1]]);
  });

  it("gives each server one picture at a time", async () => {
    const other = await new FakeA1111().start();
    server.paintMilliseconds = 5;
    other.paintMilliseconds = 5;
    const { result } = await remoteRun({ ...steered(), servers: [server.url, other.url] }, { count: 6 });
    expect(result).toMatchObject({ done: 6, failed: 0 });
    expect(server.asked.length + other.asked.length).toBe(6);
    expect(Math.min(server.asked.length, other.asked.length)).toBeGreaterThan(0);
    await other.stop();
  });
});

describe("before the first sample, a1111 says what is missing", () => {
  it.each([
    ["a checkpoint", { model: "dreamshapper" }, "E_NOT_FOUND", /no checkpoint dreamshapper[^]*dreamshaper_8/],
    ["a ControlNet", { controlnets: [{ model: "control_v11p_sd15_cany", control: "canny" }] }, "E_NOT_FOUND", /control_v11p_sd15_canny \[d14c016b\]/],
    ["a ControlNet that several could be", { controlnets: [{ model: "control_v11", control: "canny" }] }, "E_NOT_FOUND", /several that begin so/],
    ["a sampler", { sampler: "DDMI" }, "E_NOT_FOUND", /no sampler DDMI[^]*DDIM/],
    ["a scheduler", { scheduler: "karas" }, "E_NOT_FOUND", /no scheduler karas[^]*Karras/],
    ["what steers", { controlnets: [] }, "E_OPTION", /Nothing steers/],
  ])("%s", async (_what, change, code, message) => {
    await expect(remoteRun(steered(change))).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(server.asked).toEqual([]);
  });

  it("the extension, the API, the password, the server", async () => {
    server.hasControlNet = false;
    await expect(remoteRun(steered())).rejects.toMatchObject({ code: "E_NOT_FOUND", message: expect.stringContaining("no ControlNet") });
    server.fail(/sd-models/, { status: 404, body: '{"detail":"Not Found"}' });
    await expect(remoteRun(steered())).rejects.toMatchObject({ code: "E_NOT_FOUND", hint: "Start the server with --api." });
    server.fail(/sd-models/, { status: 401, body: '{"detail":"Incorrect username or password"}' });
    await expect(remoteRun(steered())).rejects.toMatchObject({ code: "E_REMOTE", message: expect.stringContaining("Incorrect username or password"), hint: expect.stringContaining("DST3D_A1111_AUTH") });
    await server.stop();
    await expect(remoteRun(steered())).rejects.toMatchObject({ code: "E_REMOTE", message: expect.stringContaining("refuses connections") });
  });
});

describe("whatever goes wrong for a while, a1111 paints all", () => {
  const txt2img = /POST \/sdapi\/v1\/txt2img/;
  it.each<[string, Fault, number?]>([
    ["connection dropped before the answer", { reset: true }],
    ["connection dropped after the picture was painted", { reset: true, late: true }],
    ["answer cut off", { cut: true }],
    ["429 with Retry-After", { status: 429, headers: { "retry-after": "2" } }, 2],
    ["500", { status: 500, body: '{"error":"OutOfMemoryError","detail":"","body":"","errors":"CUDA out of memory"}' }],
    ["503", { status: 503 }, 2],
    ["a page in HTML instead of JSON", { status: 200, body: "<!doctype html><title>Bad gateway</title>" }],
    ["no picture", { status: 200, body: '{"images":[],"info":"{}"}' }],
  ])("%s", async (_what, fault, times = 1) => {
    server.fail(txt2img, fault, times);
    const { result, failures } = await remoteRun(steered());
    expect(failures).toEqual([]);
    expect(result).toMatchObject({ done: 2, failed: 0 });
  });

  it("servers without the route that tells progress, and one that is stopped for a while", async () => {
    server.fail(/internal\/progress/, { status: 404 }, 1000);
    server.paintMilliseconds = 60;
    const run = remoteRun(steered());
    await vi.waitFor(() => expect(server.current).not.toBeNull());
    await server.stop();
    await server.start();
    const { result, failures } = await run;
    expect(failures).toEqual([]);
    expect(result).toMatchObject({ done: 2, failed: 0 });
  });

  it("a picture that makes no progress is interrupted, being our own, and painted again", async () => {
    server.paintMilliseconds = 100_000;
    const run = remoteRun(steered({ timeoutSeconds: 10 }), { count: 1 });
    await vi.waitFor(() => expect(server.interrupts).toBe(1));
    server.paintMilliseconds = 0;
    expect((await run).result).toMatchObject({ done: 1, failed: 0 });
  });
});

describe("what does not pass is recorded with the sample, and the others go on", () => {
  it.each<[string, Mischief, string, string]>([
    ["another seed", { seed: 4 }, "E_REMOTE", "painted with seed 4"],
    ["another checkpoint", { model: "dreamshaper_8" }, "E_REMOTE", "painted with the checkpoint dreamshaper_8"],
    ["another size", { size: [64, 72] }, "E_IMAGE", "64 × 72"],
  ])("%s", async (_what, once, code, message) => {
    server.mischief.push(once);
    const { result, failures } = await remoteRun(steered());
    expect(result).toMatchObject({ done: 1, failed: 1 });
    expect(failures[0]).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it("units that the server drops in silence", async () => {
    server.units = 0;
    const { failures } = await remoteRun(steered(), { count: 1 });
    expect(failures[0]).toMatchObject({ code: "E_REMOTE", message: expect.stringContaining("did not let the ControlNet control_v11p_sd15_canny [d14c016b] act") });
  });

  it("422", async () => {
    server.fail(/txt2img/, { status: 422, body: '{"detail":"Script \'controlnet\' not found"}' });
    const { result, failures } = await remoteRun(steered());
    expect(result).toMatchObject({ done: 1, failed: 1 });
    expect(failures[0]!.message).toContain("answers 422: Script 'controlnet' not found");
  });
});

describe("stopped", () => {
  it("interrupts its own picture", async () => {
    server.paintMilliseconds = 100_000;
    const stop = new AbortController();
    const run = remoteRun(steered(), {}, { signal: stop.signal });
    await vi.waitFor(() => expect(server.current).not.toBeNull());
    stop.abort();
    expect((await run).result).toMatchObject({ done: 0, failed: 0, interrupted: true });
    expect(server.interrupts).toBe(1);
  });

  it("leaves somebody else's alone", async () => {
    server.paintMilliseconds = 100_000;
    const theirs = fetch(`${server.url}/sdapi/v1/txt2img`, { method: "POST", body: JSON.stringify({ force_task_id: "theirs", prompt: "", seed: 1, width: 8, height: 8, override_settings: { sd_model_checkpoint: "x" } }) });
    await vi.waitFor(() => expect(server.current).toBe("theirs"));
    const stop = new AbortController();
    const run = remoteRun(steered(), {}, { signal: stop.signal });
    await vi.waitFor(() => expect(server.waiting).toHaveLength(1));
    stop.abort();
    expect((await run).result).toMatchObject({ failed: 0, interrupted: true });
    expect(server.interrupts).toBe(0);
    server.paintMilliseconds = 0;
    server.release();
    expect((await theirs).status).toBe(200);
  });
});

it("secrets go to the server, and nowhere else", async () => {
  vi.stubEnv("DST3D_A1111_AUTH", "painter:s3cr3t-p4ssw0rd");
  const encoded = Buffer.from("painter:s3cr3t-p4ssw0rd").toString("base64");
  server.fail(/txt2img/, { status: 422, body: `{"detail":"no such user painter:s3cr3t-p4ssw0rd, ${encoded}"}` });
  const { events, out, result } = await remoteRun(steered());
  expect(result).toMatchObject({ done: 1, failed: 1 });
  expect(server.seen.every(({ headers }) => headers.authorization === `Basic ${encoded}`)).toBe(true);
  for (const text of [JSON.stringify(events), everythingIn(out)]) {
    expect(text).toContain("***");
    expect(text).not.toContain("s3cr3t-p4ssw0rd");
    expect(text).not.toContain(encoded);
  }
});
