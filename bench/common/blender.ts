/** Runs Blender on a script of bench/blender. BLENDER names another program than `blender`. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { talkTo, type Talk } from "./talk.js";

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

/** Starts `bench/blender/SCRIPT`, which reads one JSON per line and answers lines that begin with "@@". */
export function talkToBlender(script: string, options: BlenderOptions = {}): Promise<Talk> {
  return talkTo(...command(script, [], options));
}
