/**
 * The advisory lock on a run folder: two commands must not write the same samples. The parts of a divided run
 * (`--shard 1/3`, `2/3`, `3/3`) may work side by side; anything that could overlap is refused.
 */
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { type FileSystem, localFileSystem, systemErrorCode } from "../storage/file-system.js";
import { isRunning, ownProcess, type ProcessIdentity, processIdentitySchema } from "../storage/process-identity.js";
import { sweepPartialFiles } from "../storage/replace-file.js";
import { storageError } from "../storage/storage-error.js";

/** Which part of a run a command writes: part 1..parts. */
export interface RunPart {
  part: number;
  parts: number;
}

/** A lock that is held. */
export interface RunLock {
  /** True when an earlier command on this part was killed: its newest samples should be checked. */
  uncleanStop: boolean;
  release(): Promise<void>;
}

const WHOLE_RUN: RunPart = { part: 1, parts: 1 };

function lockName({ part, parts }: RunPart): string {
  return parts === 1 ? "run.lock" : `run.${part}-of-${parts}.lock`;
}

function partOfLock(name: string): RunPart | null {
  if (name === "run.lock") return WHOLE_RUN;
  const match = /^run\.(\d+)-of-(\d+)\.lock$/.exec(name);
  return match === null ? null : { part: Number(match[1]), parts: Number(match[2]) };
}

/** Different parts of the same division share no sample; everything else may. */
function mayOverlap(a: RunPart, b: RunPart): boolean {
  return a.parts !== b.parts || a.part === b.part;
}

/**
 * Takes the lock for a part of a run, or for all of it. A lock whose process no longer runs is taken over. Whoever
 * gets all of it also clears away half-written files beside run.json; samples are cleared when they are made again.
 * @throws E_RUN_LOCKED when another command works on samples of this part; E_STORAGE when the folder cannot be written
 */
export async function lockRun(root: string, part: RunPart = WHOLE_RUN, fileSystem: FileSystem = localFileSystem): Promise<RunLock> {
  const content = new TextEncoder().encode(`${JSON.stringify(await ownProcess())}\n`);
  const path = join(root, lockName(part));
  let uncleanStop = false;
  try {
    await fileSystem.makeFolder(root);
    if (!(await fileSystem.create(path, content))) {
      if (!(await takeOver(fileSystem, root, path, content))) throw await lockedError(fileSystem, path, root);
      uncleanStop = true;
    }
    try {
      for (const name of await fileSystem.list(root)) {
        const other = partOfLock(name);
        if (other === null || name === lockName(part) || !mayOverlap(part, other)) continue;
        if (!(await takeOver(fileSystem, root, join(root, name), null))) throw await lockedError(fileSystem, join(root, name), root);
        uncleanStop = true;
      }
      if (part.parts === 1) {
        await sweepPartialFiles(root, fileSystem);
        await sweepPartialFiles(join(root, "failed"), fileSystem);
      }
    } catch (error) {
      await fileSystem.remove(path);
      throw error;
    }
  } catch (error) {
    throw storageError(error, "write to", root);
  }
  return {
    uncleanStop,
    async release() {
      if ((await readText(fileSystem, path)) === new TextDecoder().decode(content)) await fileSystem.remove(path);
    },
  };
}

async function readText(fileSystem: FileSystem, path: string): Promise<string | null> {
  try {
    return new TextDecoder().decode(await fileSystem.read(path));
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw error;
  }
}

function holderOf(text: string): ProcessIdentity | null {
  try {
    return processIdentitySchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Removes a lock whose process is gone and puts an own one in its place, or none; says whether it did. Only one process
 * at a time may do so, or a fresh lock could be removed in place of the stale one that was looked at.
 */
async function takeOver(fileSystem: FileSystem, root: string, path: string, content: Uint8Array | null): Promise<boolean> {
  const guard = join(root, "run.takeover");
  if (!(await isStale(fileSystem, path))) return false;
  if (!(await fileSystem.create(guard, new TextEncoder().encode(`${JSON.stringify(await ownProcess())}\n`)))) {
    // Whoever was killed within these few lines leaves the guard; the next attempt finds it gone.
    if (await isStale(fileSystem, guard)) await fileSystem.remove(guard);
    return false;
  }
  try {
    if (!(await isStale(fileSystem, path))) return false;
    await fileSystem.remove(path);
    return content === null || (await fileSystem.create(path, content));
  } finally {
    await fileSystem.remove(guard);
  }
}

/** True for a lock whose process no longer runs, one that a power cut has damaged, and one that is gone. */
async function isStale(fileSystem: FileSystem, path: string): Promise<boolean> {
  const text = await readText(fileSystem, path);
  const holder = text === null ? null : holderOf(text);
  return holder === null || !(await isRunning(holder));
}

async function lockedError(fileSystem: FileSystem, path: string, root: string): Promise<DatasetError> {
  const holder = holderOf((await readText(fileSystem, path)) ?? "");
  const who = holder === null ? "another command" : `process ${holder.pid} on ${holder.host}`;
  return new DatasetError("E_RUN_LOCKED", `${root} is being written by ${who}.`, {
    hint: `Wait for it, or choose another folder with --out. If that process is gone (another computer, a container), delete ${path}.`,
    subject: path,
  });
}
