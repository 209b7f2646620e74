/**
 * How long the studio takes to show a sample again after one option of its recipe was changed: a shape of 9,400
 * triangles at 256 pixels, with the picture, the edges and the labels, from the request to the answer. Changes follow
 * one another as a person makes them; each is one that no preview before it has had. Usage: node bench/run.mjs studio-preview [changes]
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import { studioApp } from "../src/studio/app.js";
import { EventHub } from "../src/studio/event-hub.js";
import { JobList } from "../src/studio/jobs/job-list.js";
import type { PreviewedSample } from "../src/studio/preview/preview.js";
import { previewThread } from "../src/studio/preview/thread.js";
import { openWorkspace } from "../src/studio/workspace.js";
import { assetsFolder } from "./common/assets.js";
import { conclude, median, printTable, quantile } from "./common/statistics.js";

const LIMIT_MILLISECONDS = 300;
const SIDE = 256;
const changes = Number(process.argv[2] ?? 25);
const entry = resolve("dist/studio/preview/worker.js");
if (!existsSync(entry)) throw new Error("run `npm run build` first");

const assets = assetsFolder();
const MODEL = { file: join(assets, "models/train/TrainPack2019_CargoTrain_Front.glb"), category: "train", front: "-X" };
const LARGE_MODEL = { file: join(assets, "models/flight-helmet/FlightHelmet.gltf"), category: "helmet" };
const RECIPE = { name: "preview", seed: 1, count: 100, shapes: [MODEL], environments: [{ builtin: "sky" }], camera: { width: 512, height: 512 } };

/** One changed option at a time; `step` makes every value a new one. */
const CHANGES: Readonly<Record<string, (step: number) => Record<string, unknown>>> = {
  "camera: distance": (step) => ({ viewpoints: { preset: 3, distance: 1.5 + step / 100 } }),
  "light: strength": (step) => ({ light: { environmentStrength: 1 + step / 50 } }),
  "threshold: canny": (step) => ({ controls: { canny: { low: 80 + step, high: 200 + step } } }),
  "environment: panorama": (step) => ({ environments: [{ folder: join(assets, "hdri") }], light: { exposure: 1 + step / 100 } }),
  "environment: new sky": (step) => ({ seed: 100 + step }),
  "95k triangles: distance": (step) => ({ shapes: [LARGE_MODEL], viewpoints: { preset: 3, distance: 1.5 + step / 100 } }),
  "shape: built-in car": (step) => ({ seed: 500 + step, shapes: [{ builtin: "car" }] }),
};

const folder = await mkdtemp(join(tmpdir(), "dst3d-bench-"));
const events = new EventHub();
const previews = previewThread(() => pathToFileURL(entry));
const workspace = await openWorkspace([folder], { cache: join(folder, "cache"), events });
const studio = { workspace, events, previews, jobs: new JobList([], events), write: true, folder: dirname(folder) };
const app = studioApp({ studio, access: { token: "bench", hosts: [] }, client: { answer: () => new Response() } });

async function preview(options: Record<string, unknown>, index = 0): Promise<{ milliseconds: number; sample: PreviewedSample }> {
  const body = JSON.stringify({ text: stringify({ ...RECIPE, ...options }), run: null, index, side: SIDE, outputs: ["image", "canny"] });
  const start = performance.now();
  const answer = await app.request("/api/recipes/preview", { method: "POST", body, headers: { host: "localhost", authorization: "Bearer bench", "content-type": "application/json" } });
  const sample = (await answer.json()) as PreviewedSample;
  if (answer.status !== 200) throw new Error(JSON.stringify(sample));
  return { milliseconds: performance.now() - start, sample };
}

const first = await preview({});
console.log(`${(await import("node:os")).cpus()[0]?.model ?? "?"}, load ${loadavg()[0]!.toFixed(1)}; the first preview, with a cold thread: ${first.milliseconds.toFixed(0)} ms`);
const rows: (string | number)[][] = [["changed option", "median ms", "95 % ms", "worst ms"]];
const checks: { what: string; holds: boolean }[] = [];
for (const [name, change] of Object.entries(CHANGES)) {
  await preview(change(-1));
  await preview(change(-2));
  const taken: number[] = [];
  for (let step = 0; step < changes; step++) taken.push((await preview(change(step))).milliseconds);
  rows.push([name, median(taken), quantile(taken, 0.95), Math.max(...taken)]);
  checks.push({ what: `${name}: ${median(taken).toFixed(0)} ms <= ${LIMIT_MILLISECONDS} ms (median)`, holds: median(taken) <= LIMIT_MILLISECONDS });
}
printTable(rows);
conclude(checks);
await previews.close();
await rm(folder, { recursive: true });
