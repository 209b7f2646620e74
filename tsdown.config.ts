import { existsSync } from "node:fs";
import { defineConfig } from "tsdown";

/** What is started or imported from outside. */
const ENTRIES = { index: "src/index.ts", "diffusion/index": "src/diffusion/index.ts", "evaluate/index": "src/evaluate/index.ts", "cli/main": "src/cli/main.ts", "engine/worker": "src/engine/worker.ts", "studio/preview/worker": "src/studio/preview/worker.ts", "verify/fold-training/process": "src/verify/fold-training/process.ts" };

export default defineConfig({
  entry: Object.fromEntries(Object.entries(ENTRIES).filter(([, file]) => existsSync(file))),
  format: "esm",
  platform: "node",
  target: "node20",
  fixedExtension: false,
  unbundle: true, // one file per module: lazy imports stay lazy, and a file finds its neighbours (the worker) as in src
  dts: { entry: ["src/index.ts", "src/diffusion/index.ts", "src/evaluate/index.ts"] },
  sourcemap: false,
  clean: true,
});
