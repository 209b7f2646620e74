import { existsSync } from "node:fs";
import { defineConfig } from "tsdown";

/** What is started or imported from outside; everything else becomes chunks, lazy where it is imported dynamically. */
const ENTRIES = { index: "src/index.ts", "cli/main": "src/cli/main.ts", "engine/worker": "src/engine/worker.ts" };

export default defineConfig({
  entry: Object.fromEntries(Object.entries(ENTRIES).filter(([, file]) => existsSync(file))),
  format: "esm",
  platform: "node",
  target: "node20",
  fixedExtension: false,
  dts: { entry: "src/index.ts" },
  sourcemap: false,
  clean: true,
});
