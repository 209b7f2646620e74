/** A disk that really fills up: a small tmpfs in a mount namespace of its own. Linux, with the right to mount. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { verifySample } from "../../src/dataset/verify-sample.js";
import { buildProgram, startProgram } from "../built-program.js";
import { fileHashes } from "../file-hashes.js";

const folder = mkdtempSync(join(tmpdir(), "dst3d-full-disk-"));
let program = "";
beforeAll(async () => void (program = await buildProgram()));
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(program, { recursive: true });
});

/** Makes a run on a disk of 1 MB, keeps what it leaves, gives the disk more room, and makes it again. */
const SCRIPT = `
disk=$1; full=$2; done=$3; shift 3
mount -t tmpfs -o size=1m tmpfs "$disk" || exit 99
"$@" --out "$disk/run"; echo "first $?"
cp -r "$disk/run" "$full"
mount -o remount,size=64m "$disk"
"$@" --out "$disk/run"; echo "second $?"
cp -r "$disk/run" "$done"
`;

it.each([
  ["folder", "1"],
  ["folder", "2"],
  ["tar", "2"],
])("%s storage, %s workers: says that the disk is full, nothing partial looks complete, and the same command goes on", async (storage, workers) => {
  const at = (name: string) => join(folder, `${storage}-${workers}-${name}`);
  const recipe = at("recipe.yaml");
  writeFileSync(recipe, `name: full\ncount: 60\nstorage: ${storage}\nshardSize: 25\nshapes: [{ builtin: chair }]\nenvironments: [{ builtin: studio }]\ncamera: { width: 128, height: 128 }\n`);
  mkdirSync(at("disk"));
  const command = [process.execPath, join(program, "dist", "cli", "main.js"), "generate", recipe, "--workers", workers];
  const namespace = process.getuid?.() === 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
  const { stdout, stderr, error } = spawnSync("unshare", [...namespace, "sh", "-c", SCRIPT, "sh", at("disk"), at("full"), at("done"), ...command], { encoding: "utf8", cwd: folder });
  expect(error).toBeUndefined();
  expect(stderr).toMatch(/E_STORAGE .*no space left on the disk \(ENOSPC\)/);
  expect(stdout).toMatch(/^first 1$/m);
  expect(stdout).toMatch(/^second 0$/m);

  const reader = await openDataset(at("full"));
  const committed = [...(await reader.committed())];
  expect(committed.length).toBeGreaterThan(3);
  expect(committed.length).toBeLessThan(60);
  for (const index of committed) expect(await verifySample(reader, index)).toBeNull();
  expect(existsSync(join(at("full"), "failed"))).toBe(false);
  expect(readFileSync(join(at("full"), "run.json"), "utf8")).toContain('"count": 60');

  expect((await startProgram(program, ["generate", recipe, "--workers", "1", "--out", at("whole")], folder)).code).toBe(0);
  expect(fileHashes(at("done"))).toEqual(fileHashes(at("whole")));
});
