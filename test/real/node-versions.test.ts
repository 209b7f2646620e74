/** The same recipe gives the same records and pixels on every supported line of Node. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT, runProgram, temporaryFolder } from "./program.js";
import { contentHashes } from "./run-folder.js";

/** Packages of the registry that hold nothing but a Node binary. */
const OTHERS = ["22.23.3", "24.21.0"];

function nodeBinary(version: string): string {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(ROOT, ".ready", `node-${version}`);
  const binary = join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    runProgram("npm", ["install", "--prefix", folder, "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", `${name}@${version}`], folder);
  }
  return binary;
}

it("records and pixels agree on Node 20, 22 and 24", async () => {
  const folder = temporaryFolder();
  const nodes = [process.execPath, ...OTHERS.map(nodeBinary)];
  const versions = nodes.map((node) => runProgram(node, ["--version"]).trim());
  expect(versions.map((version) => version.split(".")[0])).toEqual(["v20", "v22", "v24"]);

  const results: Record<string, string>[] = [];
  for (const [index, node] of nodes.entries()) {
    const run = join(folder, versions[index]!);
    runProgram(node, [join(ROOT, "dist/cli/main.js"), "quickstart", "--out", run, "--count", "9", "--workers", "2"]);
    results.push(await contentHashes(run));
  }
  expect(Object.keys(results[0]!).filter((file) => file.endsWith(".json"))).toHaveLength(9);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});
