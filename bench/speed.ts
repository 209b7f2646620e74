/**
 * Speed: one thread of dst3d against Cycles with the original's settings (32 samples, two threads), the same views of
 * the same models, taken in turns so that the machine's other load meets both. Shapes and environments are loaded once
 * on both sides; all else is made anew for every view. On a busy machine the clock favours the shorter job, therefore
 * CPU time is shown too: all of Cycles' CPU time, halved as if its two threads never waited, over ours. The object rows
 * are lit by the original's area light on both sides; the row below them adds what Cycles then does not do. Needs
 * Blender (3.4 was used), and xvfb-run for EEVEE and Workbench. Usage: node bench/run.mjs speed [rounds] [quick: no EEVEE and Workbench]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { annotateObjects } from "../src/annotate/record.js";
import { controlOf } from "../src/controls/registry.js";
import { canonicalJson } from "../src/dataset/canonical-json.js";
import { openDatasetWriter } from "../src/dataset/open-dataset.js";
import { generatorOf } from "../src/generate/registry.js";
import { sceneAssembler } from "../src/pipeline/assemble.js";
import { makePlan, type Plan } from "../src/pipeline/plan.js";
import { createProducer, type Producer } from "../src/pipeline/produce.js";
import { hashAssets } from "../src/pipeline/stage-hashes.js";
import { parseRecipe } from "../src/recipe/read.js";
import { renderPasses } from "../src/render/passes.js";
import { sceneLight } from "../src/render/scene-light.js";
import { RenderWorkspace } from "../src/render/workspace.js";
import type { ControlledSample } from "../src/sample/sample.js";
import { assetsFolder } from "./common/assets.js";
import { talkToBlender } from "./common/blender.js";
import type { Talk } from "./common/talk.js";
import { conclude, median, printTable } from "./common/statistics.js";

const assets = assetsFolder();
const HDR = "park";
const MODELS = {
  "flight-helmet (95k triangles)": { path: join(assets, "models/flight-helmet/FlightHelmet.gltf"), shape: { file: join(assets, "models/flight-helmet/FlightHelmet.gltf"), category: "helmet" } },
  "Cop_SUV (3.6k triangles)": { path: join(assets, "models/car/RealisticCarPack2018_Cop_SUV.glb"), shape: { folder: join(assets, "models"), ids: ["RealisticCarPack2018_Cop_SUV"] } },
};
const WARM_UP_VIEWS = 60;
const VIEWS_PER_ROUND = 8;
const OTHER_ENGINE_VIEWS = 5;
const CYCLES_THREADS = 2;

const rounds = Number(process.argv[2] ?? 7);
const quick = process.argv.includes("quick");
const context = { signal: new AbortController().signal, warn: () => {} };

/** Wall and CPU milliseconds; CPU of all threads. */
interface Taken {
  wall: number;
  cpu: number;
}

async function timed(work: () => Promise<unknown>): Promise<Taken> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000 };
}

/** The kinds of work that are compared. */
interface Ours {
  /** Passes lit as in the original, canny, labels. */
  objects(index: number): Promise<unknown>;
  /** The same, lit by the panorama with its sun, shadows and ground. */
  lit(index: number): Promise<unknown>;
  bg3d(index: number): Promise<unknown>;
  files(index: number): Promise<unknown>;
  record(index: number): Promise<string>;
  /** CPU milliseconds per step of `files`, one list per step. */
  steps: Map<string, number[]>;
  close(): Promise<void>;
}

/** Passes, canny and labels of a plan's samples: everything but the finished picture and files. */
function objectMaker(plan: Plan): (index: number) => Promise<ControlledSample> {
  const assembler = sceneAssembler(plan);
  const workspace = new RenderWorkspace();
  const canny = controlOf("canny", plan.recipe.controls);
  return async (index) => {
    const planned = plan.sample(index);
    const content = await assembler.assemble(planned);
    const sample = { ...planned, content, passes: renderPasses(content, { light: sceneLight(content), workspace }) };
    const controls = { canny: await canny(sample) };
    canonicalJson(annotateObjects(sample, workspace));
    return { ...sample, controls };
  };
}

async function prepareOurs(shape: object, folder: string): Promise<Ours> {
  const base = { name: "speed", seed: 21, count: 1_000_000, shapes: [shape], viewpoints: { preset: 3 }, outputs: ["image", "canny", "depth"] };
  const steps = new Map<string, number[]>();
  const plan = await makePlan(parseRecipe({ ...base, environments: [{ folder: join(assets, "hdri"), ids: [HDR] }] }), { folder: process.cwd() });
  const hashes = await hashAssets(plan);
  const measure = async <T>(step: string, work: () => T | Promise<T>): Promise<T> => {
    const cpu = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(cpu);
    steps.set(step, [...(steps.get(step) ?? []), (user + system) / 1000]);
    return result;
  };
  const producer: Producer = createProducer(plan, hashes, measure);
  const generator = generatorOf(plan.recipe.generator, plan.folder);
  const writer = openDatasetWriter(folder, "folder", { shardSize: 1000 });
  const lit = objectMaker(plan);
  return {
    steps,
    objects: objectMaker(await makePlan(parseRecipe({ ...base, environments: [] }), { folder: process.cwd() })),
    lit,
    bg3d: async (index) => generator.generate(await lit(index), context),
    async files(index) {
      const { files, record } = await producer.produce(index, context);
      await measure("write", () => writer.commit({ index, files, record: canonicalJson(record) }));
    },
    record: async (index) => canonicalJson((await producer.produce(index, context)).record),
    async close() {
      await writer.close();
      await producer.close();
    },
  };
}

const KINDS = ["objects", "lit", "bg3d", "files"] as const;
const cyclesOrder = { objects: { hdr: false, files: false }, lit: { hdr: false, files: false }, bg3d: { hdr: true, files: false }, files: { hdr: true, files: true } };
const need = { objects: 60, lit: null, bg3d: 40, files: 25 };
const label = {
  objects: "object passes + canny + record | Cycles",
  lit: "… with panorama, sun, shadows, ground | Cycles",
  bg3d: "full BG3D image | Cycles + HDRI",
  files: "… with files written | Cycles + HDRI + PNG, EXR",
};

console.log(`load before: ${loadavg()[0]!.toFixed(1)}`);
const folder = mkdtempSync(join(tmpdir(), "dst3d-speed-"));
mkdirSync(join(folder, "run"));
const checks: { what: string; holds: boolean }[] = [];
try {
  for (const [name, { path, shape }] of Object.entries(MODELS)) {
    const ours = await prepareOurs(shape, join(folder, "run"));
    const order = (engine: string, kind: keyof typeof cyclesOrder) => ({
      model: path, front: "+Z", engine, hdr: cyclesOrder[kind].hdr ? join(assets, "hdri", `${HDR}.hdr`) : null, files: cyclesOrder[kind].files ? folder : null,
    });
    const record = async (index: number) => {
      const file = join(folder, `${index}.json`);
      writeFileSync(file, await ours.record(index));
      return file;
    };
    for (let index = 0; index < WARM_UP_VIEWS; index++) await ours.files(index);
    ours.steps.clear();
    const blender = await talkToBlender("views.py");
    const rows: (string | number)[][] = [["what is made | by", "ours ms", "CPU ms", "views", "Cycles ms", "CPU ms", "views", "ratio", "by CPU", "wanted"]];
    for (const kind of KINDS) {
      await blender.ask(order("cycles", kind));
      await view(blender, await record(0));
      for (let index = 0; index < 10; index++) await ours[kind](index);
      const taken: Taken[] = [];
      const theirs: Taken[] = [];
      for (let round = 0; round < rounds; round++) {
        const indices = Array.from({ length: VIEWS_PER_ROUND }, (_, at) => 1000 + round * VIEWS_PER_ROUND + at);
        theirs.push(await view(blender, await record(indices[0]!)));
        for (const index of indices) taken.push(await timed(() => ours[kind](index)));
      }
      const [wall, cpu, theirWall, theirCpu] = [taken, theirs].flatMap((list) => [median(list.map((each) => each.wall)), median(list.map((each) => each.cpu))]) as [number, number, number, number];
      const ratio = theirWall / median(taken.map(one));
      const ratioByCpu = theirCpu / CYCLES_THREADS / cpu;
      const wanted = need[kind];
      rows.push([label[kind], wall, cpu, taken.length, theirWall, theirCpu, theirs.length, ratio, ratioByCpu, wanted ?? "-"]);
      if (wanted !== null) checks.push({ what: `${name}: ${label[kind]} >= ${wanted}× (${ratio.toFixed(1)}× by the clock, ${ratioByCpu.toFixed(1)}× by CPU time)`, holds: ratio >= wanted });
    }
    await blender.close();
    console.log(`\n${name}; CPU ms count where they exceed wall ms (the encoder's threads)`);
    printTable(rows);
    console.log(`where our time goes, with files (CPU ms): ${[...ours.steps].map(([step, values]) => `${step} ${median(values).toFixed(1)}`).join(", ")}`);
    if (!quick) await otherEngines(order, record);
    await ours.close();
  }
  console.log();
  conclude(checks);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** One thread's worth of time: what threads of the encoder do side by side counts in full. */
function one({ wall, cpu }: Taken): number {
  return Math.max(wall, cpu);
}

async function view(blender: Talk, record: string): Promise<Taken> {
  const { seconds, cpuSeconds } = await blender.ask({ record });
  return { wall: Number(seconds) * 1000, cpu: Number(cpuSeconds) * 1000 };
}

async function otherEngines(order: (engine: string, kind: "objects" | "files") => Record<string, unknown>, record: (index: number) => Promise<string>): Promise<void> {
  for (const engine of ["workbench", "eevee"]) {
    const blender = await talkToBlender("views.py", { display: true });
    await blender.ask(order(engine, "files"));
    const first = await view(blender, await record(0));
    const times: number[] = [];
    for (let index = 1; index <= OTHER_ENGINE_VIEWS; index++) times.push((await view(blender, await record(index))).wall);
    await blender.close();
    console.log(`${engine} (software OpenGL, files written${engine === "eevee" ? ", 16 samples, HDRI" : ", colour only"}): ${median(times).toFixed(0)} ms per view, first ${first.wall.toFixed(0)} ms`);
  }
}
