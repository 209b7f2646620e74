/** Bad input, from the command line to what lies on the disk afterwards. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildProgram, startProgram } from "../built-program.js";
import { fileHashes } from "../file-hashes.js";

const GOOD = readFileSync("../shared/assets/models/bed/FurniturePack2017_Bed.glb");
const folder = mkdtempSync(join(tmpdir(), "dst3d-bad-input-"));
let program = "";
beforeAll(async () => void (program = await buildProgram()), 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(program, { recursive: true });
});

const dst3d = (...args: string[]) => startProgram(program, args, folder);
const small = ["--camera.width", "64", "--camera.height", "64", "--outputs", "[image]", "--workers", "1"];

function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

const triangle = (coordinates: string) => `${coordinates}\nf 1 2 3\n`;
const gltf = (json: object) => JSON.stringify({ asset: { version: "2.0" }, scene: 0, scenes: [{ nodes: [0] }], nodes: [{ mesh: 0 }], meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }], ...json });
const buffer = (uri: string) =>
  gltf({ buffers: [{ uri, byteLength: 36 }], bufferViews: [{ buffer: 0, byteLength: 36 }], accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: "VEC3", min: [0, 0, 0], max: [1, 1, 1] }] });

/** What is wrong, the model's files, the code, and what the message and the hint must say. */
const BAD: [id: string, file: string, files: Record<string, string | Uint8Array>, code: string, message: RegExp][] = [
  ["absent", "absent.glb", {}, "E_SHAPE_FILE", /absent\.glb cannot be read: there is no such file/],
  ["empty", "empty.glb", { "empty.glb": "" }, "E_SHAPE_FILE", /empty\.glb is empty/],
  ["truncated", "truncated.glb", { "truncated.glb": GOOD.subarray(0, 2000) }, "E_SHAPE_FILE", /truncated\.glb/],
  ["picture", "picture.glb", { "picture.glb": Buffer.from("\u0089PNG\r\n\u001a\n0000", "latin1") }, "E_SHAPE_FILE", /picture\.glb is named \.glb, but its content looks like a PNG picture/],
  ["nan", "nan.obj", { "nan.obj": triangle("v 0 0 0\nv 1 0 0\nv 0 NaN 0") }, "E_SHAPE_(FILE|GEOMETRY)", /nan\.obj/],
  ["flat", "flat.obj", { "flat.obj": triangle("v 0 0 0\nv 1 1 1\nv 2 2 2") }, "E_SHAPE_GEOMETRY", /flat\.obj/],
  [
    "untextured",
    "untextured.obj",
    { "untextured.obj": `mtllib paint.mtl\nusemtl paint\n${triangle("v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0").replace("f 1 2 3", "f 1/1 2/1 3/1")}`, "paint.mtl": "newmtl paint\nmap_Kd gone.png\n" },
    "E_TEXTURE",
    /gone\.png/,
  ],
  ["outside", "outside.gltf", { "outside.gltf": buffer("../secret.bin") }, "E_EXTERNAL_URI", /outside\.gltf refers to "\.\.\/secret\.bin", which leaves the folder/],
  ["network", "network.gltf", { "network.gltf": buffer("http://localhost:1/model.bin") }, "E_EXTERNAL_URI", /network\.gltf refers to "http:/],
  ["bomb", "bomb.gltf", { "bomb.gltf": gltf({ accessors: [{ componentType: 5126, count: 4e9, type: "VEC3", min: [0, 0, 0], max: [1, 1, 1] }] }) }, "E_SHAPE_FILE", /bomb\.gltf/],
];

describe("a folder with one good model among bad ones", () => {
  it("makes what can be made, and says of every other sample which file and what to do", async () => {
    write("secret.bin", new Uint8Array(36));
    for (const [, , files] of BAD) for (const [name, content] of Object.entries(files)) write(join("models", name), content);
    write("models/good.glb", GOOD);
    const entries = [...BAD.map(([id, file]) => ({ id, category: id, file })), { id: "good", category: "good", file: "good.glb" }];
    write("models/manifest.json", JSON.stringify(entries));
    write("models.yaml", `name: bad\nseed: 1\ncount: ${entries.length * 2}\nshapes: [{ folder: models }]\nenvironments: [{ builtin: studio }]\n`);
    const { code, err } = await dst3d("generate", "models.yaml", ...small);
    expect(err).toBe("");
    expect(code).toBe(1);
    const run = join(folder, "runs", "bad");
    expect(readdirSync(join(run, "shard-00000"))).toHaveLength(2 * 2);
    const failures = readdirSync(join(run, "failed")).map((name) => JSON.parse(readFileSync(join(run, "failed", name), "utf8")) as { code: string; message: string; hint: string | null; tried: { shapes: string[] } });
    expect(failures).toHaveLength(BAD.length * 2);
    for (const [id, , , expected, message] of BAD) {
      const mine = failures.filter((failure) => failure.tried.shapes[0] === `folder models/${id}`);
      expect(mine.map((failure) => failure.code)).toEqual([expect.stringMatching(`^${expected}$`), expect.stringMatching(`^${expected}$`)]);
      expect(mine[0]!.message).toMatch(message);
      expect(mine[0]!.hint).toMatch(/\w/);
    }
    const status = await dst3d("status", "runs/bad", "--json");
    expect(status.out).toContain('"done":2');
    // The same command tries the failed ones again, and only those.
    const before = fileHashes(run);
    expect((await dst3d("generate", "models.yaml", ...small)).code).toBe(1);
    expect(fileHashes(run)).toEqual(before);
  });
});

describe("environments", () => {
  it("a panorama of the wrong shape and one that is no panorama fail the samples that need them", async () => {
    const pixels = (width: number, height: number) => Buffer.concat([Buffer.from(`#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y ${height} +X ${width}\n`), Buffer.alloc(width * height * 4, 128)]);
    write("hdri/good.hdr", pixels(8, 4));
    write("hdri/square.hdr", pixels(8, 8));
    write("hdri/short.hdr", pixels(8, 4).subarray(0, 90));
    write("hdri/empty.hdr", "");
    write("hdri.yaml", "name: hdri\ncount: 4\nshapes: [{ builtin: chair }]\nenvironments: [{ folder: hdri }]\n");
    expect((await dst3d("generate", "hdri.yaml", ...small)).code).toBe(1);
    const run = join(folder, "runs", "hdri");
    const failures = readdirSync(join(run, "failed")).map((name) => JSON.parse(readFileSync(join(run, "failed", name), "utf8")) as { code: string; message: string; hint: string });
    expect(failures.map(({ code }) => code)).toEqual(["E_ENVIRONMENT", "E_ENVIRONMENT", "E_ENVIRONMENT"]);
    for (const text of [/square\.hdr: 8×8 is the wrong size for a panorama/, /short\.hdr/, /empty\.hdr/]) expect(failures.filter(({ message }) => text.test(message))).toHaveLength(1);
    expect(failures.every(({ hint }) => hint.length > 0)).toBe(true);
  });
});

describe("recipes", () => {
  it.each([
    ["an unknown key", "count: 2\nshapes: [{ builtin: chair }]\nsede: 3\n", /sede.*seed/s],
    ["zero samples", "count: 0\nshapes: [{ builtin: chair }]\n", /count.*zero samples/s],
    ["an impossible range", "count: 2\nshapes: [{ builtin: chair }]\nscene: { objects: { minimum: 3, maximum: 2 } }\n", /objects/],
    ["no such folder", "count: 2\nshapes: [{ folder: nowhere }]\n", /There is no folder nowhere/],
    ["text that is no YAML", "count: [\n", /recipe\.yaml/],
  ])("%s: says so, makes nothing", async (_what, text, message) => {
    write("recipe.yaml", `name: never\n${text}`);
    const { code, err } = await dst3d("generate", "recipe.yaml");
    expect(err).toMatch(message);
    expect(code).toBe(2);
    expect(existsSync(join(folder, "runs", "never"))).toBe(false);
  });
});

describe("the run's folder", () => {
  const recipe = "name: place\ncount: 1\nshapes: [{ builtin: chair }]\nenvironments: [{ builtin: studio }]\n";

  it.each([["under a file", "file/run"], ["that is a file", "file"]])("%s: E_STORAGE, and nothing else happens", async (_what, out) => {
    write("place.yaml", recipe);
    write("file", "text");
    const { code, err } = await dst3d("generate", "place.yaml", "--out", out, ...small);
    expect(err).toMatch(/E_STORAGE .*file/);
    expect(err).toContain("--out");
    expect(code).toBe(1);
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("text");
  });

  it("of another seed or other shapes: refused, with what differs, and left as it is", async () => {
    write("place.yaml", recipe);
    expect((await dst3d("generate", "place.yaml", ...small)).code).toBe(0);
    const before = fileHashes(join(folder, "runs", "place"));
    const seed = await dst3d("generate", "place.yaml", "--seed", "5", ...small);
    expect([seed.code, seed.err]).toEqual([2, expect.stringMatching(/E_RUN_MISMATCH.*\n {2}seed: 0 → 5\n.*hint.*--out/s)]);
    write("other.yaml", recipe.replace("chair", "aeroplane"));
    const shapes = await dst3d("generate", "other.yaml", "--update", ...small);
    expect([shapes.code, shapes.err]).toEqual([2, expect.stringMatching(/E_RUN_MISMATCH.*shapes.*chair.*aeroplane/s)]);
    expect(fileHashes(join(folder, "runs", "place"))).toEqual(before);
  });
});

describe("Ctrl+C", () => {
  it.each(["1", "2"])("with %s workers: finishes the samples in flight, exits with 130, and the same command goes on", async (workers) => {
    write("long.yaml", `name: long-${workers}\ncount: 30\nshapes: [{ builtin: chair }]\nenvironments: [{ builtin: studio }]\n`);
    const args = ["generate", "long.yaml", "--json", ...small.slice(0, -1), workers];
    let told = false;
    const { code, out } = await startProgram(program, args, folder, (output, kill) => {
      if (told || !output.includes('"sample-end"')) return;
      told = true;
      kill("SIGINT");
    });
    expect(code).toBe(130);
    const events = out.trimEnd().split("\n").map((line) => JSON.parse(line) as { type: string; done?: number; interrupted?: boolean });
    const ended = events.filter((event) => event.type === "sample-end").length;
    expect(events.at(-1)).toMatchObject({ type: "run-end", interrupted: true, done: ended });
    expect(events.filter((event) => event.type === "sample-start")).toHaveLength(ended);
    expect(ended).toBeLessThan(30);
    const run = join(folder, "runs", `long-${workers}`);
    expect(readdirSync(run).sort()).toEqual(["recipe.yaml", "run.json", "shard-00000"]);
    expect((await dst3d(...args)).code).toBe(0);
    expect(readdirSync(join(run, "shard-00000"))).toHaveLength(60);
    if (workers === "1") cpSync(run, join(folder, "reference"), { recursive: true });
    else expect(fileHashes(join(run, "shard-00000"))).toEqual(fileHashes(join(folder, "reference", "shard-00000")));
  });
});
