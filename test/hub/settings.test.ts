import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hubCacheFolder, hubSettings } from "../../src/hub/settings.js";
import { temporaryFile } from "../temporary-folder.js";

describe("the environment of the hub", () => {
  it.each([
    [{ HF_HUB_CACHE: "/a", HUGGINGFACE_HUB_CACHE: "/b", HF_HOME: "/c", XDG_CACHE_HOME: "/d" }, "/a"],
    [{ HUGGINGFACE_HUB_CACHE: "/b", HF_HOME: "/c", XDG_CACHE_HOME: "/d" }, "/b"],
    [{ HF_HOME: "/c", XDG_CACHE_HOME: "/d" }, "/c/hub"],
    [{ XDG_CACHE_HOME: "/d", HF_HOME: "" }, "/d/huggingface/hub"],
    [{}, join(homedir(), ".cache", "huggingface", "hub")],
    [{ HF_HOME: "~/models" }, join(homedir(), "models", "hub")],
  ])("%o keeps models in %s", (environment, folder) => {
    expect(hubCacheFolder(environment)).toBe(folder);
  });

  it("a token from its variable, else from its file; none offline", async () => {
    const file = temporaryFile("token", "from-file\n");
    expect((await hubSettings({ HF_TOKEN: "given", HF_TOKEN_PATH: file })).token).toBe("given");
    expect((await hubSettings({ HF_TOKEN_PATH: file })).token).toBe("from-file");
    expect((await hubSettings({ HF_HOME: join(file, "..") })).token).toBe("from-file");
    expect((await hubSettings({ HF_TOKEN_PATH: file, HF_HUB_DISABLE_IMPLICIT_TOKEN: "1" })).token).toBeNull();
    expect(await hubSettings({ HF_TOKEN: "given", HF_HUB_OFFLINE: "yes" })).toMatchObject({ token: null, offline: true, hubUrl: null });
  });
});
