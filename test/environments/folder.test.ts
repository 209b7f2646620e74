import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeHdr } from "../../src/codecs/hdr.js";
import { random } from "../../src/core/random.js";
import { environmentFolderOptions, folderEnvironments } from "../../src/environments/folder.js";
import { samplePanorama } from "../../src/environments/panorama.js";

const stream = random(1, "test", "environment");
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "environments-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A panorama of one colour per column. */
const columns = (width: number, height: number) =>
  encodeHdr({ width, height, data: Float32Array.from({ length: width * height * 3 }, (_, index) => ((index / 3) | 0) % width) });
const catalogue = (ids?: string[]) => folderEnvironments({ folder: ".", ...(ids && { ids }) }, folder);

describe("folderEnvironments", () => {
  it("lists .hdr files sorted, folders inside too, and loads one with its credits", async () => {
    mkdirSync(join(folder, "night"));
    for (const name of ["b.hdr", "a.HDR", "night/c.hdr"]) writeFileSync(join(folder, name), columns(16, 8));
    writeFileSync(join(folder, "notes.txt"), "");
    writeFileSync(join(folder, "manifest.json"), JSON.stringify([{ file: "night/c.hdr", licence: "CC0-1.0", author: "Ann", extra: 1 }]));
    expect(await catalogue().ids()).toEqual(["a", "b", "night/c"]);
    const night = await catalogue().load("night/c", stream);
    expect(night.source).toEqual({ kind: "hdri", name: "c.hdr", licence: "CC0-1.0", author: "Ann", sha256: await catalogue().hash("night/c") });
    expect(night.panorama).toMatchObject({ width: 16, height: 8 });
    expect((await catalogue().load("a", stream)).source.licence).toBeNull();
    expect(await catalogue(["b"]).ids()).toEqual(["b"]);
  });
  it("opens the panoramas that come with the project", async () => {
    const real = folderEnvironments({ folder: "../shared/assets/hdri" });
    expect(await real.ids()).toHaveLength(15);
    const sky = await real.load("sky", stream);
    const out = new Float64Array(3);
    sky.radiance(0, 0, 1, out);
    expect(out[2]).toBeGreaterThan(out[0]!);
  });
  it.each<[string, () => void, string, RegExp, string[]?]>([
    ["an empty folder", () => {}, "E_NOT_FOUND", /looked for \*\.hdr/],
    ["a missing folder", () => { rmSync(folder, { recursive: true }); }, "E_NOT_FOUND", /cannot be read/],
    ["an unknown id", () => writeFileSync(join(folder, "sky.hdr"), columns(16, 8)), "E_NOT_FOUND", /no panorama "sly"/, ["sly"]],
    ["a manifest that is no list", () => { writeFileSync(join(folder, "manifest.json"), "{}"); writeFileSync(join(folder, "sky.hdr"), columns(16, 8)); }, "E_MANIFEST", /manifest\.json/],
  ])("refuses %s", async (_, arrange, code, message, ids) => {
    arrange();
    const listing = catalogue(ids).ids();
    await expect(listing).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    mkdirSync(folder, { recursive: true });
  });
  it.each<[string, Uint8Array, RegExp]>([
    ["of the wrong size", columns(16, 16), /bad\.hdr: 16×16 is the wrong size/],
    ["cut off", columns(16, 8).slice(0, 100), /bad\.hdr: truncated/],
    ["of another format", Buffer.from("not a picture"), /bad\.hdr: not a Radiance/],
    ["with infinite values", Buffer.from([...Buffer.from("#?RADIANCE\nEXPOSURE=1e-10\n\n-Y 1 +X 2\n"), 128, 0, 0, 255, 0, 0, 0, 0]), /bad\.hdr: holds infinite/],
  ])("refuses a panorama %s, and the others go on", async (_, bytes, message) => {
    writeFileSync(join(folder, "bad.hdr"), bytes);
    copyFileSync("../shared/assets/hdri/sky.hdr", join(folder, "good.hdr"));
    await expect(catalogue().load("bad", stream)).rejects.toMatchObject({ code: "E_ENVIRONMENT", message: expect.stringMatching(message), hint: expect.anything() });
    expect((await catalogue().load("good", stream)).id).toBe("good");
  });
});

describe("samplePanorama", () => {
  const out = new Float64Array(3);
  const sample = (panorama: Parameters<typeof samplePanorama>[0], x: number, y: number, z: number) => (samplePanorama(panorama, x, y, z, out), out[0]);
  it("has +x in the centre, −y right of it, up at the top", () => {
    const width = 8;
    const height = 4;
    const data = new Float32Array(width * height * 3);
    for (let row = 0; row < height; row++) for (let column = 0; column < width; column++) data[(row * width + column) * 3] = row * 10 + column;
    const panorama = { width, height, data };
    expect(sample(panorama, 1, 0, 0)).toBeCloseTo(15 + 3.5, 9);
    expect(sample(panorama, 0, -1, 0)).toBeCloseTo(15 + 5.5, 9);
    expect(sample(panorama, 0, 1, 0)).toBeCloseTo(15 + 1.5, 9);
    expect(sample(panorama, 0, 0, 1)).toBeLessThan(10);
    expect(sample(panorama, 0, 0, -1)).toBeGreaterThanOrEqual(30);
  });
  it("joins across the seam at −x", () => {
    const panorama = { width: 4, height: 2, data: Float32Array.from({ length: 24 }, (_, index) => ((index / 3) | 0) % 4) };
    expect(sample(panorama, -1, 1e-9, 0)).toBeCloseTo(1.5, 6);
    expect(sample(panorama, -1, -1e-9, 0)).toBeCloseTo(1.5, 6);
  });
});

it("options refuse unknown keys", () => {
  expect(environmentFolderOptions.safeParse({ folder: "a", id: ["b"] }).success).toBe(false);
});
