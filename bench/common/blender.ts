/** Runs Blender on a script of bench/blender. BLENDER names another program than `blender`. */
import { spawn, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

/** How Blender is started. */
export interface BlenderOptions {
  /** Through xvfb-run, for engines that draw with OpenGL; DISPLAY_WRAPPER names another wrapper. */
  display?: boolean;
}

function command(script: string, args: readonly string[], options: BlenderOptions): readonly [string, readonly string[]] {
  const blender = process.env.BLENDER ?? "blender";
  const words = ["-b", "--factory-startup", "-noaudio", "--python-exit-code", "1", "--python", resolve("bench/blender", script), "--", ...args];
  return options.display === true ? [process.env.DISPLAY_WRAPPER ?? "xvfb-run", ["-a", blender, ...words]] : [blender, words];
}

/** Runs `bench/blender/SCRIPT` with arguments. @throws with Blender's last words when it fails */
export function runBlender(script: string, args: readonly string[], options: BlenderOptions = {}): void {
  const [program, all] = command(script, args, options);
  const { status, error, stdout, stderr } = spawnSync(program, all, { encoding: "utf8", maxBuffer: 2 ** 30 });
  if (status === 0) return;
  throw new Error(`${program} ${error === undefined ? `ended with ${status}` : error.message}\n${`${stdout ?? ""}${stderr ?? ""}`.split("\n").slice(-30).join("\n")}`);
}

/** A Blender process that answers one JSON for each JSON it is sent. */
export interface BlenderTalk {
  ask(order: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Starts `bench/blender/SCRIPT`, which reads one JSON per line and answers lines that begin with "@@". */
export async function talkToBlender(script: string, options: BlenderOptions = {}): Promise<BlenderTalk> {
  const [program, all] = command(script, [], options);
  const child = spawn(program, all, { stdio: ["pipe", "pipe", "pipe"] });
  const said: string[] = [];
  const waiting: { resolve(answer: Record<string, unknown>): void; reject(error: Error): void }[] = [];
  child.stderr.on("data", (data: Buffer) => void said.push(data.toString()));
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
  await next();
  return {
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
