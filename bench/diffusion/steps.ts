/** The process of ours that is measured: loads both networks, then takes one step for each line it reads. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { readConfigFile } from "../../src/diffusion/config.js";
import { stackedResiduals } from "../../src/diffusion/control-stack.js";
import { controlNet, controlNetInputs, readControlNetConfig } from "../../src/diffusion/controlnet.js";
import { denoise, type ModelQuestion } from "../../src/diffusion/denoise.js";
import { loadControlNet, loadUnet } from "../../src/diffusion/load.js";
import type { FloatTensor } from "../../src/nn/graph/float-tensor.js";
import { createScheduler } from "../../src/diffusion/schedulers/registry.js";
import { controlInputs, readUnetConfig, unet, unetInputs } from "../../src/diffusion/unet.js";
import { Graph } from "../../src/nn/graph/graph.js";
import { Scope } from "../../src/nn/graph/scope.js";
import { loadOnnxRuntime } from "../../src/nn/session/onnx-runtime.js";
import { encodeGraph } from "../../src/nn/session/open-graph.js";
import { readWeights } from "../../src/nn/session/read-weights.js";
import { SCHEDULER, stepShapes } from "./model.js";

const GUIDANCE = 9;

function answer(values: Record<string, unknown>): void {
  const status = readFileSync("/proc/self/status", "utf8");
  const megabytes = (field: string): number => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)![1]) / 1024;
  console.log(`@@${JSON.stringify({ ...values, peak: megabytes("VmHWM"), resident: megabytes("VmRSS"), private: megabytes("RssAnon") })}`);
}

/** Writes the UNet's graph, as loadUnet does before ONNX Runtime gets it. */
async function buildUnet(folder: string): Promise<number> {
  const config = readUnetConfig(await readConfigFile(folder), folder);
  const graph = new Graph("unet");
  graph.output("out", unet(new Scope(graph, await readWeights(folder)), config, unetInputs(graph, config), controlInputs(graph, config)));
  return encodeGraph(graph).bytes.length;
}

async function buildControlNet(folder: string): Promise<number> {
  const config = readControlNetConfig(await readConfigFile(folder), folder);
  const graph = new Graph("controlnet");
  const { down, middle } = controlNet(new Scope(graph, await readWeights(folder)), config, controlNetInputs(graph, config, { mask: true }));
  [...down, middle].forEach((value, index) => graph.output(`residual_${index}`, value));
  return encodeGraph(graph).bytes.length;
}

async function seconds<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const result = await work();
  return [(performance.now() - start) / 1000, result];
}

/** @param cache where optimised graphs are kept; null keeps none */
export async function serveSteps(folder: string, cache: string | null): Promise<void> {
  const [unetFolder, controlFolder] = [join(folder, "unet"), join(folder, "controlnet")];
  const [unetGraphSeconds, unetGraphBytes] = await seconds(() => buildUnet(unetFolder));
  const [controlGraphSeconds, controlGraphBytes] = await seconds(() => buildControlNet(controlFolder));
  const kept = cache === null ? {} : { cacheFolder: cache };
  const before = process.cpuUsage();
  const [unetSeconds, model] = await seconds(() => loadUnet(unetFolder, { ...kept, control: true }));
  const [controlSeconds, controlnet] = await seconds(() => loadControlNet(controlFolder, { ...kept, mask: true }));
  const loading = process.cpuUsage(before);

  // The only way to ONNX Runtime: what is not spent in here is ours.
  let inside = 0;
  const { prototype } = (await loadOnnxRuntime()).InferenceSession as unknown as { prototype: { run(...given: unknown[]): Promise<unknown> } };
  const { run } = prototype;
  prototype.run = async function (...given) {
    const start = performance.now();
    const result = await run.apply(this, given);
    inside += (performance.now() - start) / 1000;
    return result;
  };
  const { side } = JSON.parse(readFileSync(join(folder, "step.json"), "utf8")) as { side: number };
  const shapes = stepShapes(side);
  const read = (name: keyof typeof shapes): FloatTensor => ({ data: new Float32Array(Uint8Array.from(readFileSync(join(folder, `${name}.f32`))).buffer), shape: shapes[name] });
  const [latents, prompt, image] = [read("latents"), read("prompt"), read("image")];
  const tasks = [{ image, weight: 1, span: { start: 0, end: 1 }, mask: null }];
  answer({ graphs: { unetGraphSeconds, unetGraphBytes, controlGraphSeconds, controlGraphBytes }, unetSeconds, controlSeconds, seconds: unetSeconds + controlSeconds, cpuSeconds: (loading.user + loading.system) / 1e6 });

  for await (const line of createInterface({ input: process.stdin })) {
    const { output } = JSON.parse(line) as { output: string | null };
    const asked: FloatTensor[] = [];
    const ask = async ({ sample, timestep, index, count }: ModelQuestion): Promise<FloatTensor> => {
      const feeds = { sample, timesteps: [timestep, timestep], prompt };
      asked.push(await model.run({ ...feeds, residuals: await stackedResiduals([controlnet], { feeds, tasks, index, count, guessMode: null, unconditional: 0 }) }));
      return asked[0]!;
    };
    const cpu = process.cpuUsage();
    inside = 0;
    const [taken] = await seconds(async () => {
      const scheduler = createScheduler(SCHEDULER);
      scheduler.setTimesteps(1);
      await denoise({ scheduler, latents, begin: 0, guidance: GUIDANCE, rescale: 0, noise: [], ask });
    });
    const { user, system } = process.cpuUsage(cpu);
    if (output !== null) writeFileSync(output, asked[0]!.data);
    answer({ seconds: taken, cpuSeconds: (user + system) / 1e6, outside: taken - inside });
  }
}
