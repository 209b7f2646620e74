/**
 * The advisory lock on a run folder: two commands must not write the same samples. The parts of a divided run
 * (`--shard 1/3`, `2/3`, `3/3`) may work side by side; anything that could overlap is refused.
 */
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { type FileSystem, localFileSystem, systemErrorCode } from "../storage/file-system.js";
import { isRunning, ownProcess, type ProcessIdentity, processIdentitySchema } from "../storage/process-identity.js";
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
 * Takes the lock for a part of a run, or for all of it. A lock whose process no longer runs is taken over.
 * @throws E_RUN_LOCKED when another command works on samples of this part; E_STORAGE when the folder cannot be written
 */
export async function lockRun(root: string, part: RunPart = WHOLE_RUN, fileSystem: FileSystem = localFileSystem): Promise<RunLock> {
  const own = await ownProcess();
  const text = `${JSON.stringify(own)}\n`;
  const path = join(root, lockName(part));
  let uncleanStop = false;
  try {
    await fileSystem.makeFolder(root);
    for (let attempt = 0; !(await fileSystem.create(path, new TextEncoder().encode(text))); attempt++) {
      if (attempt > 4 || !(await takeAway(fileSystem, path, own.pid))) throw await lockedError(fileSystem, path, root);
      uncleanStop = true;
    }
    try {
      for (const name of await fileSystem.list(root)) {
        const other = partOfLock(name);
        if (other === null || name === lockName(part) || !mayOverlap(part, other)) continue;
        if (!(await takeAway(fileSystem, join(root, name), own.pid))) throw await lockedError(fileSystem, join(root, name), root);
        uncleanStop = true;
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
      if ((await readText(fileSystem, path)) === text) await fileSystem.remove(path);
    },
  };
}

async function readText(fileSystem: FileSystem, path: string): Promise<string | null> {
  return (await fileSystem.stat(path)) === null ? null : new TextDecoder().decode(await fileSystem.read(path));
}

function holderOf(text: string): ProcessIdentity | null {
  try {
    return processIdentitySchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Removes a lock whose process is gone; says whether the lock is away. A lock cut short by a power cut is nobody's. */
async function takeAway(fileSystem: FileSystem, path: string, pid: number): Promise<boolean> {
  const text = await readText(fileSystem, path);
  if (text === null) return true;
  const holder = holderOf(text);
  if (holder !== null && (await isRunning(holder))) return false;
  // Another command may take the same lock over right now: only what was judged may go.
  const aside = `${path}.${pid}.stale`;
  try {
    await fileSystem.rename(path, aside);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return true;
    throw error;
  }
  const taken = await readText(fileSystem, aside);
  if (taken === text) return fileSystem.remove(aside);
  await fileSystem.rename(aside, path);
  return false;
}

async function lockedError(fileSystem: FileSystem, path: string, root: string): Promise<DatasetError> {
  const holder = holderOf((await readText(fileSystem, path)) ?? "");
  const who = holder === null ? "another command" : `process ${holder.pid} on ${holder.host}`;
  return new DatasetError("E_RUN_LOCKED", `${root} is being written by ${who}.`, {
    hint: `Wait for it, or choose another folder with --out. If that process is gone (another computer, a container), delete ${path}.`,
    subject: path,
  });
}
