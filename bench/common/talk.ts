/** Talks to another process in lines of JSON. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A process that answers one JSON for each JSON it is sent. */
export interface Talk {
  /** What it said before the first question. */
  readonly greeting: Readonly<Record<string, unknown>>;
  ask(order: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/**
 * Starts a program that reads one JSON per line; its answers are the lines that begin with "@@", the first of them a greeting.
 * @throws with its last words when it ends before it is told to
 */
export async function talkTo(program: string, args: readonly string[]): Promise<Talk> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  const said: string[] = [];
  const waiting: { resolve(answer: Record<string, unknown>): void; reject(error: Error): void }[] = [];
  child.stderr.on("data", (data: Buffer) => void said.push(data.toString()));
  child.stdin.on("error", () => {});
  child.on("error", (error) => waiting.shift()?.reject(error));
  const ended = new Promise<void>((resolve) => child.on("close", (code) => {
    for (const one of waiting) one.reject(new Error(`${program} ended with ${code}\n${said.join("").split("\n").slice(-30).join("\n")}`));
    resolve();
  }));
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("@@")) waiting.shift()?.resolve(JSON.parse(line.slice(2)) as Record<string, unknown>);
    else said.push(`${line}\n`);
  });
  const next = () => new Promise<Record<string, unknown>>((resolve, reject) => void waiting.push({ resolve, reject }));
  return {
    greeting: await next(),
    ask(order) {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      return next();
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
