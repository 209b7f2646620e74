/** How much memory there is, for generators that decide by it. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { freemem } from "node:os";
import type { MemoryState } from "../generate/generator.js";

const BYTES_PER_MEBIBYTE = 1_048_576;

/** Memory of this process; what is only mapped from files does not count, because the system can drop it. */
export function processorMemory(): MemoryState {
  const free = freemem();
  const most = process.constrainedMemory();
  const held = privateBytes();
  return { heldBytes: held, freeBytes: most > 0 && most < Number.MAX_SAFE_INTEGER ? Math.max(0, Math.min(free, most - held)) : free };
}

function privateBytes(): number {
  try {
    return Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))![1]) * 1024;
  } catch {
    // Other systems have no such file.
    return process.memoryUsage.rss();
  }
}

/** Memory of the first NVIDIA card, of all processes together. */
export function cudaMemory(ask: () => string = askDriver): MemoryState {
  try {
    const [used, free] = ask().split("\n")[0]!.split(",").map((text) => Number(text) * BYTES_PER_MEBIBYTE);
    if (Number.isFinite(used) && Number.isFinite(free)) return { heldBytes: used!, freeBytes: free! };
  } catch {
    // Without the driver's program nobody knows.
  }
  return { heldBytes: 0, freeBytes: null };
}

function askDriver(): string {
  return execFileSync("nvidia-smi", ["--query-gpu=memory.used,memory.free", "--format=csv,noheader,nounits"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 10_000 });
}
