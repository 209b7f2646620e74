/**
 * Makes a checkout ready to run: installs the packages when the lock file, Node or the platform changed, and builds
 * when the sources changed. Needs nothing but Node and npm; prints one line per thing done and none when all is done.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const state = join(root, ".ready");
const lockFile = join(state, "lock");
const STALE_LOCK_MILLISECONDS = 15 * 60_000;
const LEAST_NODE = [20, 19];

/** The steps, in order: what each depends on, what it must leave behind, how it is done. */
const steps = [
  {
    name: "installed",
    inputs: () => [Buffer.from(`${process.version} ${process.platform} ${process.arch}`), read("package-lock.json")],
    results: ["node_modules/.package-lock.json"],
    doing: "installing the packages (once)",
    run: () => npm(["ci", "--include=dev", "--no-audit", "--no-fund"]),
    hint: "The package registry must be reachable the first time; then run the same command again.",
  },
  {
    name: "built",
    inputs: () => ["package.json", "package-lock.json", "tsconfig.json", "tsdown.config.ts", ...filesUnder("src"), ...filesUnder("studio")].flatMap((file) => [Buffer.from(`\0${file}\0`), read(file)]),
    results: ["dist/index.js", "dist/cli/main.js", "dist/pages/index.html"],
    doing: "building",
    run: () => inTurn(["tsdown/dist/run.mjs", "--log-level", "warn"], ["vite/bin/vite.js", "build", "studio", "--logLevel", "warn"]),
    hint: "",
  },
];

try {
  main();
} catch (error) {
  process.stderr.write(`dst3d: ${error.message}\n`);
  process.exitCode = 1;
}

function main() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    throw new Error(`Node ${LEAST_NODE.join(".")} or newer is needed; this is ${process.version}.`);
  }
  if (steps.every(isDone)) return;
  mkdirSync(state, { recursive: true });
  takeLock();
  try {
    for (const step of steps) if (!isDone(step)) perform(step); // asked again: another process may have done it meanwhile
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function isDone(step) {
  const stamp = join(state, step.name);
  return step.results.every((file) => existsSync(join(root, file))) && existsSync(stamp) && readFileSync(stamp, "utf8") === hashOf(step);
}

function perform(step) {
  const start = Date.now();
  rmSync(join(state, step.name), { force: true });
  process.stderr.write(`dst3d: ${step.doing} … `);
  const result = step.run();
  if (result.error || result.status !== 0) {
    process.stderr.write("failed\n");
    throw new Error([`${step.doing} failed.`, result.error?.message, result.stdout, result.stderr, step.hint].filter(Boolean).join("\n"));
  }
  writeFileSync(join(state, step.name), hashOf(step));
  process.stderr.write(`${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}

/** Runs programs of installed packages until one fails. */
function inTurn(...programs) {
  let result;
  for (const [file, ...args] of programs) {
    result = spawnSync(process.execPath, [join(root, "node_modules", file), ...args], { cwd: root, encoding: "utf8" });
    if (result.error || result.status !== 0) break;
  }
  return result;
}

function hashOf(step) {
  const hash = createHash("sha256");
  for (const input of step.inputs()) hash.update(input);
  return hash.digest("hex");
}

function read(file) {
  return readFileSync(join(root, file));
}

function filesUnder(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
}

/** npm as it was started, or the one on the path; on Windows that one is a .cmd file, which only a shell can start. */
function npm(args) {
  const started = process.env["npm_execpath"];
  if (started !== undefined && /npm-cli\.c?js$/.test(started)) {
    return spawnSync(process.execPath, [started, ...args], { cwd: root, encoding: "utf8" });
  }
  return spawnSync("npm", args, { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
}

/** One process at a time works on node_modules and dist; others wait for it. */
function takeLock() {
  let told = false;
  for (;;) {
    try {
      writeFileSync(lockFile, `${process.pid} ${hostname()}`, { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (removeStaleLock()) continue;
    if (!told) process.stderr.write("dst3d: waiting for another process that installs or builds …\n");
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

/** Clears the lock of a process that is gone. The rename makes sure that only one of several waiters clears it. */
function removeStaleLock() {
  try {
    const age = Date.now() - statSync(lockFile).mtimeMs;
    const owner = readFileSync(lockFile, "utf8");
    const [pid, host] = owner.split(" ");
    const unreadable = host === undefined && age > 5000;
    const gone = host === hostname() && !isRunning(Number(pid));
    if (!unreadable && !gone && age < STALE_LOCK_MILLISECONDS) return false;
    const claimed = `${lockFile}.${process.pid}`;
    renameSync(lockFile, claimed);
    if (readFileSync(claimed, "utf8") === owner) rmSync(claimed, { force: true });
    else renameSync(claimed, lockFile); // another waiter was faster and this is its own, live lock
    return true;
  } catch (error) {
    if (error.code === "ENOENT") return true; // freed meanwhile
    throw error;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
