import { describe, expect, it } from "vitest";
import { comparableGenerator, movedGenerator, pinnedGenerator } from "../../src/generate/recipe-files.js";
import { generatorOptions } from "../../src/generate/registry.js";
import { temporaryFile } from "../temporary-folder.js";

const comfyui = (more: object) => generatorOptions.parse({ type: "comfyui", ...more });

describe("a generator's files and addresses", () => {
  it("move with the recipe", () => {
    expect(movedGenerator(comfyui({ workflow: "./flux.json" }), (path) => `../${path}`)).toMatchObject({ workflow: ".././flux.json" });
    expect(movedGenerator(comfyui({ model: "./sub/name" }), (path) => `../${path}`)).toMatchObject({ model: "./sub/name", workflow: null });
  });

  it("count by content, and where the servers are does not", async () => {
    const file = temporaryFile("flux.json", '{"1":{"class_type":"A","inputs":{}}}');
    const pinned = await pinnedGenerator(comfyui({ workflow: file }), ".");
    expect(pinned).toMatchObject({ workflowSha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const elsewhere = { ...pinned, workflow: "other/place.json", servers: ["http://a:1", "http://b:2"], timeoutSeconds: 5, retries: 0 };
    expect(comparableGenerator(elsewhere as typeof pinned)).toEqual(comparableGenerator(pinned));
    expect(comparableGenerator(comfyui({ model: "a" }))).not.toEqual(comparableGenerator(comfyui({ model: "b" })));
    await expect(pinnedGenerator(comfyui({ workflow: "nowhere.json" }), ".")).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  });
});
