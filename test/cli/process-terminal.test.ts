import { describe, expect, it } from "vitest";
import { programName } from "../../src/cli/process-terminal.js";

describe("how the program is called in its examples", () => {
  it.each([
    ["/clone/dist/cli/main.js", "/clone", "node dist/cli/main.js"],
    ["/clone/dist/cli/main.js", "/clone/data", "node ../dist/cli/main.js"],
    ["/clone/dist/cli/main.js", "/elsewhere/data", "node /clone/dist/cli/main.js"],
    ["/project/node_modules/.bin/dst3d", "/project", "npx dst3d"],
    ["/usr/local/bin/dst3d", "/project", "dst3d"],
  ])("%s in %s: %s", (script, folder, name) => {
    expect(programName(script, folder)).toBe(name);
  });
});
