import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { lazyLibrary } from "../../src/cli/library.js";
import { pullShapes, type PullFlags } from "../../src/cli/pull-shapes.js";
import { openRepository } from "../../src/hub/repository.js";
import { fetchFile } from "../../src/hub/fetch-file.js";
import { objaverseCatalogue } from "../../src/shapes/objaverse.js";
import { OBJAVERSE_REPOSITORY, planObjaversePull, type PullObjaverseOptions } from "../../src/shapes/pull-objaverse.js";
import { call, fakeTerminal } from "../cli/fake-terminal.js";
import { fakeHub, type FakeHub } from "../hub/fake-hub.js";
import { temporaryFolder } from "../temporary-folder.js";
import { expectError } from "./expect-error.js";

const uid = (digit: string): string => digit.repeat(32);
const glb = (digit: string): string => `glbs/000-00${digit === "c" ? 1 : 0}/${uid(digit)}.glb`;
const packed = (value: unknown): Uint8Array => gzipSync(JSON.stringify(value));
const model = (digit: string): Uint8Array => Uint8Array.from({ length: 5000 }, (_, i) => (i * digit.charCodeAt(0)) % 251);

/** Three models: a and b in the first shard, c in the second; a and c are chairs; nobody says b's licence. */
function objaverse(paths: Readonly<Record<string, string>> = {}): Promise<FakeHub> {
  return fakeHub({
    "object-paths.json.gz": packed({ [uid("a")]: glb("a"), [uid("b")]: glb("b"), [uid("c")]: glb("c"), ...paths }),
    "lvis-annotations.json.gz": packed({ chair: [uid("a"), uid("c")], "car_(automobile)": [uid("b")] }),
    "metadata/000-000.json.gz": packed({ [uid("a")]: { name: "A", license: "by", user: { username: "ann" }, categories: [{ name: "furniture" }], thumbnails: {} }, [uid("b")]: {} }),
    "metadata/000-001.json.gz": packed({ [uid("c")]: { license: "cc0", user: { username: "cem" } } }),
    ...Object.fromEntries(["a", "b", "c"].map((digit) => [glb(digit), model(digit)])),
  });
}

const never = new AbortController().signal;

async function plan(hub: FakeHub, options: Partial<PullObjaverseOptions> & { folder: string }) {
  const signal = options.signal ?? never;
  const repository = await openRepository({ name: OBJAVERSE_REPOSITORY, hubUrl: hub.url, signal });
  return planObjaversePull({ repository, signal, uids: null, category: null, licences: null, licenceKnown: false, count: 20, ...options });
}

const contentRequests = (hub: FakeHub): string[] => hub.requests.filter((line) => line.includes(".glb") && !line.endsWith("bytes=0-0"));

describe("choosing models", () => {
  it("says which, how large and under which licence, before any model is fetched", async () => {
    const [hub, folder] = [await objaverse(), temporaryFolder()];
    const { objects, bytesToFetch, missing } = await plan(hub, { folder });
    expect(objects.map(({ uid: id, licence, author, bytes, isThere }) => [id[0], licence, author, bytes, isThere])).toEqual([["a", "CC-BY-4.0", "ann", 5000, false], ["b", null, null, 5000, false], ["c", "CC0-1.0", "cem", 5000, false]]);
    expect([bytesToFetch, missing, contentRequests(hub)]).toEqual([15_000, [], []]);
    expect(existsSync(join(folder, "glbs"))).toBe(false);
  });

  it("by category, licence and uid; as few lists as needed are fetched", async () => {
    const hub = await objaverse();
    const ids = async (options: Partial<PullObjaverseOptions>) => (await plan(hub, { folder: temporaryFolder(), ...options })).objects.map((object) => object.uid[0]);
    expect(await ids({ category: "chair" })).toEqual(["a", "c"]);
    expect(await ids({ category: "car" })).toEqual(["b"]);
    expect(await ids({ licences: ["cc0", "CC-BY-4.0"] })).toEqual(["a", "c"]);
    expect(await ids({ licenceKnown: true })).toEqual(["a", "c"]);
    expect(await ids({ uids: [uid("c"), uid("a")] })).toEqual(["a", "c"]);
    hub.requests.length = 0;
    expect(await ids({ count: 2 })).toEqual(["a", "b"]);
    expect(hub.requests.join()).not.toContain("000-001");
    expect((await plan(hub, { folder: temporaryFolder(), uids: [uid("d")] })).missing).toEqual([{ id: uid("d"), message: "Objaverse has no such model." }]);
    await expectError(plan(hub, { folder: temporaryFolder(), category: "unicorn" }), "E_NOT_FOUND", /unicorn/);
  });

  it.each([["../../up.glb"], ["/etc/passwd"], [`glbs/000-000/../../${uid("e")}.glb`], [`glbs\\000-000\\${uid("e")}.glb`], ["glbs/000-000/other.glb"]])("a list that names %s is refused", async (path) => {
    const folder = temporaryFolder();
    await expectError(plan(await objaverse({ [uid("e")]: path }), { folder }), "E_MANIFEST", /lies at/);
    expect(readdirSync(folder)).toEqual(["object-paths.json.gz"]);
  });

  it("a uid that is a path is refused", async () => {
    await expectError(plan(await objaverse({ "../../e": "glbs/000-000/../../e.glb" }), { folder: temporaryFolder() }), "E_MANIFEST", /lies at/);
  });
});

describe("fetching models", () => {
  it("lays them as the catalogue reads them, licences beside them, and does not fetch twice", async () => {
    const [hub, folder] = [await objaverse(), temporaryFolder()];
    expect(await (await plan(hub, { folder, category: "chair", count: 1 })).fetch()).toBe(1);
    expect(await (await plan(hub, { folder, category: "chair" })).fetch()).toBe(1);
    expect(readFileSync(join(folder, glb("c")))).toEqual(Buffer.from(model("c")));
    const entries = await (await objaverseCatalogue({ objaverse: folder, annotations: join(folder, "annotations.json"), lvis: join(folder, "lvis-annotations.json.gz") }, "/")).entries();
    expect(entries.map(({ id, category, licence, author }) => [id[0], category, licence, author])).toEqual([["a", "chair", "CC-BY-4.0", "ann"], ["c", "chair", "CC0-1.0", "cem"]]);
    const again = await plan(hub, { folder, category: "chair" });
    expect([again.bytesToFetch, await again.fetch(), contentRequests(hub).length]).toEqual([0, 0, 2]);
  });

  it("goes on where the connection broke; until all is there nothing has the model's name", async () => {
    const [hub, folder] = [await objaverse(), temporaryFolder()];
    const { objects } = await plan(hub, { folder, uids: [uid("a")] });
    hub.cuts.push(1200, 300);
    const repository = await openRepository({ name: OBJAVERSE_REPOSITORY, hubUrl: hub.url, signal: never });
    const [file] = await repository.describe([objects[0]!.path]);
    const target = join(folder, objects[0]!.path);
    const seen: boolean[] = [];
    await fetchFile(repository, file!, target, { signal: never, pause: async () => {}, onBytes: () => seen.push(existsSync(target)) });
    expect(readFileSync(target)).toEqual(Buffer.from(model("a")));
    expect(seen).not.toContain(true);
    expect(contentRequests(hub).map((line) => line.split(" ").at(-1))).toEqual([expect.stringMatching(/glb$|bytes=0-/), expect.stringContaining("bytes=1200-"), expect.stringContaining("bytes=1500-")]);
    expect(existsSync(`${target}.partial`)).toBe(false);
  });

  it("interrupted: what has come stays unfinished, and the next run fetches the rest only", async () => {
    const [hub, folder, stop] = [await objaverse(), temporaryFolder(), new AbortController()];
    const pull = await plan(hub, { folder, uids: [uid("a")], signal: stop.signal });
    hub.cuts.push(2000);
    await expect(pull.fetch(undefined, () => stop.abort())).rejects.toBeDefined();
    const target = join(folder, glb("a"));
    expect([existsSync(target), statSync(`${target}.partial`).size]).toEqual([false, 2000]);
    hub.cuts.length = 0;
    const next = await plan(hub, { folder, uids: [uid("a")] });
    expect([next.bytesToFetch, next.objects[0]!.isThere]).toEqual([3000, false]);
    await next.fetch();
    expect(readFileSync(target)).toEqual(Buffer.from(model("a")));
    expect(contentRequests(hub).at(-1)).toContain("bytes=2000-");
  });

  it("other content than the hub describes is thrown away", async () => {
    const [hub, folder] = [await objaverse(), temporaryFolder()];
    hub.forged.set(glb("a"), model("z"));
    await expectError((await plan(hub, { folder, uids: [uid("a")] })).fetch(), "E_DOWNLOAD", /other content/);
    expect(readdirSync(join(folder, "glbs", "000-000"))).toEqual([]);
  });

  it("a model that was damaged on the disk is fetched again", async () => {
    const [hub, folder] = [await objaverse(), temporaryFolder()];
    await (await plan(hub, { folder, uids: [uid("a")] })).fetch();
    writeFileSync(join(folder, glb("a")), new Uint8Array(5000));
    expect(await (await plan(hub, { folder, uids: [uid("a")] })).fetch()).toBe(1);
    expect(readFileSync(join(folder, glb("a")))).toEqual(Buffer.from(model("a")));
  });

  it("a hub that is not there, and a package that is not installed", async () => {
    const gone = await openRepository({ name: OBJAVERSE_REPOSITORY, hubUrl: "http://127.0.0.1:9", signal: never });
    await expectError(gone.describe(["x"]), "E_DOWNLOAD", /ECONNREFUSED|fetch failed|bad port/);
    const error = await expectError(openRepository({ name: "x", signal: never, load: () => Promise.reject(new Error("Cannot find package")) }), "E_DEPENDENCY", /@huggingface\/hub.*not installed/);
    expect(error.hint).toContain("npm install @huggingface/hub@");
  });
});

describe("shapes pull", () => {
  const flags: PullFlags = { count: null, out: null, uids: null, category: "chair", licence: null, "licence-known": false, offline: false, yes: false };
  async function pull(folder: string, environment: Record<string, string>, given: Partial<PullFlags> = {}, name: string | null = "objaverse") {
    const terminal = fakeTerminal({ folder });
    const texts: string[] = [];
    const code = await pullShapes({ terminal: { ...terminal, out: (text) => void texts.push(text) }, json: false, signal: never, library: lazyLibrary }, { ...flags, ...given }, name, environment);
    return { code, out: texts.join("") };
  }

  it("shows the models and the size first, fetches with --yes, and says how to look at them", async () => {
    const [hub, folder] = [await objaverse(), temporaryFolder()];
    const first = await pull(folder, { HF_ENDPOINT: hub.url });
    expect(first.out).toMatch(/a{32} +chair +CC-BY-4\.0 +ann +5\.0 kB\n/);
    expect(first.out).toContain("2 models, 0 there already; 10.0 kB to fetch");
    expect([first.code, contentRequests(hub)]).toEqual([0, []]);
    const second = await pull(folder, { HF_ENDPOINT: hub.url }, { yes: true });
    expect(second.out).toContain("shapes sheet --objaverse objaverse --annotations objaverse/annotations.json --lvis objaverse/lvis-annotations.json.gz");
    expect(existsSync(join(folder, "objaverse", glb("c")))).toBe(true);
  });

  it.each([[{ offline: true }, {}], [{}, { HF_HUB_OFFLINE: "1" }]])("offline (%o, %o) asks nobody", async (given, environment) => {
    const [hub, folder] = [await objaverse(), temporaryFolder()];
    await expectError(pull(folder, { HF_ENDPOINT: hub.url, ...environment }, given), "E_NOT_FOUND", /nothing is fetched offline/);
    expect(hub.requests).toEqual([]);
    await pull(folder, { HF_ENDPOINT: hub.url }, { yes: true, count: "1" });
    hub.requests.length = 0;
    const { code, out } = await pull(folder, { HF_ENDPOINT: hub.url, ...environment }, { ...given, yes: true, uids: uid("a") });
    expect([code, out, hub.requests]).toEqual([0, expect.stringContaining("1 model, 1 there already; offline"), []]);
  });

  it("another data set, and help", async () => {
    await expectError(pull(temporaryFolder(), {}, {}, "shapenet"), "E_OPTION", /cannot pull shapenet/);
    expect((await call(["shapes", "--help"], { library: lazyLibrary, terminal: fakeTerminal({}) })).out).toContain("pull objaverse");
  });
});
