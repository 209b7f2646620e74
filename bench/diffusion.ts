/**
 * Stable Diffusion 1.5 with a ControlNet at full size on the CPU, against diffusers and torch: the same random weights,
 * the same inputs (512², guidance, so a batch of 2), steps taken in turns so that the machine's other load meets all.
 * One step is ControlNet and UNet; ours also counts guidance and scheduler. Weights (2.4 GB as float16) and optimised
 * graphs (4.9 GB) are written into a temporary folder and removed; 14 GB of memory are needed. Linux only (/proc).
 * Needs a python3 with torch and diffusers; PYTHON names another one.
 * Usage: node bench/run.mjs diffusion [steps = 5] [image side = 512] [float16 | float32: how weights are stored]
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { conclude, median, printTable } from "./common/statistics.js";
import { talkTo, type Talk } from "./common/talk.js";
import { PYTHON, writeModel } from "./diffusion/model.js";
import { serveSteps } from "./diffusion/steps.js";

/** Megabytes of a process. */
interface Memory {
  peak: number;
  resident: number;
  private: number;
}

interface Loaded extends Memory {
  seconds: number;
  cpuSeconds: number;
}

interface Step extends Memory {
  seconds: number;
  cpuSeconds: number;
  /** Ours only: seconds not in ONNX Runtime. */
  outside?: number;
}

interface Graphs {
  unetGraphSeconds: number;
  unetGraphBytes: number;
  controlGraphSeconds: number;
  controlGraphBytes: number;
}

/** The first one taken warms up. */
const WARM_UP = 1;

const [mode, ...rest] = process.argv.slice(2);
if (mode === "serve") await serveSteps(rest[0]!, rest[1] ?? null);
else await compare(Number(mode ?? 5), Number(rest[0] ?? 512), rest[1] === "float32" ? "float32" : "float16");

async function compare(steps: number, side: number, type: "float16" | "float32"): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dst3d-diffusion-"));
  const cache = join(folder, "graphs");
  try {
    console.log(`${cpus().length} × ${cpus()[0]!.model}, load ${loadavg()[0]!.toFixed(1)}; ${side}², batch 2, weights stored as ${type}`);
    const parameters = writeModel(folder, side, type);
    const fp32 = (parameters.reduce((sum, count) => sum + count, 0) * 4) / 2 ** 20;
    console.log(`UNet ${parameters[0]} parameters, ControlNet ${parameters[1]}: ${fp32.toFixed(0)} MB as float32`);

    const plain = await ours(folder, null);
    const plainStep = await step(plain, join(folder, "plain.f32"));
    await plain.close();
    mkdirSync(cache);
    const first = await ours(folder, cache);
    await first.close();
    const others = { "ours, fp32": await ours(folder, cache), "torch, fp32": await torch(folder, "float32"), "torch, bf16": await torch(folder, "bfloat16") };
    const taken = await inTurns(others, steps, folder);

    const { graphs } = plain.greeting as unknown as { graphs: Graphs };
    const graphSeconds = Math.max(graphs.unetGraphSeconds, graphs.controlGraphSeconds);
    const graphBytes = Math.max(graphs.unetGraphBytes, graphs.controlGraphBytes);
    console.log(`graphs: UNet ${graphs.unetGraphSeconds.toFixed(2)} s, ${graphs.unetGraphBytes} bytes; ControlNet ${graphs.controlGraphSeconds.toFixed(2)} s, ${graphs.controlGraphBytes} bytes; kept graphs ${(sizeOf(cache) / 2 ** 20).toFixed(0)} MB\n`);
    const [plainLoad, firstLoad] = [loaded(plain), loaded(first)];
    const last = Object.fromEntries(Object.entries(taken).map(([name, list]) => [name, list.at(-1)!]));
    printTable([
      ["", "load s", "CPU s", "s/step", "CPU s/step", "steps", "peak MB", "resident MB", "private MB"],
      ["ours, nothing kept", plainLoad.seconds, plainLoad.cpuSeconds, plainStep.seconds, plainStep.cpuSeconds, "1, cold", ...memory(plainStep)],
      ["ours, first load (graph kept)", firstLoad.seconds, firstLoad.cpuSeconds, "-", "-", "-", ...memory(firstLoad)],
      ...Object.entries(others).map(([name, talk]) => [name.replace("ours,", "ours, later load,"), loaded(talk).seconds, loaded(talk).cpuSeconds, secondsOf(taken[name]!), cpuOf(taken[name]!), steps, ...memory(last[name]!)]),
    ]);
    console.log(`torch ${String(others["torch, fp32"].greeting["version"])}: imports took ${[others["torch, fp32"], others["torch, bf16"]].map((talk) => Number(talk.greeting["imports"]).toFixed(1)).join(" and ")} s beside load`);

    const outputs = Object.fromEntries(["plain", ...Object.keys(others)].map((name) => [name, readOutput(folder, name)]));
    const reference = outputs["torch, fp32"]!;
    const largest = reference.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const difference = (name: string): number => outputs[name]!.reduce((most, value, index) => Math.max(most, Math.abs(value - reference[index]!)), 0) / largest;
    console.log(`largest difference from torch fp32, over the largest value ${largest.toFixed(2)}: ours ${difference("ours, fp32").toExponential(1)}, torch bf16 ${difference("torch, bf16").toExponential(1)}\n`);
    for (const talk of Object.values(others)) await talk.close();
    console.log(`load afterwards: ${loadavg()[0]!.toFixed(1)}`);

    const own = taken["ours, fp32"]!;
    const ratio = secondsOf(taken["torch, fp32"]!) / secondsOf(own);
    const byCpu = cpuOf(taken["torch, fp32"]!) / cpuOf(own);
    const bf16 = secondsOf(own) / secondsOf(taken["torch, bf16"]!);
    const outside = median(own.map((each) => each.outside! / each.seconds)) * 100;
    const later = loaded(others["ours, fp32"]);
    const share = last["ours, fp32"]!.private / fp32;
    const kept = Buffer.from(outputs["plain"]!.buffer).equals(Buffer.from(outputs["ours, fp32"]!.buffer));
    console.log(`torch bf16 is ${bf16.toFixed(2)}× as fast per step as ours in fp32`);
    conclude([
      { what: `the same work: within 2e-4 of torch fp32 (${difference("ours, fp32").toExponential(1)})`, holds: difference("ours, fp32") <= 2e-4 },
      { what: `>= 1.0× torch fp32 per step (${ratio.toFixed(2)}× by the clock, ${byCpu.toFixed(2)}× by CPU time)`, holds: ratio >= 1 },
      { what: `first load <= 30 s (${loadText(firstLoad)} with the graph kept, ${loadText(plainLoad)} without)`, holds: firstLoad.seconds <= 30 },
      { what: `later load <= 4 s (${loadText(later)})`, holds: later.seconds <= 4 },
      { what: `private memory of later load <= 0.75× the fp32 bytes (${share.toFixed(2)}×)`, holds: share <= 0.75 },
      { what: "output of the kept graph equal bit for bit", holds: kept },
      { what: `time outside ONNX Runtime <= 2 % (${outside.toFixed(2)} %)`, holds: outside <= 2 },
      { what: `a graph in <= 2 s (${graphSeconds.toFixed(2)} s)`, holds: graphSeconds <= 2 },
      { what: `a graph of <= 5 MB (${(graphBytes / 1e6).toFixed(2)} MB)`, holds: graphBytes <= 5e6 },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ours(folder: string, cache: string | null): Promise<Talk> {
  return talkTo(process.execPath, [fileURLToPath(import.meta.url), "serve", folder, ...(cache === null ? [] : [cache])]);
}

function torch(folder: string, type: string): Promise<Talk> {
  return talkTo(PYTHON, ["bench/diffusion/steps.py", folder, type]);
}

async function step(talk: Talk, output: string | null): Promise<Step> {
  return (await talk.ask({ output })) as unknown as Step;
}

async function inTurns(talks: Readonly<Record<string, Talk>>, steps: number, folder: string): Promise<Record<string, Step[]>> {
  const taken: Record<string, Step[]> = Object.fromEntries(Object.keys(talks).map((name) => [name, []]));
  for (let round = 0; round < WARM_UP + steps; round++) {
    for (const [name, talk] of Object.entries(talks)) {
      const one = await step(talk, round === 0 ? join(folder, `${name}.f32`) : null);
      if (round >= WARM_UP) taken[name]!.push(one);
    }
  }
  return taken;
}

function loaded(talk: Talk): Loaded {
  return talk.greeting as unknown as Loaded;
}

function loadText({ seconds, cpuSeconds }: Loaded): string {
  return `${seconds.toFixed(1)} s, of CPU time ${cpuSeconds.toFixed(1)} s`;
}

function memory({ peak, resident, private: own }: Memory): string[] {
  return [peak, resident, own].map((megabytes) => megabytes.toFixed(0));
}

function secondsOf(steps: readonly Step[]): number {
  return median(steps.map(({ seconds }) => seconds));
}

function cpuOf(steps: readonly Step[]): number {
  return median(steps.map(({ cpuSeconds }) => cpuSeconds));
}

function readOutput(folder: string, name: string): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(join(folder, `${name}.f32`))).buffer);
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => sum + (entry.isDirectory() ? sizeOf(join(folder, entry.name)) : statSync(join(folder, entry.name)).size), 0);
}
