/**
 * How well verification tells pictures that show their label from others, on shapes that nothing was trained on: networks
 * and calibration have seen built-in shapes alone, pictures are of the models in the shared assets. Both imitate a painter.
 * Each seed leaves three kinds of defect out of training and calibration, so that three seeds leave out each of nine once;
 * a wrong pose is what every calibration knows. Pictures are kept in bench/out/verification.
 * Needs a build (`npm run build`). Usage: node bench/run.mjs verification [seeds = 3] [built-in pictures = 1500] [test pictures = 600] [options of verify …]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { openDataset } from "../src/dataset/open-dataset.js";
import { DEFECT_NAMES } from "../src/plant/options.js";
import type { Report } from "../src/verify/report/report.js";
import { readScores } from "../src/verify/score-file.js";
import { bootstrapInterval } from "../src/verify/statistics/bootstrap.js";
import { expectedCalibrationError } from "../src/verify/statistics/reliability.js";
import { rocArea } from "../src/verify/statistics/roc.js";
import { assetsFolder } from "./common/assets.js";
import { conclude, printTable } from "./common/statistics.js";

const [seedCount = "3", learnt = "1500", tested = "600", ...options] = process.argv.slice(2);
const HELD_OUT = [["swapped-front", "half-erased", "wrong-category"], ["second-instance", "mirrored", "shifted"], ["wrong-shape", "erased", "scaled"]] as const;
const heldOutOf = (seed: number): readonly string[] => HELD_OUT[(seed - 1) % HELD_OUT.length]!;
const CATEGORIES = ["airplane", "bicycle", "boat", "bus", "car", "chair", "sofa", "table", "train"];
const CAMERA = { width: 256, height: 256, framing: { fill: [0.45, 0.8], offCentre: 0.4 } };

function dst3d(...args: string[]): void {
  const { status } = spawnSync(process.execPath, ["dist/cli/main.js", ...args], { stdio: "inherit" });
  if (status !== 0) throw new Error(`dst3d ${args.join(" ")} ended with ${status}`);
}

function dataset(folder: string, recipe: Record<string, unknown>): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "recipe-as-written.yaml");
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ camera: CAMERA, generator: { type: "imitation" }, outputs: ["image", "depth"], ...recipe }));
  dst3d("generate", file, "--out", join(folder, "run"));
  return join(folder, "run");
}

interface Judged {
  kind: string;
  isGood: boolean;
  /** Whether the calibration has seen no picture of its kind. */
  isUnknown: boolean;
  score: number;
}

async function judge(seed: number): Promise<{ report: Report; judged: Judged[] }> {
  const folder = join("bench/out/verification", `${learnt}-${tested}-seed-${seed}`);
  const heldOut = heldOutOf(seed);
  const kinds = DEFECT_NAMES.filter((kind) => !heldOut.includes(kind));
  const reference = dataset(join(folder, "reference"), { name: "reference", seed: 1000 + seed, count: Number(learnt), shapes: [{ builtin: CATEGORIES }], plant: { share: 0.4, kinds } });
  const test = dataset(join(folder, "test"), { name: "test", seed: 2000 + seed, count: Number(tested), shapes: [{ folder: join(assetsFolder(), "models"), categories: CATEGORIES }], plant: { share: 0.25 } });
  dst3d("verify", test, "--verify.planted.run", resolve(reference), "--verify.learnFrom", "planted", "--verify.seed", String(seed), ...options);
  const report = JSON.parse(readFileSync(join(test, "verify", "report.json"), "utf8")) as Report;
  const reader = await openDataset(test);
  const judged: Judged[] = [];
  for (const { id, score } of (await readScores(test))!) {
    const { planted } = await reader.readRecord(Number(id));
    if (score !== null) judged.push({ kind: planted === null ? "good" : planted.kind === "wrong-pose" ? `wrong-pose ${planted.amount}` : planted.kind, isGood: planted === null, isUnknown: planted !== null && heldOut.includes(planted.kind), score });
  }
  return { report, judged };
}

const area = (judged: readonly Judged[], times?: Uint32Array): number | null =>
  rocArea(judged.flatMap((each, index) => Array.from({ length: times?.[index] ?? 1 }, () => each)));

function withInterval(judged: readonly Judged[], purpose: string): string {
  const interval = bootstrapInterval(judged.length, (times) => area(judged, times), { seed: 1, purpose, draws: 300 });
  const shown = (value: number | null): string => (value === null ? "–" : value.toFixed(3));
  return `${shown(area(judged))} (${shown(interval?.low ?? null)}–${shown(interval?.high ?? null)})`;
}

console.log(`${cpus().length} × ${cpus()[0]!.model}, load ${loadavg()[0]!.toFixed(1)}; held out of training and calibration, by seeds: ${HELD_OUT.map((kinds) => kinds.join(", ")).join("; ")}`);
const rounds: { report: Report; judged: Judged[] }[] = [];
for (let seed = 1; seed <= Number(seedCount); seed++) rounds.push(await judge(seed));

const all = rounds.flatMap(({ judged }) => judged);
const kinds = [...new Set(all.filter(({ isGood }) => !isGood).map(({ kind }) => kind))].sort();
const against = (judged: readonly Judged[], of: (each: Judged) => boolean): Judged[] => judged.filter((each) => each.isGood || of(each));
const known = (kind: string) => (each: Judged): boolean => each.kind === kind && !each.isUnknown;
const unknown = (kind: string) => (each: Judged): boolean => each.kind === kind && each.isUnknown;
/** Against the good pictures of the seeds that have such ones. */
const fromSeeds = (of: (each: Judged) => boolean): Judged[] => rounds.flatMap(({ judged }) => (judged.some(of) ? against(judged, of) : []));
printTable([
  ["kind", "pictures", "AUC (95 %)", "held out: pictures", "AUC (95 %)"],
  ...kinds.map((kind) => [kind, ...[known(kind), unknown(kind)].flatMap((of) => [String(all.filter(of).length), withInterval(fromSeeds(of), kind)])]),
]);
printTable([["seed", "AUC", "held-out kinds", "calibration error", "precision at 95 %", "yield there", "best yield"], ...rounds.map(({ report, judged }, index) => {
  const at = report.yields.find(({ precision }) => precision === 0.95);
  return [
    String(index + 1), area(judged)?.toFixed(3) ?? "–", area(against(judged, ({ isUnknown }) => isUnknown))?.toFixed(3) ?? "–",
    expectedCalibrationError(judged.map(({ score, isGood }) => ({ chance: score, isGood, })))?.toFixed(3) ?? "–",
    at?.measured?.precision.toFixed(3) ?? "–", at?.measured?.yield.toFixed(3) ?? "–", at?.bestYield?.toFixed(3) ?? "–",
  ];
})]);
const overall = area(all)!;
const heldOut = area(against(all, ({ isUnknown }) => isUnknown))!;
const error = expectedCalibrationError(all.map(({ score, isGood }) => ({ chance: score, isGood, })))!;
const yields = rounds.map(({ report }) => report.yields.find(({ precision }) => precision === 0.95)?.measured?.yield ?? 0);
const meanYield = yields.reduce((sum, each) => sum + each, 0) / yields.length;
console.log(`\nAll seeds: AUC ${withInterval(all, "all")}, held-out kinds ${withInterval(against(all, ({ isUnknown }) => isUnknown), "held out")}, expected calibration error ${error.toFixed(3)}, yield at 95 % ${meanYield.toFixed(3)}`);
conclude([
  { what: `combined AUC of at least 0.95: ${overall.toFixed(3)}`, holds: overall >= 0.95 },
  { what: `AUC of at least 0.85 on held-out kinds: ${heldOut.toFixed(3)}`, holds: heldOut >= 0.85 },
  { what: `expected calibration error of at most 0.03: ${error.toFixed(3)}`, holds: error <= 0.03 },
  { what: `yield of at least 80 % at 95 % precision: ${(100 * meanYield).toFixed(1)} %`, holds: meanYield >= 0.8 },
]);
