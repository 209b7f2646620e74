import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { random } from "../../../src/core/random.js";
import { axisOfFace, FACES, withFace } from "../../../src/shapes/box-faces.js";
import { folderCatalogue } from "../../../src/shapes/folder.js";
import { AXES, type Axis } from "../../../src/shapes/normalize.js";
import type { CatalogueList, ShapeDetails, ShapeList } from "../../../src/studio/shapes/answers.js";
import { smallRun } from "../../interchange/small-run.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { type SmallStudio, smallStudio } from "../small-studio.js";

/** A box with a different length along each half axis, so that its turning shows: six spikes from the middle. */
const LENGTHS: Readonly<Record<Axis, number>> = { "+X": 1, "-X": 2, "+Y": 3, "-Y": 4, "+Z": 5, "-Z": 6 };

function spikes(): string {
  const tips = AXES.map((axis) => ["X", "Y", "Z"].map((name) => (axis[1] === name ? (axis.startsWith("+") ? 1 : -1) * LENGTHS[axis] : 0)));
  const vertices = tips.flatMap((tip) => [tip, tip.map((value, at) => (value === 0 && at === tip.findIndex((other) => other === 0) ? 0.2 : 0)), tip.map((value, at) => (value === 0 && at === tip.findLastIndex((other) => other === 0) ? 0.2 : 0))]);
  return `${vertices.map((vertex) => `v ${vertex.join(" ")}`).join("\n")}\n${AXES.map((_, at) => `f ${at * 3 + 1} ${at * 3 + 2} ${at * 3 + 3}`).join("\n")}\n`;
}

async function studioWith(files: Readonly<Record<string, string>>, { write = true }: { write?: boolean } = {}): Promise<SmallStudio & { folder: string }> {
  const small = await smallStudio([temporaryFolder()], { write });
  const { folder } = small.studio;
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return { ...small, folder };
}

const query = (catalogue: string, id?: string): string => new URLSearchParams({ catalogue, ...(id === undefined ? {} : { id }) }).toString();
const listOf = async ({ ask }: SmallStudio, key: string): Promise<ShapeList> => (await ask(`api/shapes/list?${query(key)}`)).json() as Promise<ShapeList>;
const save = ({ ask }: SmallStudio, body: unknown): Promise<Response> => ask("api/shapes/axes", { method: "PUT", body: JSON.stringify(body), headers: { "content-type": "application/json" } });

test("catalogues: manifests, loose models, a model per folder, built-in shapes; what is none is passed by", async () => {
  const studio = await studioWith({
    "cars/manifest.json": '[{"id": "a", "category": "car", "file": "a.obj", "front": "+Z"}, {"id": "gone", "category": "car", "file": "gone.obj"}]',
    "cars/a.obj": spikes(),
    "chairs/office/model.obj": spikes(),
    "chairs/kitchen/model.obj": spikes(),
    "more/boats/x.obj": spikes(),
    "more/boats/y.obj": spikes(),
    "more/web/manifest.json": '{"name": "a web page"}',
    "broken/manifest.json": "[ {",
    "run/run.json": "{}",
    "run/shapes/z.obj": spikes(),
    ".hidden/z.obj": spikes(),
    "node_modules/z.obj": spikes(),
  });
  symlinkSync("/", join(studio.folder, "link"));
  const { catalogues } = (await (await studio.ask("api/shapes")).json()) as CatalogueList;
  expect(catalogues.map(({ key, count, hasManifest }) => [key, count, hasManifest])).toEqual([
    ["folder:broken", null, true], ["folder:cars", 2, true], ["folder:chairs", 2, false], ["folder:more/boats", 2, false], ["builtin", 12, true],
  ]);
  expect(catalogues[0]!.problem).toMatch(/is not JSON/);
  expect((await listOf(studio, "folder:cars")).shapes).toMatchObject([{ id: "a", front: "+Z", up: "+Y", frontKnown: true, problem: null }, { id: "gone", frontKnown: false, problem: /is not there/ }].map((row) => ({ ...row, problem: row.problem === null ? null : expect.stringMatching(row.problem) as string })));
  expect((await listOf(studio, "folder:chairs")).shapes.map(({ id, category, front }) => [id, category, front])).toEqual([["kitchen", "chair", null], ["office", "chair", null]]);
});

test("saved and loaded by the usual loader, the clicked side looks along −y or +z: all 24 ways, six sides, both words", async () => {
  const studio = await studioWith({ "models/spikes.obj": spikes(), "models/other.obj": spikes() });
  const folder = join(studio.folder, "models");
  let manifestSha256: string | null = null;
  for (const up of AXES) {
    for (const front of AXES.filter((axis) => axis[1] !== up[1])) {
      for (const face of FACES) {
        for (const says of ["front", "up"] as const) {
          const wanted = withFace({ up, front }, says, face);
          const answer: Response = await save(studio, { catalogue: "folder:models", id: "spikes", ...wanted, manifestSha256 });
          expect(answer.status).toBe(200);
          ({ manifestSha256 } = (await answer.json()) as { manifestSha256: string });
          const shape = await (await folderCatalogue({ folder }, ".")).load("spikes", random(1, "test", "shape"));
          const clicked = axisOfFace({ up, front }, face);
          const length = LENGTHS[clicked] * shape.normalization.scale;
          const at = says === "front" ? 1 : 2;
          const tip = (says === "front" ? -length : length) - shape.normalization.scale * centerAlong(clicked) * (says === "front" ? -1 : 1);
          const spike = shape.meshes[0]!.positions.filter((_, index) => index % 3 === at);
          expect(says === "front" ? Math.min(...spike) : Math.max(...spike)).toBeCloseTo(tip, 5);
          expect(shape.frontKnown).toBe(true);
          // Where the tip itself lies: at the very middle of the other two directions of the file.
          const m = shape.normalization;
          const file = ["X", "Y", "Z"].map((name) => (clicked[1] === name ? (clicked.startsWith("+") ? 1 : -1) * LENGTHS[clicked] : 0));
          const turned = [0, 3, 6].map((row) => [0, 1, 2].reduce((sum, k) => sum + m.rotation[row + k]! * file[k]!, 0));
          expect(turned.map((value) => Math.round(value) + 0)).toEqual(says === "front" ? [0, -LENGTHS[clicked], 0] : [0, 0, LENGTHS[clicked]]);
        }
      }
    }
  }
}, 120_000);

/** Middle of the box along a direction. */
function centerAlong(axis: Axis): number {
  const other = `${axis.startsWith("+") ? "-" : "+"}${axis[1]}` as Axis;
  return (LENGTHS[axis] - LENGTHS[other]) / 2;
}

test("the first save lists all models; later ones change one entry; what changed meanwhile is not overwritten", async () => {
  const studio = await studioWith({ "cars/a.obj": spikes(), 'cars/odd "name": x.obj': spikes() });
  const path = join(studio.folder, "cars/manifest.json");
  const list = await listOf(studio, "folder:cars");
  expect(list).toMatchObject({ canSave: true, manifestSha256: null, recipe: "folder: cars" });
  const change = { catalogue: "folder:cars", id: "a", up: "+Z", front: "-Y", manifestSha256: null };
  expect(await (await save(studio, change)).json()).toMatchObject({ isNew: true });
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual([
    { id: "a", category: "car", file: "a.obj", up: "+Z", front: "-Y" },
    { id: 'odd "name": x', category: "car", file: 'odd "name": x.obj', up: "+Y", front: null },
  ]);
  const stale = await save(studio, change);
  expect(stale.status).toBe(409);
  expect(await stale.json()).toMatchObject({ code: "E_MANIFEST", message: expect.stringMatching(/has changed since/) as string });
  const { manifestSha256, shapes } = await listOf(studio, "folder:cars");
  expect(shapes[0]).toMatchObject({ id: "a", front: "-Y", up: "+Z" });
  const before = readFileSync(path, "utf8");
  expect((await save(studio, { ...change, front: null, manifestSha256 })).status).toBe(200);
  expect(readFileSync(path, "utf8")).toBe(before.replace('"-Y"', "null"));
  expect(readdirSync(join(studio.folder, "cars")).sort()).toEqual(["a.obj", "manifest.json", 'odd "name": x.obj']);
});

test("two saves at once: one wins, the other is told", async () => {
  const studio = await studioWith({ "cars/a.obj": spikes(), "cars/b.obj": spikes() });
  const answers = await Promise.all(["a", "b"].map((id) => save(studio, { catalogue: "folder:cars", id, up: "+Y", front: "+Z", manifestSha256: null })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test("portraits, numbers and surfaces; of a broken model the reason", async () => {
  const studio = await studioWith({ "cars/a.obj": spikes(), "cars/broken.glb": "no model" });
  const portrait = await studio.ask(`api/shapes/portrait?${query("folder:cars", "a")}&side=192&ground=dark`);
  expect(portrait.headers.get("content-type")).toBe("image/webp");
  const details = (await (await studio.ask(`api/shapes/details?${query("folder:cars", "a")}`)).json()) as ShapeDetails;
  expect(details).toMatchObject({ error: null, content: { triangles: 6, vertices: 18, file: "a.obj", dimensions: [3 / 11, 1, 7 / 11], symmetry: { continuous: [], discrete: 0 } } });
  const surface = await (await studio.ask(`api/shapes/mesh?${query("folder:cars", "a")}`)).arrayBuffer();
  expect([...new Uint32Array(surface, 0, 2)]).toEqual([18, 6]);
  expect(surface.byteLength).toBe(8 + 18 * 16 + 6 * 12);
  const broken = await studio.ask(`api/shapes/portrait?${query("folder:cars", "broken")}`);
  expect(broken.status).toBe(400);
  expect(await broken.json()).toMatchObject({ code: "E_SHAPE_FILE", hint: expect.any(String) as string });
  expect(await (await studio.ask(`api/shapes/details?${query("folder:cars", "broken")}`)).json()).toMatchObject({ content: null, error: { code: "E_SHAPE_FILE" } });
  const bottle = (await (await studio.ask(`api/shapes/details?${query("builtin", "bottle")}`)).json()) as ShapeDetails;
  expect(bottle.content!.symmetry.continuous.length + bottle.content!.symmetry.discrete).toBe(1);
});

test("shapes of a run's recipe", async () => {
  const studio = await smallStudio([await smallRun({ count: 2 })]);
  const { catalogues } = (await (await studio.ask("api/shapes?run=run")).json()) as CatalogueList;
  expect(catalogues[0]).toMatchObject({ key: "run:run", kind: "run", problem: null });
  const list = await listOf(studio, "run:run");
  expect(list).toMatchObject({ canSave: false, recipe: null });
  expect(list.shapes.length).toBe(catalogues[0]!.count);
  expect((await save({ ...studio }, { catalogue: "run:run", id: "a", up: "+Y", front: null, manifestSha256: null })).status).toBe(403);
}, 60_000);

test("nothing outside the folder is reached, and without --write nothing is written", async () => {
  const outside = temporaryFolder();
  for (const name of ["a.obj", "b.obj"]) writeFileSync(join(outside, name), spikes());
  const studio = await studioWith({ "cars/a.obj": spikes(), "cars/b.obj": spikes(), "linked/a.obj": spikes(), "linked/c.obj": spikes(), "escape/manifest.json": '[{"id": "a", "category": "car", "file": "../../x.obj"}]', "control/manifest.json": '[{"id": "a\\u0000b", "category": "car", "file": "a.obj"}]', ".secret/a.obj": spikes() });
  symlinkSync(outside, join(studio.folder, "out"));
  writeFileSync(join(outside, "manifest.json"), '[{"id": "a", "category": "car", "file": "a.obj"}]');
  symlinkSync(join(outside, "manifest.json"), join(studio.folder, "linked/manifest.json"));
  symlinkSync(join(outside, "b.obj"), join(studio.folder, "cars/link.obj"));
  for (const key of ["folder:..", "folder:../x", "folder:cars/../..", `folder:${outside}`, "folder:/etc", "folder:out", "folder:.secret", "folder:cars\\..", "folder:", "folder:cars//", "folder:cars\u0000", "run:../x", "run:none", "nothing"]) {
    expect((await studio.ask(`api/shapes/list?${query(key)}`)).status, key).toBe(404);
    expect((await save(studio, { catalogue: key, id: "a", up: "+Y", front: "+Z", manifestSha256: null })).status, key).toBeGreaterThanOrEqual(400);
  }
  for (const key of ["folder:linked", "folder:escape", "folder:control"]) expect(await (await studio.ask(`api/shapes/list?${query(key)}`)).json(), key).toMatchObject({ code: "E_MANIFEST" });
  expect((await listOf(studio, "folder:cars")).shapes.map(({ id }) => id)).toEqual(["a", "b"]);
  expect(readFileSync(join(outside, "manifest.json"), "utf8")).toBe('[{"id": "a", "category": "car", "file": "a.obj"}]');
  const change = { catalogue: "folder:cars", id: "a", up: "+Y", front: "+Z", manifestSha256: null };
  for (const wrong of [null, [], {}, { ...change, up: "up" }, { ...change, front: "+Y" }, { ...change, id: "none" }, { ...change, manifestSha256: "x" }, { ...change, more: 1 }]) expect((await save(studio, wrong)).status).toBeGreaterThanOrEqual(400);
  expect(readdirSync(join(studio.folder, "cars")).sort()).toEqual(["a.obj", "b.obj", "link.obj"]);
  const reading = await studioWith({ "cars/a.obj": spikes() }, { write: false });
  expect((await save(reading, change)).status).toBe(403);
  expect(readdirSync(join(reading.folder, "cars"))).toEqual(["a.obj"]);
  expect(await listOf(reading, "folder:cars")).toMatchObject({ canSave: false });
});
