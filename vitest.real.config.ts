import { defineConfig } from "vitest/config";

/** Tests that need other programs or the package registry; `.ci/run` installs what they need and runs them. */
export default defineConfig({
  test: { include: ["test/real/**/*.test.ts"], testTimeout: 600_000, hookTimeout: 600_000, fileParallelism: false },
});
