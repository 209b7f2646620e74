/** A command of this program in a process of its own. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { DatasetError } from "../../core/errors.js";
import type { ChildEvent } from "./job-progress.js";

/** What is started, and who is told. */
export interface ChildOptions {
  /** The program and its first arguments, as `[node, main.js]`. */
  program: readonly string[];
  args: readonly string[];
  /** Its working directory. */
  folder: string;
  /** What it reads from standard input. */
  input: string;
  onEvent(event: ChildEvent): void;
  /** @param lastWords the last line of standard error */
  onEnd(code: number | null, lastWords: string): void;
}

/** A process that was started. */
export interface Child {
  /** Asks it to finish what it is at, and end. */
  interrupt(): void;
  /** Ends it at once. */
  kill(): void;
  ended: Promise<void>;
}

const KEPT_WORDS = 2000;

/** Starts it. @throws DatasetError E_WORKER where that cannot be done */
export function startChild({ program, args, folder, input, onEvent, onEnd }: ChildOptions): Child {
  const [file, ...before] = program;
  if (file === undefined) throw new DatasetError("E_WORKER", "this studio was started without a program for jobs", { hint: "Start it with `dst3d studio`." });
  // In a group of its own: Ctrl+C in the studio's terminal reaches the studio alone, which passes it on once.
  const child = spawn(file, [...before, ...args], { cwd: folder, stdio: ["pipe", "pipe", "pipe"], detached: true });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  let words = "";
  child.stderr.on("data", (text: Buffer) => (words = (words + text.toString()).slice(-KEPT_WORDS)));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const event = eventOf(line);
    if (event !== null) onEvent(event);
  });
  // It may have ended before it has read all.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const ended = new Promise<void>((resolve) => {
    let isOver = false;
    const end = (code: number | null, lastWords: string): void => {
      if (isOver) return;
      isOver = true;
      process.off("exit", kill);
      onEnd(code, lastWords);
      resolve();
    };
    child.on("error", (error) => end(1, error.message));
    child.on("close", (code) => end(code, words.trim().split("\n").at(-1) ?? ""));
  });
  return { interrupt: () => void child.kill("SIGINT"), kill, ended };
}

/** Null for a line that is no event. */
function eventOf(line: string): ChildEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "type" in value ? (value as ChildEvent) : null;
  } catch {
    return null;
  }
}
