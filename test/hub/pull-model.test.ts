import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { partsOf } from "../../src/hub/model-aliases.js";
import { openModelHub } from "../../src/hub/model-hub.js";
import { planModelPull, type ModelPull, type PullModelOptions } from "../../src/hub/pull-model.js";
import { resolveModel } from "../../src/hub/resolve-model.js";
import { expectError } from "../shapes/expect-error.js";
import { temporaryFolder } from "../temporary-folder.js";
import { fakeHub, gitSha1, type FakeHub } from "./fake-hub.js";
import { BASE, commitOf, content, CONTROLNET, modelHub } from "./fake-models.js";

const SD15 = "stable-diffusion-v1-5/stable-diffusion-v1-5";
const CANNY = "lllyasviel/control_v11p_sd15_canny";
const folderOf = (repository: string): string => `models--${repository.replace("/", "--")}`;
const never = new AbortController().signal;

async function plan(hub: FakeHub, cacheFolder: string, name: string, options: Partial<PullModelOptions> & { token?: string } = {}): Promise<ModelPull> {
  const signal = options.signal ?? never;
  const model = await openModelHub({ signal, hubUrl: hub.url, token: options.token ?? null });
  return planModelPull({ parts: partsOf(name), hub: model, cacheFolder, folder: cacheFolder, precision: null, signal, pause: async () => {}, ...options });
}

/** Content requests, as `repository path range`. */
const fetched = (hub: FakeHub): string[] => hub.requests.flatMap((line) => /^GET \/(?!api)(.+)\/resolve\/\w{40}\/(\S+ ?\S*)$/.exec(line)?.slice(1).join(" ") ?? []);
const snapshot = (cache: string, repository: string, commit: string, path: string): string => join(cache, folderOf(repository), "snapshots", commit, path);

describe("what is fetched", () => {
  it("only what is needed, with licence and size, before anything is written", async () => {
    const [hub, cache] = [await modelHub(), temporaryFolder()];
    const { parts, bytesToFetch } = await plan(hub, cache, "sd15-canny");
    expect(parts.map(({ role, repository, licence }) => [role, repository, licence])).toEqual([["base", SD15, "creativeml-openrail-m"], ["controlnet", CANNY, "openrail"]]);
    expect(parts[0]!.files.map(({ path }) => path)).toEqual([
      "README.md", "model_index.json", "tokenizer/vocab.json", "tokenizer/merges.txt", "tokenizer/tokenizer_config.json", "scheduler/scheduler_config.json",
      ...["text_encoder", "unet", "vae"].flatMap((name) => [`${name}/config.json`, `${name}/${name === "text_encoder" ? "model" : "diffusion_pytorch_model"}.fp16.safetensors`]),
    ]);
    expect(parts[1]!.files.map(({ path }) => path)).toEqual(["README.md", "config.json", "diffusion_pytorch_model.fp16.safetensors"]);
    expect(bytesToFetch).toBe(parts.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0));
    expect([fetched(hub), readdirSync(cache)]).toEqual([[], []]);
  });

  it("full precision when asked for", async () => {
    const { parts } = await plan(await modelHub(), temporaryFolder(), CANNY, { precision: "fp32" });
    expect(parts[0]!.files.at(-1)!.path).toBe("diffusion_pytorch_model.safetensors");
  });

  it("never a pickle: a repository of nothing else is refused", async () => {
    const { "diffusion_pytorch_model.safetensors": _full, "diffusion_pytorch_model.fp16.safetensors": _half, ...rest } = CONTROLNET.files;
    const hub = await fakeHub({}, { "a/b": { commit: commitOf("d"), files: rest } });
    await expectError(plan(hub, temporaryFolder(), "a/b"), "E_MODEL", /pickles, which can run code/);
  });
});

describe("fetching", () => {
  it("lays files as the Hugging Face cache does, and the model is then found without the network", async () => {
    const [hub, cache] = [await modelHub(), temporaryFolder()];
    await (await plan(hub, cache, "sd15-canny")).fetch();
    const path = "unet/diffusion_pytorch_model.fp16.safetensors";
    const bytes = Buffer.from(content("unet/ half", 2000));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(readlinkSync(snapshot(cache, SD15, BASE.commit, path))).toBe(join("..", "..", "..", "blobs", sha256));
    expect(readFileSync(snapshot(cache, SD15, BASE.commit, path))).toEqual(bytes);
    expect(readlinkSync(snapshot(cache, SD15, BASE.commit, "model_index.json"))).toContain(gitSha1(Buffer.from(BASE.files["model_index.json"] as string)));
    expect(readFileSync(join(cache, folderOf(SD15), "refs", "main"), "utf8")).toBe(BASE.commit);
    const requests = hub.requests.length;
    const found = await resolveModel("sd15-canny", { environment: { HF_HUB_CACHE: cache }, offline: true });
    expect([found.base?.licence, found.controlnets[0]?.commit, found.controlnets[0]?.control, found.resolution, found.folder]).toEqual(["creativeml-openrail-m", CONTROLNET.commit, "canny", 512, dirname(snapshot(cache, SD15, BASE.commit, "README.md"))]);
    expect(found.base?.files.find((file) => file.path === path)).toEqual({ path, bytes: 2000, sha256 });
    expect(hub.requests.length).toBe(requests);
  });

  it("nothing twice, and no write at all into a cache that is complete", async () => {
    const [hub, cache] = [await modelHub(), temporaryFolder()];
    await (await plan(hub, cache, "sd15-canny")).fetch();
    const before = fetched(hub).length;
    const again = await plan(hub, cache, "sd15-depth");
    expect(again.parts.map(({ bytesToFetch }) => bytesToFetch > 0)).toEqual([false, true]);
    const refs = join(cache, folderOf(SD15), "refs", "main");
    const written = statSync(refs).mtimeMs;
    await again.fetch();
    expect([fetched(hub).slice(before).every((line) => line.startsWith("lllyasviel/control_v11f1p_sd15_depth ")), statSync(refs).mtimeMs]).toEqual([true, written]);
  });

  it("takes what other tools have cached: here full precision, as huggingface_hub lays it", async () => {
    const [hub, cache] = [await modelHub(), temporaryFolder()];
    for (const [path, bytes] of Object.entries(CONTROLNET.files).filter(([name]) => !name.includes("fp16"))) {
      const blob = join(cache, folderOf(CANNY), "blobs", path.endsWith(".safetensors") ? createHash("sha256").update(bytes).digest("hex") : gitSha1(Buffer.from(bytes)));
      const target = snapshot(cache, CANNY, CONTROLNET.commit, path);
      for (const file of [blob, target]) mkdirSync(dirname(file), { recursive: true });
      writeFileSync(blob, bytes);
      symlinkSync(blob, target);
    }
    const { bytesToFetch, parts } = await plan(hub, cache, CANNY);
    expect([bytesToFetch, parts[0]!.files.at(-1)!.path]).toEqual([0, "diffusion_pytorch_model.safetensors"]);
    expect((await resolveModel(CANNY, { environment: { HF_HUB_CACHE: cache } })).parts[0]).toMatchObject({ role: "controlnet", commit: CONTROLNET.commit });
  });

  it.each([[false], [true]])("goes on where it was interrupted; what is incomplete is never used (server ignores ranges: %s)", async (ignoresRanges) => {
    const [hub, cache, stop] = [await modelHub(), temporaryFolder(), new AbortController()];
    hub.ignoresRanges = ignoresRanges;
    const first = await plan(hub, cache, CANNY, { signal: stop.signal });
    let came = 0;
    // Cut in the middle of the weights, then stop.
    await expect(first.fetch((_, { path }) => void (path.endsWith(".safetensors") && hub.cuts.push(1200)), (bytes) => void ((came += bytes) > 1000 && stop.abort()))).rejects.toBeDefined();
    const blobs = join(cache, folderOf(CANNY), "blobs");
    const begun = readdirSync(blobs).find((name) => name.endsWith(".incomplete"))!;
    expect(statSync(join(blobs, begun)).size).toBe(1200);
    expect(existsSync(join(cache, folderOf(CANNY), "refs"))).toBe(false);
    await expectError(resolveModel(CANNY, { environment: { HF_HUB_CACHE: cache } }), "E_NOT_FOUND", /not there completely: \*\.safetensors is missing/);
    const next = await plan(hub, cache, CANNY);
    expect(next.bytesToFetch).toBe(800);
    await next.fetch();
    expect(fetched(hub).at(-1)).toContain("bytes=1200-");
    expect(readFileSync(snapshot(cache, CANNY, CONTROLNET.commit, "diffusion_pytorch_model.fp16.safetensors"))).toEqual(Buffer.from(content(" half", 2000)));
    expect(readdirSync(blobs).filter((name) => name.endsWith(".incomplete"))).toEqual([]);
  });

  it("other content than the hub describes is never used", async () => {
    const [hub, cache] = [await modelHub(), temporaryFolder()];
    hub.forged.set("diffusion_pytorch_model.fp16.safetensors", content("forged", 2000));
    await expectError((await plan(hub, cache, CANNY)).fetch(), "E_DOWNLOAD", /other content/);
    await expectError(resolveModel(CANNY, { environment: { HF_HUB_CACHE: cache } }), "E_NOT_FOUND", /not there completely/);
  });

  it("--check reads what is there and fetches what is damaged", async () => {
    const [hub, cache] = [await modelHub(), temporaryFolder()];
    await (await plan(hub, cache, CANNY)).fetch();
    const weights = snapshot(cache, CANNY, CONTROLNET.commit, "diffusion_pytorch_model.fp16.safetensors");
    writeFileSync(weights, new Uint8Array(2000));
    expect((await plan(hub, cache, CANNY)).bytesToFetch).toBe(0);
    const checked = await plan(hub, cache, CANNY, { check: true });
    expect([checked.bytesToFetch, await checked.fetch()]).toEqual([2000, 1]);
    expect(readFileSync(weights)).toEqual(Buffer.from(content(" half", 2000)));
  });

  it("where no links can be made, files lie in the snapshot, also two of one content", async () => {
    const files = { ...BASE.files, ...Object.fromEntries(Object.entries(BASE.files).filter(([path]) => /^(?:tokenizer|text_encoder)\//.test(path)).map(([path, bytes]) => [path.replace("/", "_2/"), bytes])) };
    const [hub, cache] = [await fakeHub({}, { "some/xl": { commit: commitOf("e"), files } }), temporaryFolder()];
    const link = async (): Promise<void> => Promise.reject(Object.assign(new Error("no links"), { code: "EPERM" }));
    await (await plan(hub, cache, "some/xl", { link })).fetch();
    for (const path of ["tokenizer/vocab.json", "tokenizer_2/vocab.json", "text_encoder_2/model.fp16.safetensors"]) expect(lstatSync(snapshot(cache, "some/xl", commitOf("e"), path)).isFile(), path).toBe(true);
    expect(readdirSync(join(cache, folderOf("some/xl"), "blobs"))).toEqual([]);
    expect((await plan(hub, cache, "some/xl", { link })).bytesToFetch).toBe(0);
    await resolveModel("some/xl", { environment: { HF_HUB_CACHE: cache } });
  });

  it("a gated repository says what to do at once; a missing one is named", async () => {
    const hub = await fakeHub({}, { "a/gated": { ...CONTROLNET, gated: true } });
    const error = await expectError((await plan(hub, temporaryFolder(), "a/gated")).fetch(), "E_DOWNLOAD", /403/);
    expect([error.hint, fetched(hub).length]).toEqual([expect.stringContaining("HF_TOKEN"), 1]);
    await expectError(plan(hub, temporaryFolder(), "a/gone"), "E_DOWNLOAD", /a\/gone .*404/);
  });

  it("while another process fetches, this one does not", async () => {
    const [hub, cache] = [await modelHub(), temporaryFolder()];
    const lock = join(cache, ".locks", folderOf(CANNY), "dst3d.lock");
    let inside: unknown = null;
    await (await plan(hub, cache, CANNY)).fetch(() => (inside ??= readFileSync(lock, "utf8")));
    expect([JSON.parse(String(inside)).pid, existsSync(lock)]).toEqual([process.pid, false]);
    writeFileSync(lock, String(inside));
    await expectError((await plan(hub, cache, "lllyasviel/control_v11p_sd15_canny", { check: true, precision: "fp32" })).fetch(), "E_STORAGE", /is fetching into/);
  });
});

describe("hostile hubs", () => {
  it.each([["../../../up.safetensors"], ["/etc/up.safetensors"], ["..\\up.safetensors"], ["C:\\up.safetensors"], ["a\u0000.safetensors"], ["x\n.safetensors"], ["NUL.safetensors"]])("a file called %j is not seen", async (path) => {
    const [hub, cache] = [await fakeHub({}, { "a/lora": { commit: commitOf("f"), files: { [path]: "x" } } }), temporaryFolder()];
    await expectError(plan(hub, cache, "a/lora"), "E_MODEL", /has no \*\.safetensors/);
  });

  it("endless lists, sizes that are none, commits that are paths", async () => {
    const hub = await modelHub();
    hub.listed = [{ type: "file", path: "x.safetensors", size: -1, oid: "1".repeat(40) }];
    await expectError(plan(hub, temporaryFolder(), CANNY), "E_DOWNLOAD", /no sound size/);
    hub.listed = [{ type: "file", path: "config.json", size: 1, oid: "../../x" }];
    await expectError(plan(hub, temporaryFolder(), CANNY), "E_DOWNLOAD", /no sound size/);
    hub.listed = Array.from({ length: 9000 }, (_, i) => ({ type: "file", path: `${i}.txt`, size: 1, oid: "1".repeat(40) }));
    hub.nextPage = `${hub.url}/api/models/${CANNY}/tree/${CONTROLNET.commit}`;
    await expectError(plan(hub, temporaryFolder(), CANNY), "E_DOWNLOAD", /more than 20000 files/);
    hub.nextPage = null;
    hub.listed = [{ type: "file", path: "LICENSE", size: 1e15, oid: "1".repeat(40) }];
    await expectError(plan(hub, temporaryFolder(), CANNY).then((pull) => pull.fetch()), "E_STORAGE", /1000000\.0 GB are to come/);
    hub.models.set(CANNY, { ...CONTROLNET, commit: "../../x" });
    await expectError(plan(hub, temporaryFolder(), CANNY), "E_DOWNLOAD", /which commit/);
  });

  it("the token goes to the hub and to nobody else", async () => {
    const [hub, other] = [await modelHub(), await modelHub()];
    hub.nextPage = `${other.url}/api/models/${CANNY}/tree/${CONTROLNET.commit}`;
    await plan(hub, temporaryFolder(), CANNY, { token: "secret" });
    expect([hub.authorized.length, other.requests.length, other.authorized]).toEqual([2, 1, []]);
  });
});
