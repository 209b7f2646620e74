import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { evaluateCoco, evaluateOmni3d, evaluatePose, iou3d } from "../../src/evaluate/index.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const EXPORTED = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as { exports: Record<string, { default: string; types: string }> };

test("`dst3d/evaluate` is the entry that is built, and holds what other programs rely on", () => {
  const { default: file, types } = EXPORTED.exports["./evaluate"]!;
  expect([file, types]).toEqual(["./dist/evaluate/index.js", "./dist/evaluate/index.d.ts"]);
  const build = readFileSync(`${ROOT}tsdown.config.ts`, "utf8");
  expect(build).toContain('"evaluate/index": "src/evaluate/index.ts"');
  expect(build).toMatch(/dts: \{ entry: \[[^\]]*"src\/evaluate\/index\.ts"/);
  for (const each of [iou3d, evaluateCoco, evaluateOmni3d, evaluatePose]) expect(each).toBeTypeOf("function");
});

// `npm test` builds first; a bare `vitest` may run without a build.
test.runIf(existsSync(`${ROOT}dist/evaluate/index.js`))("built, it can be imported by the package's name", async () => {
  const built = (await import("dst3d/evaluate" as string)) as { iou3d: typeof iou3d };
  const box = [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1]];
  expect(built.iou3d(box, box).iou).toBeCloseTo(1, 12);
});
