/**
 * Whole runs of `generate` with random weights of published size: what a user gets from a recipe, beside what the note
 * before the first image promised. A first run, which keeps the optimised graphs, and a second one.
 * Weights and graphs (of SD 1.5 8 GB; more for SDXL) go into a temporary folder and are removed. Linux only (/proc).
 * Needs a python3 with torch, diffusers and transformers; PYTHON names another one.
 * Usage: node bench/run.mjs diffusion-run [sd15 | sdxl] [image side = 512] [steps = 4] [images = 2] [option=value of the generator ...]
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { generate } from "../src/engine/generate.js";
import { parseRecipe } from "../src/recipe/read.js";
import { printTable } from "./common/statistics.js";
import { PYTHON } from "./diffusion/model.js";

/** What one run reports, in seconds and megabytes. */
interface Report {
  notes: string[];
  images: number[];
  total: number;
  peakPrivate: number;
  peakResident: number;
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === "serve") console.log(`@@${JSON.stringify(await run(rest[0]!, JSON.parse(rest[1]!) as Order))}`);
else await compare(mode ?? "sd15", Number(rest[0] ?? 512), Number(rest[1] ?? 4), Number(rest[2] ?? 2), rest.slice(3));

interface Order {
  side: number;
  steps: number;
  count: number;
  options: Record<string, unknown>;
}

async function compare(model: string, side: number, steps: number, count: number, given: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dst3d-diffusion-run-"));
  try {
    console.log(`${cpus().length} × ${cpus()[0]!.model}, load ${loadavg()[0]!.toFixed(1)}; ${model}, ${side}², ${steps} steps, ${given.join(" ")}`);
    execFileSync(PYTHON, ["bench/diffusion/whole-model.py", join(folder, "model"), model, resolve("test/golden/networks/pipeline/sd15/tokenizer")], { stdio: "inherit" });
    const options = Object.fromEntries(given.map((text) => text.split("=") as [string, string]).map(([name, value]) => [name, JSON.parse(value) as unknown]));
    const reports: [string, Report][] = [];
    for (const name of ["first", "second"]) {
      const answer = execFileSync(process.execPath, ["--expose-gc", fileURLToPath(import.meta.url), "serve", folder, JSON.stringify({ side, steps, count, options } satisfies Order)], {
        encoding: "utf8",
        env: { ...process.env, DST3D_CACHE: join(folder, "cache") },
        stdio: ["ignore", "pipe", "inherit"],
        maxBuffer: 2 ** 26,
      });
      const report = JSON.parse(answer.split("\n").find((line) => line.startsWith("@@"))!.slice(2)) as Report;
      reports.push([name, report]);
      for (const note of report.notes) console.log(`${name}: ${note}`);
    }
    printTable([
      ["run", "total s", "s per image", "peak private MB", "peak resident MB"],
      ...reports.map(([name, { total, images, peakPrivate, peakResident }]) => [name, total, images.reduce((sum, seconds) => sum + seconds, 0) / images.length, peakPrivate, peakResident]),
    ]);
    console.log(`load afterwards: ${loadavg()[0]!.toFixed(1)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(folder: string, { side, steps, count, options }: Order): Promise<Report> {
  const recipe = parseRecipe({
    name: "painted",
    count,
    shapes: [{ builtin: ["chair"] }],
    environments: [{ builtin: "studio" }],
    camera: { width: side, height: side },
    generator: { type: "diffusion", model: join(folder, "model"), controlnets: [{ model: join(folder, "model-controlnet"), control: "canny" }], steps, ...options },
  });
  const out = mkdtempSync(join(folder, "run-"));
  const report: Report = { notes: [], images: [], total: 0, peakPrivate: 0, peakResident: 0 };
  const look = (): void => {
    const status = readFileSync("/proc/self/status", "utf8");
    const megabytes = (field: string): number => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)![1]) / 1024;
    report.peakPrivate = Math.max(report.peakPrivate, megabytes("RssAnon"));
    report.peakResident = Math.max(report.peakResident, megabytes("VmHWM"));
  };
  const timer = setInterval(look, 100);
  const start = performance.now();
  let last = start;
  await generate({
    recipe,
    recipeFolder: folder,
    out,
    onEvent: (event) => {
      if (event.type === "note" || event.type === "warning") report.notes.push(event.message);
      if (event.type === "note") last = performance.now();
      if (event.type === "sample-error") throw new Error(event.error.message);
      if (event.type !== "sample-end") return;
      report.images.push((performance.now() - last) / 1000);
      last = performance.now();
    },
  });
  clearInterval(timer);
  look();
  report.total = (performance.now() - start) / 1000;
  return report;
}
