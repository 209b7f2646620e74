/** The package as a user gets it: packed, installed into an empty folder, used from the command line and as a library. */
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT, runProgram, temporaryFolder } from "./program.js";
import { readRecords } from "./run-folder.js";

it("packs, installs into an empty folder and makes a first dataset there", () => {
  const folder = temporaryFolder();
  runProgram("npm", ["pack", "--pack-destination", folder]);
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz"))!;
  expect(statSync(join(folder, tarball)).size).toBeLessThan(3_000_000);

  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  runProgram("npm", ["install", `./${tarball}`, "--ignore-scripts", "--no-audit", "--no-fund"], folder);
  for (const unwanted of ["vitest", "typescript", "onnxruntime-node"]) expect(existsSync(join(folder, "node_modules", unwanted))).toBe(false);

  runProgram("npx", ["--no-install", "dst3d", "quickstart", "--out", "first", "--count", "4"], folder);
  const records = readRecords(join(folder, "first"));
  expect(records.map((record) => record.index)).toEqual([0, 1, 2, 3]);
  expect(records.every((record) => record.objects.length > 0 && record.labelStatus === "exact")).toBe(true);
  expect(existsSync(join(folder, "first", "sheet.png"))).toBe(true);

  const promised = ["canny", "loadShape", "renderPasses", "readRecipe", "makePlan", "generate", "projectPoints"];
  writeFileSync(join(folder, "use.js"), `import * as dst3d from "dst3d"; console.log(JSON.stringify(Object.keys(dst3d)));`);
  expect(JSON.parse(runProgram(process.execPath, ["use.js"], folder))).toEqual(expect.arrayContaining(promised));
});

it("gives its types to TypeScript users", () => {
  const folder = temporaryFolder();
  const use = [
    `import { canny, type SampleRecord } from "../../dist/index.js";`,
    `export const edges: Uint8Array = canny({ data: new Uint8Array(3), width: 1, height: 1, channels: 3 }, { low: 1, high: 2, aperture: 3, l2Gradient: false });`,
    `export const azimuth = (record: SampleRecord): number | null => record.objects[0]!.viewpoint.azimuthRadians;`,
  ].join("\n").replaceAll("../../dist/index.js", join(ROOT, "dist/index.js").replaceAll("\\", "/"));
  writeFileSync(join(folder, "use.mts"), use);
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--types", "node", "--typeRoots", join(ROOT, "node_modules/@types")];
  runProgram(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...options, "use.mts"], folder);
});
