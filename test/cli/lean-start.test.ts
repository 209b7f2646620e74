/** `dst3d --help` must load nothing heavy: no package at all through static imports, no native module when built. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BUILT = resolve(ROOT, "dist/cli/main.js");

/** What the files load before a command runs: static imports from `entries`, without those of types. */
function staticImports(entries: readonly string[]): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const [, specifier] of readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)";/gm)) {
      if (specifier!.startsWith(".")) open.push(resolve(dirname(file), specifier!.replace(/\.js$/, ".ts")));
      else if (!specifier!.startsWith("node:")) packages.add(specifier!);
    }
  }
  return { files, packages };
}

describe("the program's start", () => {
  it("loads no package: not of the entry, not of the commands' own files", () => {
    const commands = ["init", "plan", "prompts", "generate", "status", "sheet", "replay", "doctor", "quickstart"].map((name) => resolve(ROOT, `src/cli/commands/${name}.ts`));
    const { files, packages } = staticImports([resolve(ROOT, "src/cli/main.ts"), ...commands]);
    expect(files.size).toBeGreaterThan(15);
    expect([...packages]).toEqual([]);
  });

  it("would notice a heavy package", () => {
    expect([...staticImports([resolve(ROOT, "src/recipe/schema.ts")]).packages]).toContain("zod");
  });

  // `npm test` builds first; a bare `vitest` may run without a build.
  it.runIf(existsSync(BUILT))("built, shows its help without native modules", () => {
    const spy = "process.on('exit',()=>{process.report.excludeNetwork=true;process.stderr.write(JSON.stringify(process.report.getReport().sharedObjects))})";
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", `data:text/javascript,${spy}`, BUILT, "--help"], { encoding: "utf8" });
    expect(status).toBe(0);
    expect(stdout).toContain("quickstart");
    const native = (JSON.parse(stderr) as string[]).filter((file) => file.endsWith(".node") || file.includes("vips"));
    expect(native).toEqual([]);
  });
});
