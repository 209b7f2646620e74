import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { graphsFinding, nodeFinding, partFinding } from "../../src/cli/examination.js";
import { temporaryFolder } from "../temporary-folder.js";

describe("what the doctor finds", () => {
  it.each([["20.19.0", "good"], ["22.1.0", "good"], ["20.18.3", "broken"], ["18.20.0", "broken"]])("node %s is %s", (version, state) => {
    expect(nodeFinding(version).state).toBe(state);
  });

  it("an optional part that is absent is no problem, and how to add it is said", async () => {
    expect(await partFinding("part", "no-such-package-here", "npm install no-such-package-here")).toEqual({
      name: "part",
      state: "absent",
      detail: "no-such-package-here is not installed (optional)",
      hint: "to add it: npm install no-such-package-here",
    });
  });

  it("a needed part that is absent is a problem", async () => {
    expect(await partFinding("part", "no-such-package-here", null)).toMatchObject({ state: "broken" });
  });

  it("a part that is there but does not load is a problem", async () => {
    expect(await partFinding("part", "data:text/javascript,throw new Error('wrong machine')", "npm install it")).toMatchObject({
      state: "broken",
      detail: expect.stringContaining("does not load: wrong machine"),
    });
  });
});

describe("kept graphs", () => {
  it("are shown with their size, and nothing where there are none", async () => {
    const folder = temporaryFolder();
    expect(await graphsFinding(join(folder, "none"))).toEqual([]);
    mkdirSync(join(folder, "a"));
    writeFileSync(join(folder, "a", "graph.onnx"), new Uint8Array(2_000_000));
    const [finding] = await graphsFinding(folder);
    expect(finding!.detail).toContain(`1 with 2.0 MB in ${folder}`);
  });
});
