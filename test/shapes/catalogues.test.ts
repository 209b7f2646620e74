/** The data sets that users own: category folders, ShapeNet, Objaverse, OmniObject3D, Toys4K, the original's CSV. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { random } from "../../src/core/random.js";
import type { Catalogue } from "../../src/shapes/catalogue.js";
import { csvCatalogue } from "../../src/shapes/csv.js";
import { foldersCatalogue } from "../../src/shapes/folders.js";
import { objaverseCatalogue } from "../../src/shapes/objaverse.js";
import { omniobject3dCatalogue } from "../../src/shapes/omniobject3d.js";
import { shapenetCatalogue } from "../../src/shapes/shapenet.js";
import { toys4kCatalogue } from "../../src/shapes/toys4k.js";
import { presetSampler } from "../../src/viewpoints/preset.js";
import { presetOptions } from "../../src/viewpoints/preset.js";
import { expectError } from "./expect-error.js";
import { temporaryFolder } from "../temporary-folder.js";

/** A wedge that is long along z, with its point at +x: every axis can be told from its dimensions. */
const OBJ = "v 0 0 0\nv 1 0 0\nv 0 2 0\nv 0 0 4\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n";

/** A folder with these files; text is written as it is. */
function tree(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const ids = async (catalogue: Catalogue): Promise<string[]> => (await catalogue.entries()).map((entry) => entry.id);
const load = (catalogue: Catalogue, id: string) => catalogue.load(id, random(0, "test", "shape"));
const HEX = (digit: string): string => digit.repeat(32);

describe("category folders", () => {
  it("find models as files, in folders of their own, and as ModelNet keeps them", async () => {
    const folder = tree({
      "chair/a.obj": OBJ, "chair/b/model.obj": OBJ, "chair/b/model.mtl": "", "chair/notes.txt": "", "aeroplane/train/one.off": "", "aeroplane/train/two.off": "", "aeroplane/test/three.off": "", "empty/readme.md": "", ".cache/x.obj": OBJ,
    });
    const catalogue = await foldersCatalogue({ folders: folder, licence: "CC0-1.0" }, "/");
    expect(await ids(catalogue)).toEqual(["aeroplane/test", "aeroplane/train/one", "aeroplane/train/two", "chair/a", "chair/b"]);
    expect((await catalogue.entries())[0]).toMatchObject({ category: "airplane", licence: "CC0-1.0", source: "aeroplane/test/three.off", facts: { front: null, up: "+Y" } });
    expect(await load(catalogue, "chair/b")).toMatchObject({ id: "chair/b", category: "chair", frontKnown: false, dimensions: [0.25, 1, 0.5] });
    expect(await catalogue.hash("chair/a")).toMatch(/^[0-9a-f]{64}$/);
  });

  it("prefer the format that says most, follow links, and never go round in circles", async () => {
    const folder = tree({ "chair/a.obj": OBJ, "chair/a.stl": "", "chair/a.glb": "" });
    symlinkSync(join(folder, "chair"), join(folder, "chair", "again"));
    const found = await (await foldersCatalogue({ folders: folder }, "/")).entries();
    expect(found[0]).toMatchObject({ id: "chair/a", source: "chair/a.glb" });
    expect(found.length).toBeLessThan(10);
  });

  it("say what was looked for, what was found, and which source it looks like", async () => {
    await expectError(foldersCatalogue({ folders: "gone" }, "/nowhere"), "E_NOT_FOUND", /no folder gone/);
    const manifest = await expectError(foldersCatalogue({ folders: tree({ "manifest.json": "[]", "a.glb": "" }) }, "/"), "E_NOT_FOUND", /does not hold models as CATEGORY\/MODEL.*Found there: a\.glb, manifest\.json/);
    expect(manifest.hint).toContain("use `folder:`");
    const shapenet = await expectError(foldersCatalogue({ folders: tree({ "02691156/readme.txt": "" }) }, "/"), "E_NOT_FOUND", /Found there: 02691156\//);
    expect(shapenet.hint).toContain("use `shapenet:`");
    const hint = (await expectError(foldersCatalogue({ folders: tree({ [`${HEX("a")}.glb`]: "" }) }, "/"), "E_NOT_FOUND", /Found/)).hint;
    expect(hint).toContain("use `objaverse:`");
  });

  it("choose by category, id and licence", async () => {
    const folder = tree({ "chair/a.obj": OBJ, "sofa/b.obj": OBJ });
    expect(await ids(await foldersCatalogue({ folders: folder, categories: ["couch"] }, "/"))).toEqual(["sofa/b"]);
    const error = await expectError(foldersCatalogue({ folders: folder, ids: ["chair/b"] }, "/"), "E_OPTION", /no model "chair\/b"/);
    expect(error.hint).toMatch(/Did you mean "chair\/a"|It has: chair\/a/);
    await expectError(foldersCatalogue({ folders: folder, licenceKnown: true }, "/"), "E_OPTION", /licenceKnown/);
  });
});

describe("ShapeNet", () => {
  const folder = tree({
    "02691156/aaa/models/model_normalized.obj": OBJ.replace("v 0 0 0", "mtllib model_normalized.mtl\nusemtl paint\nv 0 0 0"),
    "02691156/aaa/models/model_normalized.mtl": "newmtl paint\nKd 1 0 0\n",
    "02958343/bbb/model.obj": OBJ,
    "02958343/ccc/model_normalized.obj": OBJ,
    "02958343/damaged/readme.txt": "",
    "03000001/ddd/model.obj": OBJ,
    "taxonomy.json": JSON.stringify([{ synsetId: "03000001", name: "thingummy,gadget", children: [], numInstances: 1 }]),
  });

  it("reads all layouts, names categories by synset and taxonomy, and knows the terms", async () => {
    const catalogue = await shapenetCatalogue({ shapenet: folder }, "/");
    expect((await catalogue.entries()).map(({ id, category, facts }) => [id, category, facts!["front"]])).toEqual([
      ["02691156/aaa", "airplane", "-Z"],
      ["02958343/bbb", "car", "+X"],
      ["02958343/ccc", "car", "-Z"],
      ["03000001/ddd", "thingummy", "+X"],
    ]);
    expect((await catalogue.entries())[0]!.licence).toContain("ShapeNet");
  });

  it("names of the tables that come with version 1 are keywords for prompts", async () => {
    const named = tree({
      "02958343/aaa/model.obj": OBJ,
      "02958343/bbb/model.obj": OBJ,
      "02958343.csv": 'fullId,wnsynset,wnlemmas,up,front,name,tags\n3dw.aaa,n04285008,"sports car,sport car","0,0,1","0,-1,0",Roadster 300,"red,*"\nbroken',
    });
    expect((await (await shapenetCatalogue({ shapenet: named }, "/")).entries()).map(({ keywords }) => keywords)).toEqual([["Roadster 300", "sports car", "sport car", "red"], undefined]);
  });

  it("version 2 faces −Z and version 1 faces +X in the file, which both become −y", async () => {
    const catalogue = await shapenetCatalogue({ shapenet: folder }, "/");
    // file x, y, z are 1, 2, 4 long
    expect(await load(catalogue, "02691156/aaa")).toMatchObject({ frontKnown: true, dimensions: [0.25, 1, 0.5], source: { kind: "shapenet", name: "02691156/aaa/models/model_normalized.obj" } });
    expect(await load(catalogue, "02958343/bbb")).toMatchObject({ frontKnown: true, dimensions: [1, 0.25, 0.5] });
    // the tip at +x of the file is in front in version 1
    const tip = (await load(catalogue, "02958343/bbb")).meshes[0]!.positions;
    expect(Math.min(...tip.filter((_, i) => i % 3 === 1))).toBeCloseTo(-0.125, 6);
  });

  it("pictures in ../images are allowed, those further away are not", async () => {
    const make = (reference: string) => tree({ "02958343/a/models/model_normalized.obj": `mtllib m.mtl\nusemtl p\n${OBJ}`, "02958343/a/models/m.mtl": `newmtl p\nmap_Kd ${reference}\n` });
    await expectError(load(await shapenetCatalogue({ shapenet: make("../images/t.jpg") }, "/"), "02958343/a"), "E_TEXTURE", /t\.jpg/);
    await expectError(load(await shapenetCatalogue({ shapenet: make("../../../t.jpg") }, "/"), "02958343/a"), "E_EXTERNAL_URI", /leaves/);
  });

  it("a wrong folder: says what was looked for", async () => {
    await expectError(shapenetCatalogue({ shapenet: tree({ "cars/a.glb": "" }) }, "/"), "E_NOT_FOUND", /ShapeNetCore: folders called as synsets.*Found there: cars\//);
    await expectError(shapenetCatalogue({ shapenet: tree({ "02958343/a/b/c.obj": "" }) }, "/"), "E_NOT_FOUND", /UID\/model\.obj \(v1\)\. Found there: a\//);
  });
});

describe("Objaverse", () => {
  const files = { [`${HEX("a")}.glb`]: "", [`glbs/000-001/${HEX("b")}.glb`]: "", "notes.txt": "" };
  const annotations = { [HEX("a")]: { license: "by-nc", user: { username: "ann" }, categories: [{ name: "Chair" }], tags: [{ name: "wooden", slug: "w" }], name: "x", uri: "y" }, [HEX("c")]: {} };

  it("flat and as its package keeps it, with licence, author and category from the annotations", async () => {
    const folder = tree({ ...files, "annotations.json.gz": gzipSync(JSON.stringify(annotations)) });
    const catalogue = await objaverseCatalogue({ objaverse: folder, annotations: join(folder, "annotations.json.gz") }, "/");
    expect((await catalogue.entries()).map(({ id, category, licence, author, source }) => [id, category, licence, author, source])).toEqual([
      [HEX("a"), "chair", "CC-BY-NC-4.0", "ann", `${HEX("a")}.glb`],
      [HEX("b"), "object", null, null, `glbs/000-001/${HEX("b")}.glb`],
    ]);
    expect((await catalogue.entries()).map(({ keywords }) => keywords)).toEqual([["x", "wooden"], undefined]);
    expect(await ids(await objaverseCatalogue({ objaverse: folder, annotations: join(folder, "annotations.json.gz"), licenceKnown: true }, "/"))).toEqual([HEX("a")]);
  });

  it("LVIS categories choose the models; those without a file are told", async () => {
    const folder = tree({ ...files, "lvis.json": JSON.stringify({ sofa: [HEX("b"), HEX("c")] }) });
    const catalogue = await objaverseCatalogue({ objaverse: folder, lvis: join(folder, "lvis.json") }, "/");
    expect((await catalogue.entries()).map(({ id, category }) => [id, category])).toEqual([[HEX("b"), "sofa"]]);
    expect(await catalogue.problems!()).toEqual([{ id: HEX("c"), message: "Listed in the LVIS file, but its .glb is not there." }]);
    const more = tree({ ...files, "lvis.json": JSON.stringify({ sofa: [HEX("b"), HEX("c")], vase: [HEX("d")] }) });
    const sofas = await objaverseCatalogue({ objaverse: more, lvis: join(more, "lvis.json"), categories: ["couch"] }, "/");
    expect((await sofas.problems!()).map(({ id }) => id)).toEqual([HEX("c")]); // of vases nobody asked for, none is missing
  });

  it("wrong annotations and wrong folders", async () => {
    const folder = tree({ ...files, "a.json": "[1]" });
    await expectError(objaverseCatalogue({ objaverse: folder, annotations: join(folder, "a.json") }, "/"), "E_MANIFEST", /a\.json is not what/);
    await expectError(objaverseCatalogue({ objaverse: folder, annotations: join(folder, "gone.json") }, "/"), "E_NOT_FOUND", /gone\.json/);
    await expectError(objaverseCatalogue({ objaverse: tree({ "a/b.obj": "" }) }, "/"), "E_NOT_FOUND", /UID\.glb/);
  });
});

describe("OmniObject3D and Toys4K", () => {
  it("finds scans whatever level is given", async () => {
    const folder = tree({ "raw/raw_scans/apple/apple_001/Scan/Scan.obj": OBJ, "raw/raw_scans/apple/apple_002/Scan/Scan.mtl": "" });
    for (const level of ["", "raw", "raw/raw_scans"]) {
      const catalogue = await omniobject3dCatalogue({ omniobject3d: join(folder, level) }, "/");
      expect(await ids(catalogue)).toEqual(["omniobject3d_apple_001"]);
      expect((await catalogue.problems!()).map(({ id }) => id)).toEqual(["omniobject3d_apple_002"]);
      expect((await load(catalogue, "omniobject3d_apple_001")).category).toBe("apple");
    }
    await expectError(omniobject3dCatalogue({ omniobject3d: tree({ "x.txt": "" }) }, "/"), "E_NOT_FOUND", /Scan\/Scan\.obj/);
  });

  it("a .blend gets a command that converts it", async () => {
    const error = await expectError(toys4kCatalogue({ toys4k: tree({ "car/car_000/car_000.blend": "BLENDER" }) }, "/"), "E_SHAPE_FILE", /1 \.blend files and no model/);
    expect(error.hint).toMatch(/blender --background .*car_000\.blend.*export_scene\.gltf/);
    const some = await toys4kCatalogue({ toys4k: tree({ "car/car_000/car_000.blend": "", "car/car_001/car_001.obj": OBJ, "car/car_001/car_001.blend": "" }) }, "/");
    expect(await ids(some)).toEqual(["toys4k_car_001"]);
    expect((await some.problems!())[0]).toMatchObject({ id: "toys4k_car_000", message: expect.stringContaining("blender --background") });
  });
});

describe("the original's CSV", () => {
  const HEAD = "synset,model,distance,azimuth,elevation,strength,sampling";
  const folder = tree({
    "shapenet/02958343/bbb/models/model_normalized.obj": OBJ,
    [`objaverse/${HEX("a")}.glb`]: "",
    "omni/raw/raw_scans/apple/apple_001/Scan/Scan.obj": OBJ,
    "toys/car/car_000/car_000.blend": "",
    "toys/car/car_001/car_001.glb": "",
    "list.csv": [HEAD, "n02958343,bbb,1.8,180,10,1,3", `n03001627,${HEX("a")},,0,0,2,1`, "n07739125,omniobject3d_apple_001,1.5,-90,0,1,5", "n02958343,toys4k_car_000,1.5,0,0,1,3", "n02958343,toys4k_car_001,1.5,0,0,1,4", "n02958343,missing,1.5,0,0,1,3", ""].join("\r\n"),
  });
  const places = { shapenet: "shapenet", objaverse: "objaverse", omniobject3d: "omni", toys4k: "toys" };

  it("joins the list with the folders; what is absent is told with its line, the rest goes on", async () => {
    const catalogue = await csvCatalogue({ csv: "list.csv", ...places }, folder);
    expect(await ids(catalogue)).toEqual(["n02958343/bbb", "n02958343/toys4k_car_001", `n03001627/${HEX("a")}`, "n07739125/omniobject3d_apple_001"]);
    expect((await catalogue.problems!()).map(({ id }) => id)).toEqual(["n02958343/toys4k_car_000", "n02958343/missing"]);
    expect((await catalogue.problems!())[0]!.message).toMatch(/Line 5 of list\.csv.*Blender file.*blender --background/);
    expect((await catalogue.problems!())[1]!.message).toMatch(/Line 7 .*missing is in none of the folders given \(shapenet, objaverse, omniobject3d, toys4k\)/);
  });

  it("keeps corrections and preset, and turns models as the original's importer does", async () => {
    const [car, toy] = await (await csvCatalogue({ csv: "list.csv", ...places }, folder)).entries();
    expect(car).toMatchObject({ category: "car", source: "shapenet/02958343/bbb/models/model_normalized.obj", facts: { front: "+Z", up: "+Y" } });
    expect(car!.viewpointOffset).toEqual({ azimuthRadians: Math.PI, elevationRadians: expect.closeTo(Math.PI / 18, 12), distance: 1.8, preset: 3 });
    expect(toy).toMatchObject({ facts: { front: "-Y", up: "+Z" }, viewpointOffset: { preset: 4 } });
    const shape = await load(await csvCatalogue({ csv: "list.csv", ...places }, folder), "n02958343/bbb");
    expect(shape).toMatchObject({ frontKnown: true, dimensions: [0.25, 1, 0.5], source: { kind: "shapenet" } });
  });

  it("strength 1 leaves the good models", async () => {
    expect(await ids(await csvCatalogue({ csv: "list.csv", ...places, strength: 1 }, folder))).not.toContain(`n03001627/${HEX("a")}`);
  });

  it("a model's preset replaces the recipe's", () => {
    const draw = presetSampler(presetOptions.parse({ preset: 3 }));
    const azimuths = Array.from({ length: 300 }, (_, i) => draw(random(1, `view/${i}`, "camera"), { azimuthRadians: 0, elevationRadians: 0, distance: null, preset: 4 }).canonical.azimuthRadians);
    // preset 4 stays within 105° of the front, preset 3 goes all around
    expect(azimuths.every((azimuth) => Math.cos(azimuth) > -0.27)).toBe(true);
  });

  it.each([
    ["missing columns", "synset,model,azimuth\nn1,a,0\n", "E_MANIFEST", /lacks the columns distance, elevation, strength, sampling; it has synset, model, azimuth/],
    ["no header at all", "n02958343,bbb,1.8,180,10,1,3\n", "E_MANIFEST", /lacks the columns synset, model/],
    ["a word as number", `${HEAD}\nn02958343,bbb,far,0,0,1,3\n`, "E_MANIFEST", /Line 2 .*"far" as distance/],
    ["too few values", `${HEAD}\nn02958343,bbb,1.5\n`, "E_MANIFEST", /Line 2 .*3 values for 7 columns/],
    ["a preset that is none", `${HEAD}\nn02958343,bbb,1.5,0,0,1,9\n`, "E_MANIFEST", /sampling 9/],
    ["a model twice", `${HEAD}\nn02958343,bbb,1.5,0,0,1,3\nn02958343,bbb,1.5,0,0,1,3\n`, "E_MANIFEST", /Line 3 .*lists n02958343\/bbb again, as line 2/],
    ["nothing that is there", `${HEAD}\nn02958343,zzz,1.5,0,0,1,3\n`, "E_NOT_FOUND", /None of the 1 models/],
  ] as const)("%s", async (_name, text, code, message) => {
    await expectError(csvCatalogue({ csv: join(tree({ "list.csv": text }), "list.csv"), shapenet: "shapenet" }, folder), code, message);
  });
});
