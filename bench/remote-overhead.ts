/**
 * What a picture painted by a server costs on our side: the time of `generate` against servers on the loopback, in a
 * process of their own, that have the picture ready, less that of the same requests made by bare HTTP. At 512², one
 * sample at a time. Part of it are the control's PNG and the decoding of the answer, which are also given apart.
 * Usage: node bench/run.mjs remote-overhead [images]
 */
import { fork } from "node:child_process";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { decodeRgb, encodePng } from "../src/codecs/image.js";
import { random } from "../src/core/random.js";
import { controlOf } from "../src/controls/registry.js";
import { builtinWorkflow } from "../src/generate/comfyui/builtin-workflow.js";
import { fillIn, findPlaces } from "../src/generate/comfyui/placeholders.js";
import { edgeRecall } from "../src/generate/remote/edge-recall.js";
import { generatorOf, generatorOptions } from "../src/generate/registry.js";
import { makePlan } from "../src/pipeline/plan.js";
import { createProducer } from "../src/pipeline/produce.js";
import { parseRecipe } from "../src/recipe/read.js";
import { FakeA1111 } from "../test/generate/servers/fake-a1111.js";
import { FakeComfy } from "../test/generate/servers/fake-comfy.js";
import { conclude, median, printTable } from "./common/statistics.js";

const SIDE = 512;
const WARM_UP = 40;
const MOST_MILLISECONDS = 5;

/** As large as a photograph's PNG: smooth, with grain. */
function photograph(): Promise<Uint8Array> {
  const grain = random(1, "bench", "grain");
  const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return 60 + ((pixel % SIDE) >> 2) + (Math.floor(pixel / SIDE / 64) % 2) * 60 + grain.integer(9);
  });
  return encodePng({ width: SIDE, height: SIDE, channels: 3, data });
}

async function serve(): Promise<void> {
  const [comfy, a1111] = [new FakeComfy(), new FakeA1111()];
  comfy.picture = a1111.picture = await photograph();
  await comfy.start();
  await a1111.start();
  const forget = setInterval(() => [comfy, a1111].forEach((server) => (server.seen.length = 0)), 500);
  process.send!({ comfy: comfy.url, a1111: a1111.url });
  process.on("disconnect", () => {
    clearInterval(forget);
    process.exit(0);
  });
}

const agent = new Agent({ keepAlive: true });
function bare(url: string, body: string | Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: body.length === 0 ? "GET" : "POST", agent, headers: { "content-length": Buffer.byteLength(body) } }, (answer) => {
      const answers: Buffer[] = [];
      answer.on("data", (part: Buffer) => answers.push(part)).on("end", () => resolve(Buffer.concat(answers)));
    });
    call.on("error", reject);
    call.end(body);
  });
}

/** Median wall and mean CPU milliseconds. */
async function timed(count: number, work: () => unknown): Promise<{ wall: number; cpu: number }> {
  for (let index = 0; index < WARM_UP; index++) await work();
  const walls: number[] = [];
  const cpu = process.cpuUsage();
  for (let index = 0; index < count; index++) {
    const start = performance.now();
    await work();
    walls.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(cpu);
  return { wall: median(walls), cpu: (user + system) / 1000 / count };
}

async function measure(count: number): Promise<void> {
  const server = fork(fileURLToPath(import.meta.url), ["serve"]);
  const urls = await new Promise<{ comfy: string; a1111: string }>((resolve) => server.once("message", (message) => resolve(message as { comfy: string; a1111: string })));
  const recipe = parseRecipe({ name: "overhead", count: 1, shapes: [{ builtin: ["car"] }], environments: [{ builtin: "studio" }], camera: { width: SIDE, height: SIDE }, generator: { type: "render" } });
  const plan = await makePlan(recipe, { folder: process.cwd() });
  const context = { signal: new AbortController().signal, warn: () => {} };
  const rendered = await createProducer(plan, { shapes: {}, environments: {}, weights: [] }).render(0, context);
  const canny = await controlOf("canny", recipe.controls)(rendered);
  const sample = { ...rendered, controls: { canny } };

  const control = await encodePng(canny.image);
  const picture = await photograph();
  const decoded = await decodeRgb(picture);
  const parts = {
    "control as PNG": await timed(count, () => encodePng(canny.image)),
    "answer decoded": await timed(count, () => decodeRgb(picture)),
    "recall of edges": await timed(count, () => edgeRecall(decoded, canny.image, (pixel) => rendered.passes.instanceId[pixel] !== 0)),
  };
  const kinds = {
    comfyui: { servers: [urls.comfy], model: "random-sd15", controlnets: [{ model: "random_sd15_canny", control: "canny" }] },
    a1111: { servers: [urls.a1111], model: "v1-5-pruned-emaonly", controlnets: [{ model: "control_v11p_sd15_canny", control: "canny" }] },
  };
  const rows: (string | number)[][] = [["512², one at a time", "wall ms", "CPU ms"]];
  for (const [name, { wall, cpu }] of Object.entries(parts)) rows.push([name, wall, cpu]);
  const checks: { what: string; holds: boolean }[] = [];
  for (const [type, options] of Object.entries(kinds)) {
    const generator = generatorOf(generatorOptions.parse({ type, ...options }), ".");
    await generator.probe(context.signal);
    let seed = 1;
    const ours = await timed(count, () => generator.generate({ ...sample, seed: seed++ }, context));
    const transfer = await timed(count, () => transferOf(type, urls, control, picture));
    await generator.close();
    rows.push([`${type}: generate`, ours.wall, ours.cpu], [`${type}: the same bytes, bare`, transfer.wall, transfer.cpu]);
    const overhead = ours.wall - transfer.wall;
    const codecs = parts["control as PNG"].wall + parts["answer decoded"].wall;
    checks.push({ what: `${type}: ${overhead.toFixed(1)} ms per image beside transfer; without PNG codecs ${(overhead - codecs).toFixed(1)} ms, at most ${MOST_MILLISECONDS} ms`, holds: overhead - codecs <= MOST_MILLISECONDS });
  }
  printTable(rows);
  conclude(checks);
  agent.destroy();
  server.disconnect();
}

/** What has to travel, whoever sends it: the control there, the picture back, and the server's answers in between. */
async function transferOf(type: string, { comfy, a1111 }: { comfy: string; a1111: string }, control: Uint8Array, picture: Uint8Array): Promise<void> {
  if (type === "a1111") {
    const unit = { enabled: true, model: "control_v11p_sd15_canny [d14c016b]", weight: 1, image: Buffer.from(control).toString("base64") };
    await bare(`${a1111}/sdapi/v1/txt2img`, JSON.stringify({ force_task_id: "bare", prompt: "", seed: 1, width: SIDE, height: SIDE, override_settings: { sd_model_checkpoint: "x" }, alwayson_scripts: { controlnet: { args: [unit] } } }));
    return;
  }
  const form = Buffer.concat([Buffer.from('name="type"\r\n\r\ntemp\r\nfilename="bare.png"\r\n\r\n'), control, Buffer.from("\r\n--")]);
  await bare(`${comfy}/upload/image`, form);
  const graph = builtinWorkflow({ base: "sd15", model: "random-sd15.safetensors", controlnets: [{ model: "random_sd15_canny.safetensors", control: "canny" }], loras: [], vae: null, steps: 20, guidance: 9, sampler: "ddim", scheduler: "normal", weight: 1, span: { start: 0, end: 1 } });
  const values = { prompt: "bare", negative: "", seed: 1, width: SIDE, height: SIDE, "control.canny": "/bare.png [temp]" } as const;
  const { prompt_id: id } = JSON.parse(String(await bare(`${comfy}/prompt`, JSON.stringify({ prompt: fillIn(graph, findPlaces(graph), values) })))) as { prompt_id: string };
  while ((await bare(`${comfy}/history/${id}`, "")).length < 10);
  const bytes = (await bare(`${comfy}/view?filename=${id}.png`, "")).length;
  if (bytes !== picture.length) throw new Error(`${bytes} bytes came back`);
}

await (process.argv[2] === "serve" ? serve() : measure(Number(process.argv[2] ?? 200)));
