/**
 * The k-fold consistency filter over pictures that imitate a painter, a quarter of them wrong on purpose: time, memory,
 * and how well each number tells wrong from right, per kind of mistake.
 * Pictures are kept in bench/out/kcf and made once. Needs a build (`npm run build`); memory on Linux only.
 * Usage: node bench/run.mjs kcf [pictures = 2500] [epochs = default] [variant = corrected | faithful] [unit = image | shape] [processes = 2]
 */
import { mkdirSync, rmSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { openDataset } from "../src/dataset/open-dataset.js";
import type * as Library from "../src/index.js";
import type { kcfSignal as KcfSignal } from "../src/verify/signals/kcf.js";
import { readSamples } from "../src/verify/read-samples.js";
import { rocArea } from "../src/verify/statistics/roc.js";
import { familyBytes } from "./common/process-memory.js";
import { conclude, median, printTable } from "./common/statistics.js";

const [pictures = "2500", epochs = "default", variant = "corrected", unit = "image", processes = "2"] = process.argv.slice(2);
const count = Number(pictures);
const OUT = join("bench/out/kcf", `${variant}-${unit}`);
const DATA = join("bench/out/kcf", `planted-${count}`);
const MOST_MINUTES = 30;
const MOST_BYTES = 4e9;

const load = async <T>(file: string): Promise<T> => (await import(pathToFileURL(resolve("dist", file)).href)) as T;
const { generate, parseRecipe } = await load<typeof Library>("index.js");
const { kcfSignal } = await load<{ kcfSignal: typeof KcfSignal }>("verify/signals/kcf.js");

const recipe = parseRecipe({
  name: "kcf",
  seed: 21,
  count,
  shapes: [{ builtin: ["airplane", "bicycle", "boat", "bottle", "bus", "car", "chair", "motorcycle", "sofa", "table", "train", "tv"] }],
  camera: { width: 128, height: 128, framing: { fill: [0.6, 0.85], offCentre: 0.2 } },
  environments: [{ builtin: ["sky", "studio", "interior"] }],
  generator: { type: "imitation" },
  plant: { share: 0.25 },
  outputs: ["image"],
});
await generate({ recipe, recipeFolder: process.cwd(), out: DATA, workers: 2 });
const { samples, planted } = await readSamples(await openDataset(DATA));

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const signal = kcfSignal({ variant: variant as "corrected", unit: unit as "image", ...(epochs === "default" ? {} : { epochs: Number(epochs) }) });
const start = performance.now();
let told = start;
let peak = 0;
const watch = setInterval(() => (peak = Math.max(peak, familyBytes())), 500);
const values = await signal.measure(samples, {
  seed: 1, folder: OUT, processes: Number(processes), device: "cpu", signal: new AbortController().signal, renderLabel: null,
  note: (message) => console.log(message),
  progress(_, done, total) {
    if (performance.now() - told < 60_000) return;
    told = performance.now();
    console.log(`${done} of ${total} steps, ${((told - start) / 60_000).toFixed(1)} min, load ${loadavg()[0]!.toFixed(1)}`);
  },
});
clearInterval(watch);
const minutes = (performance.now() - start) / 60_000;
console.log(`${samples.length} pictures, ${variant}, by ${unit}, epochs ${epochs}, ${processes} processes on ${cpus().length} × ${cpus()[0]!.model}, load ${loadavg()[0]!.toFixed(1)}: ${minutes.toFixed(1)} min, ${(peak / 1e9).toFixed(2)} GB at most`);

const kinds = [...new Set([...planted.values()].flatMap((truth) => (truth === null ? [] : [truth.kind])))].sort();
const kindOf = (key: string): string | null => planted.get(key)?.kind ?? null;
const area = (name: string, good: "high" | "low", kind: string | null): number =>
  rocArea(samples.flatMap(({ key }) => {
    const value = values.get(key)![name] ?? null;
    const own = kindOf(key);
    return value === null || (own !== null && kind !== null && own !== kind) ? [] : [{ score: good === "high" ? value : -value, isGood: own === null }];
  })) ?? Number.NaN;
printTable([["area under the curve", "pictures", ...signal.measures.map(({ name }) => name)], ...[null, ...kinds].map((kind) => [kind ?? "all", samples.filter(({ key }) => (kind === null ? kindOf(key) !== null : kindOf(key) === kind)).length, ...signal.measures.map(({ name, good }) => area(name, good, kind))])]);
const categories = [...new Set(samples.map(({ record }) => record.objects[0]!.category))].sort();
printTable([["right pictures", "pictures", "angle, median °", "over 30°", "over 150°"], ...categories.map((category) => {
  const angles = samples.filter(({ key, record }) => kindOf(key) === null && record.objects[0]!.category === category).map(({ key }) => values.get(key)!["kcfAngleDegrees"] ?? Number.NaN);
  const over = (degrees: number): number => angles.filter((angle) => angle > degrees).length / angles.length;
  return [category, angles.length, median(angles), over(30), over(150)];
})]);
if (variant === "corrected") conclude([
  { what: `at most ${MOST_MINUTES} minutes (${minutes.toFixed(1)})`, holds: minutes <= MOST_MINUTES },
  { what: `at most ${MOST_BYTES / 1e9} GB (${(peak / 1e9).toFixed(2)})`, holds: peak <= MOST_BYTES },
]);
