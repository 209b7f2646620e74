import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSafePath, readReference } from "../../src/hub/model-reference.js";
import { resolveModel } from "../../src/hub/resolve-model.js";
import { expectError } from "../shapes/expect-error.js";
import { temporaryFolder } from "../temporary-folder.js";
import { BASE, commitOf, CONTROLNET, LORA } from "./fake-models.js";
import type { FakeModel } from "./fake-hub.js";

/** Writes a repository's files as somebody might have saved them. */
function save(folder: string, { files }: FakeModel, leaveOut: RegExp = /^$/): string {
  for (const [path, bytes] of Object.entries(files)) {
    if (leaveOut.test(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

function cacheWith(repository: string, commits: Readonly<Record<string, FakeModel>>, main: string | null): { HF_HUB_CACHE: string } {
  const cache = temporaryFolder();
  const folder = join(cache, `models--${repository.replace("/", "--")}`);
  for (const [commit, model] of Object.entries(commits)) save(join(folder, "snapshots", commit), model);
  if (main !== null) {
    mkdirSync(join(folder, "refs"));
    writeFileSync(join(folder, "refs", "main"), main);
  }
  return { HF_HUB_CACHE: cache };
}

describe("finding a model", () => {
  it("in a folder, absolute or from the recipe's", async () => {
    const folder = temporaryFolder();
    save(join(folder, "mine"), BASE);
    for (const name of ["mine", "./mine", join(folder, "mine")]) {
      const found = await resolveModel(name, { folder });
      expect([found.folder, found.base?.repository, found.base?.licence]).toEqual([join(folder, "mine"), null, "creativeml-openrail-m"]);
      expect(found.base?.files.map(({ path }) => path).filter((path) => /bin|ckpt|safety|\.py/.test(path))).toEqual([]);
    }
  });

  it("from parts: a folder as base, a repository as ControlNet", async () => {
    const folder = save(temporaryFolder(), BASE);
    const environment = cacheWith("a/canny", { [commitOf("b")]: CONTROLNET }, commitOf("b"));
    const found = await resolveModel([{ role: "base", reference: folder }, { role: "controlnet", reference: "a/canny" }], { environment });
    expect([found.base?.folder, found.controlnets.map(({ licence }) => licence)]).toEqual([folder, ["openrail"]]);
    const error = await expectError(resolveModel([{ role: "base", reference: "a/base" }, { role: "lora", reference: "a/lora" }], { environment }), "E_NOT_FOUND", /a\/base is not in/);
    expect(error.hint).toBe("Run: dst3d models pull --base a/base --lora a/lora --yes");
  });

  it("names what is missing", async () => {
    await expectError(resolveModel(save(temporaryFolder(), BASE, /^vae\/.*safetensors|merges/)), "E_NOT_FOUND", /tokenizer\/merges\.txt, vae\/\*\.safetensors/);
    await expectError(resolveModel("nothing/there", { environment: { HF_HUB_CACHE: temporaryFolder() } }), "E_NOT_FOUND", /nothing\/there is not in/);
    await expectError(resolveModel("./nothing"), "E_NOT_FOUND", /is not there/);
  });

  it("the commit that main stands for; another complete one where that is not complete; a revision exactly", async () => {
    const [a, b, c] = [commitOf("1"), commitOf("2"), commitOf("3")];
    const environment = cacheWith("x/lora", { [a]: LORA, [b]: LORA, [c]: { ...LORA, files: {} } }, b);
    const commit = async (name: string): Promise<string | null> => (await resolveModel(name, { environment })).parts[0]!.commit;
    expect(await commit("x/lora")).toBe(b);
    expect(await commit(`x/lora@${a}`)).toBe(a);
    await expectError(commit(`x/lora@${c}`), "E_NOT_FOUND", /is not/);
    await expectError(commit("x/lora@v2"), "E_NOT_FOUND", /is not/);
    const later = cacheWith("x/lora", { [a]: LORA }, c);
    expect((await resolveModel("x/lora", { environment: later })).parts[0]!.commit).toBe(a);
  });

  it("a link to what is incomplete, or to nothing, is no file", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "abc.incomplete"), "half");
    const model = join(folder, "model");
    mkdirSync(model);
    for (const target of ["../abc.incomplete", "../gone"]) symlinkSync(target, join(model, `${target.slice(3, 5)}.safetensors`));
    await expectError(resolveModel(model), "E_NOT_FOUND", /it has no \*\.safetensors/);
  });
});

describe("references", () => {
  it("repository, revision, file", async () => {
    expect(await readReference("a/b.c-d@refs/pr/1", "/nowhere")).toEqual({ kind: "repository", repository: "a/b.c-d", revision: "refs/pr/1", file: null });
    expect(await readReference("a/b/c/d.safetensors", "/nowhere")).toMatchObject({ repository: "a/b", revision: "main", file: "c/d.safetensors" });
  });

  it.each([["one"], ["a/b@"], ["a/b@../../x"], ["a/b@/x"], ["a/b@x@y"], ["a/b/c.bin"], ["a/b/../c.safetensors"], ["a/.."], ["a--b/c"], [""], ["a/b\n"], [" a/b"], ["a/b?x"], ["-a/b"]])("%j is refused", async (text) => {
    await expectError(readReference(text, "/nowhere"), "E_OPTION", /names no model/);
  });

  it("a path that is called safe stays below its folder, on every system", () => {
    const part = fc.constantFrom("a", "..", ".", "", "C:", "\\", "a\\b", "nul", "aux.json", "x.safetensors", " ", "a.", "\u0000", "é");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
        const path = parts.join("/");
        if (isSafePath(path)) expect(parts.every((one) => ["a", "x.safetensors"].includes(one)) && parts.length > 0).toBe(true);
      }),
    );
    expect(isSafePath("unet/diffusion_pytorch_model.fp16-00001-of-00002.safetensors")).toBe(true);
  });
});
