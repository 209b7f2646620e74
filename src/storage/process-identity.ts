/** Telling whether the process that left a mark is still running. */
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import * as z from "zod";
import { systemErrorCode } from "./file-system.js";

/** Which process; `boot` and `started` tell apart processes that were given the same number, where the system says so. */
export const processIdentitySchema = z.strictObject({
  host: z.string(),
  pid: z.int(),
  boot: z.string().nullable(),
  started: z.string().nullable(),
});

/** One process on one computer. */
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

async function readOrNull(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch(() => null);
}

async function startOf(pid: number): Promise<string | null> {
  const line = await readOrNull(`/proc/${pid}/stat`);
  // The command's name, in brackets, may hold anything; field 22, the start time, is the 20th after it.
  return line === null ? null : (line.slice(line.lastIndexOf(")") + 2).split(" ")[19] ?? null);
}

/** This process. */
export async function ownProcess(): Promise<ProcessIdentity> {
  const boot = await readOrNull("/proc/sys/kernel/random/boot_id");
  return { host: hostname(), pid: process.pid, boot: boot?.trim() ?? null, started: await startOf(process.pid) };
}

/** Whether a process still runs; a process of another computer is taken to run, because nobody here can know. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  const own = await ownProcess();
  if (identity.host !== own.host) return true;
  if (identity.boot !== null && own.boot !== null && identity.boot !== own.boot) return false;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    return systemErrorCode(error) === "EPERM";
  }
  const started = await startOf(identity.pid);
  return identity.started === null || started === null || started === identity.started;
}
