/** The program as it is installed: src compiled file by file, for tests that start processes or worker threads. */
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const repository = fileURLToPath(new URL("../", import.meta.url));

/** Compiles src into a new folder and returns it; the command line is `dist/cli/main.js` there. The caller removes it. */
export async function buildProgram(): Promise<string> {
  const program = await mkdtemp(join(tmpdir(), "dst3d-built-"));
  await cp(join(repository, "package.json"), join(program, "package.json"));
  await symlink(join(repository, "node_modules"), join(program, "node_modules"), "dir");
  const source = join(repository, "src");
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts") || entry.name.endsWith(".d.ts")) continue;
    const file = join(entry.parentPath, entry.name);
    const out = join(program, "dist", file.slice(source.length, -".ts".length) + ".js");
    const { outputText } = ts.transpileModule(await readFile(file, "utf8"), { compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext } });
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, outputText);
  }
  return program;
}

/** How a command ended. */
export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Starts the command line; `watch` is told all output so far and may send signals. */
export function startProgram(program: string, args: readonly string[], folder: string, watch: (output: string, kill: (signal: NodeJS.Signals) => void) => void = () => {}): Promise<Ended> {
  const child = spawn(process.execPath, [join(program, "dist", "cli", "main.js"), ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const ended: Ended = { code: null, out: "", err: "" };
  const kill = (signal: NodeJS.Signals) => void child.kill(signal);
  child.stdout.on("data", (text: Buffer) => watch((ended.out += text.toString()), kill));
  child.stderr.on("data", (text: Buffer) => (ended.err += text.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...ended, code }));
  });
}
