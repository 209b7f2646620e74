import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { random } from "../../src/core/random.js";
import { fileCatalogue } from "../../src/shapes/file.js";
import { folderCatalogue, folderOptions, type FolderOptions } from "../../src/shapes/folder.js";
import { expectError } from "./expect-error.js";
import { temporaryFolder } from "../temporary-folder.js";

const MODELS = { folder: "../shared/assets/models" };
const draw = random(1, "test", "shape");

/** A folder with one model and this manifest. */
function folderWith(manifest: unknown): FolderOptions {
  const folder = temporaryFolder();
  cpSync("../shared/assets/models/bed/FurniturePack2017_Bed.glb", join(folder, "bed.glb"));
  writeFileSync(join(folder, "manifest.json"), typeof manifest === "string" ? manifest : JSON.stringify(manifest));
  return { folder };
}

const BED = { id: "bed", category: "bed", file: "bed.glb", up: "+Y", front: "+Z", licence: "CC0-1.0" };

describe("a folder with a manifest", () => {
  it("lists everything sorted, without loading", async () => {
    const catalogue = await folderCatalogue(MODELS, ".");
    const entries = await catalogue.entries();
    expect(entries).toHaveLength(75);
    expect(entries.map(({ id }) => id)).toEqual(entries.map(({ id }) => id).sort());
    expect(entries.find(({ id }) => id === "taxi")).toEqual({
      id: "taxi", category: "car", licence: "CC0-1.0", author: "Kenney", source: "kenney/taxi.glb", viewpointOffset: { azimuthRadians: 0, elevationRadians: 0, distance: null },
      facts: { front: "+Z", up: "+Y", sizeMeters: null }, frontKnown: true,
    });
    expect(catalogue.label).toBe("folder ../shared/assets/models");
  });

  it("categories go by any name of the table", async () => {
    const aeroplanes = await (await folderCatalogue({ ...MODELS, categories: ["aeroplane"] }, ".")).entries();
    expect(aeroplanes.length).toBe(4);
    expect(new Set(aeroplanes.map(({ category }) => category))).toEqual(new Set(["airplane"]));
    const ids = await (await folderCatalogue({ ...MODELS, categories: ["car", "bus"], ids: ["taxi"] }, ".")).entries();
    expect(ids.map(({ id }) => id)).toEqual(["taxi"]);
  });

  it("loads with what the manifest knows; the hash is the loaded shape's", async () => {
    const catalogue = await folderCatalogue({ folder: "models" }, "../shared/assets");
    const shape = await catalogue.load("taxi", draw);
    expect(shape).toMatchObject({ id: "taxi", category: "car", frontKnown: true, sizeMeters: null });
    expect(shape.source).toMatchObject({ kind: "file", name: "kenney/taxi.glb", licence: "CC0-1.0", author: "Kenney" });
    expect(await (await folderCatalogue(MODELS, ".")).hash("taxi")).toBe(shape.source.sha256);
    expect((await catalogue.load("FurniturePack2017_Bed", draw)).frontKnown).toBe(false);
  });

  it("offsets, sizes and defaults for front and up", async () => {
    const options = folderWith([{ ...BED, front: undefined, azimuth: 90, elevation: -10, distance: 2.5, sizeMeters: 2 }, { ...BED, id: "other", front: null, licence: null }]);
    const catalogue = await folderCatalogue({ ...options, front: "+X" }, ".");
    const [bed] = await catalogue.entries();
    expect(bed!.viewpointOffset.azimuthRadians).toBeCloseTo(Math.PI / 2, 15);
    expect(bed!.viewpointOffset).toMatchObject({ elevationRadians: expect.closeTo(-Math.PI / 18, 15), distance: 2.5 });
    const shape = await catalogue.load("bed", draw);
    expect(shape.sizeMeters).toEqual({ longest: 2, source: "manifest" });
    expect(shape.frontKnown).toBe(true);
    expect((await catalogue.load("other", draw)).frontKnown).toBe(false); // null says: nobody knows
    expect((await (await folderCatalogue({ ...options, licenceKnown: true }, ".")).entries()).map(({ id }) => id)).toEqual(["bed"]);
  });

  it("asks for what is not there name the nearest", async () => {
    expect((await expectError(folderCatalogue({ ...MODELS, categories: ["trcuk"] }, "."), "E_OPTION", /no shapes of category "trcuk"/)).hint).toMatch(/Did you mean "truck"\? It has: airplane, ambulance/);
    await expectError(folderCatalogue({ ...MODELS, ids: ["texi"] }, "."), "E_OPTION", /no model "texi"/);
    await expectError(folderCatalogue({ ...MODELS, ids: ["taxi"], categories: ["bus"] }, "."), "E_OPTION", /fits categories, ids/);
    await expectError((await folderCatalogue(MODELS, ".")).load("nobody", draw), "E_OPTION", /no model "nobody"/);
  });

  it("a model that is not there fails when it is asked for, so that the others can go on", async () => {
    const catalogue = await folderCatalogue(folderWith([BED, { ...BED, id: "sofa", file: "sofa.glb" }]), ".");
    expect((await catalogue.load("bed", draw)).id).toBe("bed");
    await expectError(catalogue.load("sofa", draw), "E_SHAPE_FILE", /sofa\.glb/);
    await expectError(catalogue.hash("sofa"), "E_SHAPE_FILE", /sofa\.glb/);
    expect(await catalogue.problems!()).toEqual([{ id: "sofa", message: "sofa.glb is not there: its samples fail until it is.", isPlanned: true }]);
  });

  it.each<[string, unknown, RegExp]>([
    ["not JSON", "[{,", /is not JSON/],
    ["not a list", { models: [] }, /is not a list/],
    ["empty", [], /lists no models/],
    ["missing fields", [BED, { id: "x" }], /entry 2 \(x\) is wrong: category: .*; file: /],
    ["a wrong axis", [{ ...BED, front: "north" }], /entry 1 \(bed\) is wrong: front/],
    ["front along up", [{ ...BED, front: "-Y" }], /one line/],
    ["the same id twice", [BED, { ...BED, category: "sofa" }], /the id "bed" twice, in entries 1 and 2/],
    ["a file outside", [{ ...BED, file: "../bed.glb" }], /"\.\.\/bed\.glb" of "bed" leaves the folder/],
    ["an absolute file", [{ ...BED, file: "/etc/hostname" }], /leaves the folder/],
    ["an entry that is no object", [BED, "bed"], /entry 2 is wrong/],
  ])("a manifest that is wrong: %s", async (_, manifest, message) => {
    await expectError(folderCatalogue(folderWith(manifest), "."), "E_MANIFEST", message);
  });

  it("a link that leaves the folder", async () => {
    const options = folderWith([{ ...BED, file: "link.glb" }]);
    symlinkSync(join(process.cwd(), "../shared/assets/models/kenney/taxi.glb"), join(options.folder, "link.glb"));
    await expectError(folderCatalogue(options, "."), "E_MANIFEST", /link that leaves/);
  });

  it("no manifest, no folder", async () => {
    expect((await expectError(folderCatalogue({ folder: temporaryFolder() }, "."), "E_MANIFEST", /has no manifest\.json/)).hint).toMatch(/Looked for .*manifest\.json/);
    await expectError(folderCatalogue({ folder: "nowhere" }, "."), "E_MANIFEST", /There is no folder nowhere/);
  });

  it("options are checked", () => {
    expect(folderOptions.safeParse({ folder: "a", category: ["car"] }).success).toBe(false);
    expect(folderOptions.parse({ folder: "a" })).toEqual({ folder: "a", licenceKnown: false, allowExternal: false });
  });
});

describe("a single file", () => {
  it("is a catalogue of one", async () => {
    const catalogue = await fileCatalogue({ file: "kenney/taxi.glb", category: "automobile", front: "+Z", licence: "CC0-1.0", sizeMeters: 4.5 }, "../shared/assets/models");
    expect((await catalogue.entries()).map(({ id }) => id)).toEqual(["taxi"]);
    const hash = await catalogue.hash("taxi");
    const shape = await catalogue.load("taxi", draw);
    expect(shape.source.sha256).toBe(hash);
    expect(shape.sizeMeters).toEqual({ longest: 4.5, source: "recipe" });
    expect(shape.frontKnown).toBe(true);
    await expectError(catalogue.load("bus", draw), "E_NOT_FOUND", /taxi, not bus/);
  });

  it("the manifest of the shared models is what this reads", () => {
    expect(JSON.parse(readFileSync(`${MODELS.folder}/manifest.json`, "utf8"))).toHaveLength(75);
  });
});
