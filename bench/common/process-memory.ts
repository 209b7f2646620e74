/** Memory of this process and those that it has started. Linux only (/proc). */
import { readdirSync, readFileSync } from "node:fs";

/** Bytes that all of them have resident, shared parts counted once where the kernel tells. */
export function familyBytes(): number {
  return [process.pid, ...childrenOf(process.pid)].reduce((sum, pid) => sum + bytesOf(pid), 0);
}

function childrenOf(pid: number): number[] {
  try {
    const own = readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number));
    return own.flatMap((child) => [child, ...childrenOf(child)]);
  } catch {
    return []; // it has just ended
  }
}

/** Bytes that a process has resident, shared parts counted by their share. */
export function bytesOf(pid: number): number {
  for (const [file, key] of [["smaps_rollup", "Pss"], ["status", "VmRSS"]] as const) {
    try {
      const found = new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/${file}`, "utf8"));
      if (found !== null) return Number(found[1]) * 1024;
    } catch {
      // the next file, or it has just ended
    }
  }
  return 0;
}
