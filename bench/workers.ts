/**
 * Two workers against one, in pairs one after the other: whole runs of `generate`, each in a process of its own, from
 * starting Node to the last file. One worker runs in the main thread; two are threads beside it. The encoder gets one
 * thread per worker (sharp's concurrency is 1 in dst3d; Node's own pool, which runs the encoder, is set to as many
 * threads as there are workers), so that one worker means one core. Needs a build (`npm run build`).
 * Usage: node bench/run.mjs workers [samples per run] [pairs]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as Library from "../src/index.js";
import { assetsFolder } from "./common/assets.js";
import { conclude, median, printTable } from "./common/statistics.js";

interface Run {
  seconds: number;
  cpuSeconds: number;
}

const recipe = (count: number) => ({
  name: "workers",
  seed: 9,
  count,
  shapes: [{ folder: join(assetsFolder(), "models"), categories: ["car", "bus"] }, { builtin: ["chair", "aeroplane"] }],
  environments: [{ folder: join(assetsFolder(), "hdri") }, { builtin: "sky" }],
});

/** The process that is measured: makes the dataset and says how much CPU time all its threads took. */
async function child(workers: number, count: number, out: string): Promise<void> {
  const { generate, parseRecipe } = (await import(pathToFileURL(resolve("dist/index.js")).href)) as typeof Library;
  const { done } = await generate({ recipe: parseRecipe(recipe(count)), recipeFolder: process.cwd(), out, workers });
  if (done !== count) throw new Error(`${done} of ${count} samples were made`);
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1e6);
}

function measure(workers: number, count: number): Run {
  const out = mkdtempSync(join(tmpdir(), "dst3d-workers-"));
  try {
    const start = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), "child", String(workers), String(count), out], {
      encoding: "utf8",
      env: { ...process.env, UV_THREADPOOL_SIZE: String(workers) },
    });
    const seconds = (performance.now() - start) / 1000;
    if (status !== 0) throw new Error(stderr);
    return { seconds, cpuSeconds: Number(stdout) };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function compare(count: number, pairs: number): void {
  const rows: (string | number)[][] = [["pair", "one, s", "CPU s", "two, s", "CPU s", "faster", "more CPU %"]];
  const faster: number[] = [];
  const more: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    // The order changes so that a load that grows or shrinks favours neither.
    const second = pair % 2 === 0 ? null : measure(2, count);
    const one = measure(1, count);
    const two = second ?? measure(2, count);
    faster.push(one.seconds / two.seconds);
    more.push((two.cpuSeconds / one.cpuSeconds - 1) * 100);
    rows.push([pair + 1, one.seconds.toFixed(1), one.cpuSeconds.toFixed(1), two.seconds.toFixed(1), two.cpuSeconds.toFixed(1), faster.at(-1)!.toFixed(2), more.at(-1)!.toFixed(1)]);
  }
  console.log(`${count} samples per run`);
  printTable(rows);
  conclude([
    { what: `two workers are >= 1.8× as fast as one (median ${median(faster).toFixed(2)}×)`, holds: median(faster) >= 1.8 },
    { what: `CPU seconds up <= 10 % (median ${median(more).toFixed(1)} %)`, holds: median(more) <= 10 },
  ]);
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === "child") await child(Number(rest[0]), Number(rest[1]), rest[2]!);
else compare(Number(mode ?? 600), Number(rest[0] ?? 5));
