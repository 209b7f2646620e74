/** Two runs side by side. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { decodeRgb, encodePng } from "../../src/codecs/image.js";
import { diffRuns } from "../../src/engine/diff-runs.js";
import { exportRun } from "../../src/engine/export-run.js";
import { importRun } from "../../src/engine/import-run.js";
import { sha256Hex } from "../../src/storage/sha256.js";
import { call, fakeTerminal } from "../cli/fake-terminal.js";
import { smallRun } from "../interchange/small-run.js";
import { temporaryFolder } from "../temporary-folder.js";

let run: string;

beforeAll(async () => {
  run = await smallRun();
}, 120_000);

function copied(): string {
  const copy = join(temporaryFolder(), "copy");
  cpSync(run, copy, { recursive: true });
  return copy;
}

const diff = (other: string, ...more: string[]) => call(["diff", run, other, ...more], { library: { diffRuns }, terminal: fakeTerminal({ folder: run }) });

it("a run and its copy are alike: 0", async () => {
  const copy = copied();
  expect(await diffRuns({ first: run, second: copy })).toMatchObject({ differ: false, options: [], samples: { first: 6, common: 6, onlyFirst: 0 }, labels: { compared: 6, differing: 0 }, pictures: { image: { compared: 6, differing: 0 } } });
  const { code, out } = await diff(copy);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("alike: 6 samples") as string });
});

it("other options, samples and labels: 1, and what differs", async () => {
  const other = await smallRun({ seed: 2, count: 8, light: { exposure: 1.5 } });
  const { code, out } = await diff(other);
  expect(code).toBe(1);
  expect(out).toMatch(/count +6 +8/);
  expect(out).toMatch(/seed +1 +2/);
  expect(out).toMatch(/light\.exposure +"auto" +1\.5/);
  expect(out).toContain("2 only in the second: 00000006, 00000007");
  expect(out).toMatch(/rotation +6 +6 /);
  expect(out).toMatch(/picture image +6 +6 +[\d.]+ +[\d.]+ +levels of 255/);
  expect(JSON.parse((await diff(other, "--json")).out)).toMatchObject({ type: "diff", differ: true, samples: { onlySecond: 2 } });
});

it("one picture that is four levels brighter, by its pixels", async () => {
  const copy = copied();
  const [image, json] = ["image.png", "json"].map((ending) => join(copy, "shard-00000", `00000002.${ending}`)) as [string, string];
  const picture = await decodeRgb(readFileSync(image));
  const bytes = await encodePng({ ...picture, data: picture.data.map((level) => (level < 128 ? level + 4 : level - 4)) });
  const record = JSON.parse(readFileSync(json, "utf8")) as { files: { image: { sha256: string } } };
  record.files.image.sha256 = sha256Hex(bytes);
  rmSync(image);
  writeFileSync(image, bytes);
  writeFileSync(json, JSON.stringify(record));
  const { differ, labels, pictures } = await diffRuns({ first: run, second: copy });
  expect({ differ, labels: labels.differing }).toEqual({ differ: true, labels: 0 });
  expect(pictures["image"]).toEqual({ compared: 6, differing: 1, mean: 4, worst: 4, at: "00000002", unit: "levels of 255" });
  expect(pictures["depth"]).toMatchObject({ differing: 0 });
});

it("a run without recipe: that is said once, and everything else is compared", async () => {
  const copy = copied();
  rmSync(join(copy, "recipe.yaml"));
  expect(await diffRuns({ first: run, second: copy })).toMatchObject({ differ: false, withoutRecipe: ["second"], options: [], labels: { compared: 6 } });
  const { code, out } = await diff(copy);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/the second run has no recipe \(imported\?\): options are not compared\nalike: 6 samples/) as string });
});

it("an imported run beside the one that it comes from, and beside another import", async () => {
  const folder = temporaryFolder();
  const [source, imported] = [join(folder, "bop"), join(folder, "imported")];
  await exportRun({ folder: run, format: "bop", out: source, placing: "copy" });
  await importRun({ source, format: "bop", out: imported });
  const found = await diffRuns({ first: imported, second: run });
  expect(found).toMatchObject({ differ: true, withoutRecipe: ["first"], options: [], samples: { common: 6 }, labels: { compared: 6, differing: 6 } });
  expect(found.labels.differences["maskVisible"]).toMatchObject({ compared: 6, differing: 0 });
  const { out } = await diff(imported);
  expect(out).not.toContain("\noptions\n");
  const both = await call(["diff", imported, imported], { library: { diffRuns }, terminal: fakeTerminal({ folder }) });
  expect(both).toMatchObject({ code: 0, out: expect.stringContaining("neither run has a recipe") as string });
});

it("a record that cannot be read, and a folder without run", async () => {
  const copy = copied();
  writeFileSync(join(copy, "shard-00000", "00000003.json"), "{");
  expect(await diffRuns({ first: run, second: copy })).toMatchObject({ differ: true, samples: { unreadable: 1 }, labels: { compared: 5 } });
  expect((await diff(temporaryFolder())).code).toBe(2);
});
