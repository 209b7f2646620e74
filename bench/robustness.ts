/**
 * The same dataset whatever happens: 4 views of each of the shared models in the shared panoramas, made by one worker,
 * by two, in three parts, and by processes that are killed (kill -9) at random moments and started again, also during
 * an update and with tar storage. Folders are compared file by file, by hash.
 * Usage: node bench/run.mjs robustness [kills per kind = 20] [image side while killing = 64] [image side = 512]
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { random } from "../src/core/random.js";
import { assetsFolder } from "./common/assets.js";
import { conclude, printTable } from "./common/statistics.js";

const KILLS = Number(process.argv[2] ?? 20);
const KILL_SIDE = Number(process.argv[3] ?? 64);
const SIDE = Number(process.argv[4] ?? 512);
const VIEWS = 4;

const folder = mkdtempSync(join(tmpdir(), "dst3d-robustness-"));
const program = join(folder, "dist", "cli", "main.js");
const recipe = join(folder, "recipe.yaml");
const moments = random(1, "robustness", "moment");

interface Ended {
  status: number | null;
  killed: boolean;
  seconds: number;
  output: string;
}

/** Runs a program; kills it after so many seconds, if it still runs then. */
async function start(args: readonly string[], killAfterSeconds: number | null = null): Promise<Ended> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  const ended = new Promise<number | null>((done) => child.on("close", done));
  const waiting = new AbortController();
  if (killAfterSeconds !== null) void sleep(killAfterSeconds * 1000, null, { signal: waiting.signal }).then(() => child.kill("SIGKILL"), () => {});
  const status = await ended;
  waiting.abort();
  return { status, killed: child.signalCode === "SIGKILL", seconds: (performance.now() - begin) / 1000, output };
}

const generate = (run: string, side: number, options: readonly string[]): string[] => [
  program, "generate", recipe, "--out", join(folder, run), "--camera.width", String(side), "--camera.height", String(side), ...options,
];

async function finish(run: string, side: number, options: readonly string[]): Promise<number> {
  const { status, seconds, output } = await start(generate(run, side, options));
  if (status !== 0) throw new Error(`${run}: exit code ${status}\n${output}`);
  return seconds;
}

/** Hash of every file but locks. */
function hashes(run: string): Map<string, string> {
  const root = join(folder, run);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith(".lock"));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(root.length + 1), createHash("sha256").update(readFileSync(path)).digest("hex")]));
}

/** Files that are in one folder only or differ. */
function differences(a: string, b: string): string[] {
  const [one, other] = [hashes(a), hashes(b)];
  return [...new Set([...one.keys(), ...other.keys()])].filter((file) => one.get(file) !== other.get(file)).sort();
}

const rows: (string | number)[][] = [["run", "image", "seconds", "kills", "files", "differ"]];
const checks: { what: string; holds: boolean }[] = [];

function compare(what: string, run: string, reference: string, side: number, seconds: number, kills = 0): void {
  const different = differences(run, reference);
  rows.push([what, `${side}²`, Math.round(seconds), kills, hashes(run).size, different.length]);
  checks.push({ what: `${what}: byte-identical${different.length > 0 ? `, but ${different.slice(0, 4).join(", ")}` : ""}`, holds: different.length === 0 });
  console.error(`${what}: ${different.length} files differ`);
}

/** Kills a run again and again until it has been killed often enough; each run that gets to its end must be the reference. */
async function killAgainAndAgain(what: string, reference: string, begin: (run: string) => void, options: readonly string[]): Promise<void> {
  let kills = 0;
  for (let round = 0; kills < KILLS; round++) {
    const run = `killed-${round}`;
    begin(run);
    const before = kills;
    const clock = performance.now();
    while (kills < KILLS) {
      const { killed, status, output } = await start(generate(run, KILL_SIDE, ["--workers", "2", ...options]), moments.uniform(0.2, 2));
      if (killed) kills++;
      else if (status !== 0) throw new Error(`${what}: exit code ${status}\n${output}`);
      else break;
    }
    await finish(run, KILL_SIDE, ["--workers", "2", ...options]);
    compare(`${what}, killed and resumed`, run, reference, KILL_SIDE, (performance.now() - clock) / 1000, kills - before);
    rmSync(join(folder, run), { recursive: true });
  }
}

// A copy of the program, so that nobody's build changes it under way, and of the models, each a category of its own:
// the plan is balanced over categories, so every model gets its views within as many scenes as there are models.
cpSync(resolve(process.env.DST3D_DIST ?? "dist"), join(folder, "dist"), { recursive: true });
cpSync("package.json", join(folder, "package.json"));
symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "dir");
cpSync(join(assetsFolder(), "models"), join(folder, "models"), { recursive: true });
const manifest = JSON.parse(readFileSync(join(folder, "models", "manifest.json"), "utf8")) as { id: string; category: string }[];
writeFileSync(join(folder, "models", "manifest.json"), JSON.stringify(manifest.map((model) => ({ ...model, category: model.id }))));
const count = manifest.length * VIEWS;
writeFileSync(
  recipe,
  JSON.stringify({
    name: "robustness",
    seed: 3,
    count,
    shapes: [{ folder: "models" }],
    environments: [{ folder: join(assetsFolder(), "hdri") }],
    scene: { viewsPerScene: VIEWS },
    shardSize: 64,
  }),
);

try {
  const one = await finish("one", SIDE, ["--workers", "1"]);
  rows.push(["one worker", `${SIDE}²`, Math.round(one), 0, hashes("one").size, 0]);
  const records = [...hashes("one").keys()].filter((file) => /^shard-\d+.\d+\.json$/.test(file)).length;
  checks.push({ what: `${manifest.length} models × ${VIEWS} views: ${records} samples, none failed`, holds: records === count });
  compare("two workers", "two", "one", SIDE, await finish("two", SIDE, ["--workers", "2"]));
  const clock = performance.now();
  await Promise.all([1, 2, 3].map((part) => finish("parts", SIDE, ["--workers", "1", "--shard", `${part}/3`])));
  compare("three parts at once", "parts", "one", SIDE, (performance.now() - clock) / 1000);
  for (const run of ["one", "two", "parts"]) rmSync(join(folder, run), { recursive: true });

  const changed = ["--controls.canny.low", "40"];
  for (const storage of ["folder", "tar"]) {
    const options = ["--storage", storage];
    await finish("reference", KILL_SIDE, ["--workers", "1", ...options]);
    await finish("updated", KILL_SIDE, ["--workers", "1", ...options, ...changed]);
    await Promise.all([1, 2, 3].map((part) => finish("parts", KILL_SIDE, ["--workers", "1", "--shard", `${part}/3`, ...options])));
    compare(`${storage}: three parts at once`, "parts", "reference", KILL_SIDE, 0);
    await killAgainAndAgain(`${storage}: new run`, "reference", (run) => mkdirSync(join(folder, run)), options);
    await killAgainAndAgain(`${storage}: update`, "updated", (run) => cpSync(join(folder, "reference"), join(folder, run), { recursive: true }), [...options, "--update", ...changed]);
    for (const run of ["reference", "updated", "parts"]) rmSync(join(folder, run), { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true });
}
printTable(rows);
conclude(checks);
