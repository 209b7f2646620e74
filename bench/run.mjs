/** Runs one bench: `node bench/run.mjs NAME [ARGUMENTS]` bundles bench/NAME.ts (Node 20 cannot run TypeScript itself) and starts it. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsdown";

const bench = dirname(fileURLToPath(import.meta.url));
const [name, ...rest] = process.argv.slice(2);
const source = join(bench, `${name}.ts`);
if (name === undefined || !existsSync(source)) {
  const names = readdirSync(bench).filter((file) => file.endsWith(".ts")).map((file) => file.slice(0, -3));
  console.error(`Usage: node bench/run.mjs NAME [ARGUMENTS]; there are: ${names.join(", ")}`);
  process.exit(2);
}
const outDir = join(bench, "out", "code", name);
await build({ config: false, cwd: dirname(bench), entry: { [name]: source }, outDir, format: "esm", platform: "node", dts: false, deps: { neverBundle: ["playwright-core"] }, logLevel: "warn" });
process.exit(spawnSync(process.execPath, ["--expose-gc", join(outDir, `${name}.mjs`), ...rest], { stdio: "inherit", cwd: dirname(bench) }).status ?? 1);
