import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";
import { random } from "../../src/core/random.js";
import { sha256Hex } from "../../src/storage/sha256.js";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const KILLS = Number(process.env["DST3D_TEST_KILLS"] ?? 3);
const SAMPLES = 40;

// What runs until it is killed: takes the lock, makes what is missing, three samples at a time, as a pool of workers does.
const CHILD = `
import { openDatasetReader, openDatasetWriter } from "./src/dataset/open-dataset.js";
import { lockRun } from "./src/dataset/run-lock.js";
import { findDamagedSamples } from "./src/dataset/verify-sample.js";
const [root, storage, version] = process.argv.slice(2);
const lock = await lockRun(root);
const reader = openDatasetReader(root, storage, { shardSize: 16 });
const committed = await reader.committed();
const writer = openDatasetWriter(root, storage, { shardSize: 16 });
let next = 0;
async function work() {
  while (next < ${SAMPLES}) {
    const index = next++;
    const record = JSON.stringify({ index, version }) + "\\n";
    if (committed.has(index) && (await reader.readRecordText(index)) === record) continue;
    const files = [["image", 150_000 + 997 * index], ["depth", 40_000], ["only-" + version, 600]].map(([name, size]) => ({
      extension: "." + name + ".bin", bytes: new Uint8Array(size).fill(index * 3 + Number(version)),
    }));
    await writer.commit({ index, files, record });
    console.log(index);
  }
}
await Promise.all([work(), work(), work()]);
await writer.close();
await lock.release();
`;

let program: string;

beforeAll(async () => {
  program = await mkdtemp(join(tmpdir(), "dst3d-program-"));
  await writeFile(join(program, "package.json"), '{"type":"module"}');
  await symlink(join(repository, "node_modules"), join(program, "node_modules"), "dir");
  await writeFile(join(program, "child.js"), CHILD);
  for (const folder of ["core", "codecs", "sample", "geometry", "storage", "dataset"]) {
    for (const name of await readdir(join(repository, "src", folder))) {
      if (!name.endsWith(".ts")) continue;
      const source = await readFile(join(repository, "src", folder, name), "utf8");
      const { outputText } = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } });
      const out = join(program, "src", folder, name.replace(/\.ts$/, ".js"));
      await mkdir(dirname(out), { recursive: true });
      await writeFile(out, outputText);
    }
  }
});
afterAll(() => rm(program, { recursive: true }));

/** Runs the program; kills it some milliseconds after it has reported so many samples. True when it came to its end. */
async function runChild(root: string, storage: string, version: number, kill: { samples: number; milliseconds: number } | null): Promise<boolean> {
  const child = spawn(process.execPath, [join(program, "child.js"), root, storage, String(version)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  let reported = 0;
  createInterface({ input: child.stdout }).on("line", () => {
    if (kill !== null && ++reported === kill.samples) setTimeout(() => child.kill("SIGKILL"), kill.milliseconds);
  });
  const [status, signal] = await ended;
  if (signal === null && status !== 0) throw new Error(`the program ended with ${status}`);
  return signal === null;
}

async function hashes(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file.slice(folder.length), sha256Hex(await readFile(file))])));
}

it.each(["folder", "tar"])("%s storage: a run and an update that are killed again and again end as undisturbed ones", async (storage) => {
  const undisturbed = join(program, `${storage}-undisturbed`);
  const disturbed = join(program, `${storage}-disturbed`);
  const moments = random(1, `kill/${storage}`, "moment");
  for (const version of [1, 2]) {
    await runChild(undisturbed, storage, version, null);
    let killed = 0;
    while (killed < KILLS) {
      const kill = { samples: 1 + moments.integer(4), milliseconds: moments.integer(4) };
      if (await runChild(disturbed, storage, version, kill)) break;
      killed++;
    }
    expect(killed).toBeGreaterThan(0);
    await runChild(disturbed, storage, version, null);
    expect(await hashes(disturbed)).toEqual(await hashes(undisturbed));
  }
});
