/** Starting programs in the tests of this folder. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** This checkout. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Runs a program to its end and gives its output. Throws with everything it said when it fails. */
export function runProgram(program: string, args: readonly string[], folder: string = ROOT): string {
  const isScript = process.platform === "win32" && !program.endsWith(".exe"); // npm and npx are .cmd files there
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: folder, encoding: "utf8", shell: isScript, maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${error?.message ?? ""}\n${stdout}\n${stderr}`);
  return stdout;
}

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "dst3d-real-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
