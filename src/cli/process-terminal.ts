/** The real terminal: this process's streams. */
import { basename, dirname, relative, sep } from "node:path";
import { performance } from "node:perf_hooks";
import { text } from "node:stream/consumers";
import type { Terminal } from "./terminal.js";

/** The terminal of this process; with `json` the text goes to standard error. */
export function processTerminal(json: boolean): Terminal {
  const texts = json ? process.stderr : process.stdout;
  for (const stream of [process.stdout, process.stderr]) {
    // A reader that has seen enough (`| head`) is no failure.
    stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  }
  return {
    out: (written) => void process.stdout.write(written),
    err: (written) => void process.stderr.write(written),
    input: () => text(process.stdin),
    interactive: texts.isTTY === true && process.env.TERM !== "dumb" && process.env.CI === undefined,
    color: wantsColor(texts.isTTY === true),
    columns: texts.columns ?? 80,
    now: () => performance.now() / 1000,
    folder: process.cwd(),
    program: programName(process.argv[1] ?? "", process.cwd()),
  };
}

function wantsColor(isTerminal: boolean): boolean {
  if ((process.env.NO_COLOR ?? "") !== "") return false;
  if ((process.env.FORCE_COLOR ?? "") !== "") return process.env.FORCE_COLOR !== "0";
  return isTerminal && process.env.TERM !== "dumb";
}

/**
 * How to call this program again from `folder`: `npx dst3d` where it is a dependency, `node dist/cli/main.js` in its
 * own checkout, else `dst3d`.
 */
export function programName(script: string, folder: string): string {
  const parts = script.split(sep);
  if (parts.includes("node_modules")) return "npx dst3d";
  if (basename(script) !== "main.js" || basename(dirname(script)) !== "cli") return "dst3d";
  const near = relative(folder, script);
  return `node ${near.startsWith(`..${sep}..`) ? script : near}`;
}
