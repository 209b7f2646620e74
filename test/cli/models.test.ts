import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { lazyLibrary } from "../../src/cli/library.js";
import { transferProgress } from "../../src/cli/transfer-progress.js";
import type { FakeHub } from "../hub/fake-hub.js";
import { LORA, modelHub } from "../hub/fake-models.js";
import { temporaryFolder } from "../temporary-folder.js";
import { call, fakeTerminal } from "./fake-terminal.js";

let hub: FakeHub;
let cache: string;
const folderOf = (repository: string): string => join(cache, `models--${repository.replace("/", "--")}`);
const BASE = "stable-diffusion-v1-5/stable-diffusion-v1-5";
const CANNY = "lllyasviel/control_v11p_sd15_canny";

beforeEach(async () => {
  [hub, cache] = [await modelHub(), temporaryFolder()];
  for (const name of ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"]) vi.stubEnv(name, "");
  vi.stubEnv("HF_HOME", cache);
  vi.stubEnv("HF_HUB_CACHE", cache);
  vi.stubEnv("HF_ENDPOINT", hub.url);
  return () => vi.unstubAllEnvs();
});

const models = (...args: string[]) => call(["models", ...args], { library: lazyLibrary, terminal: fakeTerminal({ folder: "/" }) });

describe("models pull", () => {
  it("shows parts, licences and size; fetches with --yes; says how to use it", async () => {
    const first = await models("pull", "sd15-canny");
    expect(first.out).toMatch(/base +stable-diffusion-v1-5\/stable-diffusion-v1-5 +creativeml-openrail-m +12 files +6\.\d kB/);
    expect(first.out).toMatch(/controlnet +lllyasviel\/control_v11p_sd15_canny +openrail +3 files/);
    expect(first.out).toMatch(/kB to fetch\. .*\nAdd --yes to fetch it\.\n$/);
    expect([first.code, readdirSync(cache)]).toEqual([0, []]);
    const second = await models("pull", "sd15-canny", "--yes");
    expect(second.out).toMatch(/15 files came.*\nuse: generator: \{ type: diffusion, model: sd15-canny \}\n$/s);
    expect((await models("pull", "sd15-canny")).out).toMatch(/all there already/);
    const events = (await models("pull", "sd15-depth", "--yes", "--json")).out.trim().split("\n").map((line) => JSON.parse(line) as { type: string });
    expect(events.map(({ type }) => type)).toEqual(["model-part", "model-part", "model-file", "model-file", "model-file", "model-pull-end"]);
  });

  it("any repositories by role, and a folder in place of one", async () => {
    const folder = temporaryFolder();
    expect((await models("pull", "--controlnet", folder)).err).toMatch(/is not complete: it has no config\.json, \*\.safetensors/);
    for (const name of ["config.json", "diffusion_pytorch_model.safetensors"]) writeFileSync(join(folder, name), "{}");
    const { out, code } = await models("pull", "--base", BASE, "--controlnet", `${CANNY},${folder}`, "--lora", "latent-consistency/lcm-lora-sdv1-5", "--yes");
    expect((await models("pull", "--base", "sd15", "--lora", "lcm-sd15")).out).toMatch(/base +stable-diffusion-v1-5\/.*\n +lora +latent-consistency\/lcm-lora-sdv1-5 .*there\n/);
    expect([code, out.match(/^ {2}(?:base|controlnet|lora) /gm)?.length]).toEqual([0, 3]);
    expect(out).toContain("a folder; it stays where it is");
    expect(existsSync(join(folderOf("latent-consistency/lcm-lora-sdv1-5"), "snapshots", LORA.commit, "pytorch_lora_weights.safetensors"))).toBe(true);
  });

  it.each([[["--offline"], ""], [[], "1"]])("offline (%j, HF_HUB_OFFLINE=%j) asks nobody, and gives the command for later", async (flags, variable) => {
    vi.stubEnv("HF_HUB_OFFLINE", variable);
    const missing = await models("pull", "sd15-canny", ...flags);
    expect([missing.code, missing.err, hub.requests]).toEqual([2, expect.stringMatching(/sd15-canny is not on this machine[^]*With a network, run: dst3d models pull sd15-canny --yes/), []]);
    vi.stubEnv("HF_HUB_OFFLINE", "");
    await models("pull", "sd15-canny", "--yes");
    hub.requests.length = 0;
    vi.stubEnv("HF_HUB_OFFLINE", variable);
    const there = await models("pull", "sd15-canny", ...flags);
    expect([there.code, there.out, hub.requests]).toEqual([0, expect.stringContaining("all there already"), []]);
  });

  it("names what was probably meant; asks nobody about nonsense", async () => {
    expect((await models("pull", "sd15-cany")).err).toMatch(/names no model[^]*Did you mean sd15-canny\?/);
    for (const name of ["a/../b", "a--b/c", "/nowhere", "a/b/../../x.safetensors", "a/b@../x"]) expect((await models("pull", name)).code, name).toBe(2);
    expect((await models("pull")).err).toMatch(/needs to know which model/);
    expect((await models("pull", "sd15", "--precision", "int8")).err).toMatch(/--precision must be fp16 or fp32/);
    expect(hub.requests).toEqual([]);
    vi.stubEnv("HF_ENDPOINT", "file:///etc");
    expect((await models("pull", "sd15")).err).toMatch(/no http address/);
  });
});

describe("models list, info and rm", () => {
  it("list says which aliases are there, and what else is in the cache", async () => {
    await models("pull", "sd15-canny", "--yes");
    mkdirSync(join(cache, "models--other--thing", "snapshots"), { recursive: true });
    const { out } = await models("list");
    expect(out).toMatch(/^ {2}sd15-canny +2\.9 GB +there +creativeml-openrail-m, openrail /m);
    expect(out).toMatch(/^ {2}sd15-depth +2\.9 GB +in part /m);
    expect(out).toMatch(/^ {2}sdxl-canny +9\.4 GB {2,}openrail\+\+/m);
    expect(out).toMatch(/^ {2}other\/thing +0 B$/m);
  });

  it("info says where everything lies, or how to get it", async () => {
    expect((await models("info", "sd15-canny")).err).toContain("Run: dst3d models pull sd15-canny --yes");
    await models("pull", "sd15-canny", "--yes");
    const { out } = await models("info", "sd15-canny");
    expect(out).toContain("512 × 512 pixels");
    expect(out).toMatch(/unet\/diffusion_pytorch_model\.fp16\.safetensors +2\.0 kB +[0-9a-f]{12}/);
  });

  it("rm keeps what another complete alias needs, asks first, and follows no link out of the cache", async () => {
    await models("pull", "sd15-canny", "--yes");
    await models("pull", "sd15-depth", "--yes");
    const outside = temporaryFolder();
    writeFileSync(join(outside, "mine.txt"), "keep me");
    symlinkSync(outside, join(folderOf(CANNY), "snapshots", "link"));
    const asked = await models("rm", "sd15-canny");
    expect(asked.out).toMatch(new RegExp(`${BASE} stays: sd15-depth needs it\n +${CANNY} +.*Add --yes to remove it`, "s"));
    expect(existsSync(folderOf(CANNY))).toBe(true);
    expect((await models("rm", BASE, "--yes")).out).toContain("Nothing to remove");
    await models("rm", "sd15-canny", "--yes");
    expect([existsSync(folderOf(CANNY)), existsSync(folderOf(BASE)), readdirSync(outside)]).toEqual([false, true, ["mine.txt"]]);
    await models("rm", "sd15-depth", "--yes");
    expect(readdirSync(cache).filter((name) => name.startsWith("models--"))).toEqual([]);
    expect((await models("rm", "sd15-depth", "--yes")).err).toMatch(/Nothing of sd15-depth/);
  });

  it("rm touches neither a user's folder nor a cache folder that is a link", async () => {
    const folder = temporaryFolder();
    expect((await models("rm", folder, "--yes")).err).toMatch(/a folder of yours/);
    symlinkSync(folder, folderOf("a/b"));
    expect((await models("rm", "a/b", "--yes")).err).toMatch(/is a link/);
    expect(existsSync(folder)).toBe(true);
  });
});

describe("the progress line", () => {
  it("shows bytes, rate and time left; it fits the line", () => {
    const terminal = fakeTerminal({ interactive: true, columns: 60 });
    const texts: string[] = [];
    const progress = transferProgress(terminal, 1e9, (text) => texts.push(text));
    progress.file("a/b/unet/diffusion_pytorch_model.fp16.safetensors");
    for (terminal.clock = 1; terminal.clock <= 4; terminal.clock++) progress.bytes(5e7);
    expect(texts.at(-1)).toMatch(/^ {2}200 MB of 1\.0 GB {3}20% {2}██░+ {2}50\.0 MB\/s {2}16s /);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(60);
    progress.end();
    expect(texts.at(-1)).toBe("\r\u001b[2K");
  });

  it("away from a terminal: a line every ten seconds", () => {
    const terminal = fakeTerminal();
    const texts: string[] = [];
    const progress = transferProgress(terminal, 1e9, (text) => texts.push(text));
    for (; terminal.clock < 25; terminal.clock++) progress.bytes(1e7);
    expect(texts.length).toBe(2);
    expect(texts[1]).toMatch(/^ {2}210 MB of 1\.0 GB +21% +10\.\d MB\/s +1m 1\ds left/);
  });
});
