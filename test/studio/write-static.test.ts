import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { StaticTable } from "../../src/studio/static-layout.js";
import { writeStaticGallery } from "../../src/studio/write-static.js";
import { smallRun } from "../interchange/small-run.js";
import { temporaryFolder } from "../temporary-folder.js";

let made: string;
let clientFolder: string;
beforeAll(async () => {
  made = await smallRun();
  clientFolder = temporaryFolder();
  mkdirSync(join(clientFolder, "assets"));
  writeFileSync(join(clientFolder, "index.html"), "<html><head><title>t</title></head></html>");
  writeFileSync(join(clientFolder, "assets/index.js"), "");
}, 60_000);

const write = (out: string, changes: Partial<Parameters<typeof writeStaticGallery>[0]> = {}) =>
  writeStaticGallery({ folder: made, name: "vehicles", out, clientFolder, cache: join(temporaryFolder(), "cache"), signal: new AbortController().signal, onProgress: () => {}, ...changes });

test("holds everything that the pages show: table, records, pictures small and whole, and the assets' licences", async () => {
  const out = join(temporaryFolder(), "gallery");
  expect(await write(out)).toBe(6);
  expect(readFileSync(join(out, "index.html"), "utf8")).toContain('<meta name="dst3d-static"');
  const table = JSON.parse(readFileSync(join(out, "data/table.json"), "utf8")) as StaticTable;
  expect(table.rows.index).toEqual([0, 1, 2, 3, 4, 5]);
  expect(table.judgements).toHaveLength(6);
  expect(readFileSync(join(out, "data/0/3.image.png"))).toEqual(readFileSync(join(made, "shard-00000/00000003.image.png")));
  expect(readdirSync(join(out, "data/0")).filter((name) => name.startsWith("3.")).sort()).toEqual(["3.depth.png", "3.depth.small.webp", "3.image.png", "3.image.small.webp", "3.json"]);
  expect(readFileSync(join(out, "ATTRIBUTION.md"), "utf8")).toContain("CC0-1.0");
  const text = JSON.stringify(readdirSync(out, { recursive: true }).filter((name) => String(name).endsWith(".json")).map((name) => readFileSync(join(out, String(name)), "utf8")));
  expect(text).not.toContain(made); // paths of this computer are nobody's business
});

test("an unreadable sample is left out, a missing picture leaves a gap", async () => {
  const folder = join(temporaryFolder(), "run");
  cpSync(made, folder, { recursive: true });
  writeFileSync(join(folder, "shard-00000/00000001.json"), "{");
  rmSync(join(folder, "shard-00000/00000002.image.png"));
  const out = join(temporaryFolder(), "gallery");
  expect(await write(out, { folder })).toBe(5);
  expect(existsSync(join(out, "data/0/2.image.png"))).toBe(false);
});

test("nothing is left of what was stopped, and a folder in use is refused", async () => {
  const parent = temporaryFolder();
  const controller = new AbortController();
  await expect(write(join(parent, "gallery"), { signal: controller.signal, onProgress: (done) => done === 2 && controller.abort() })).rejects.toThrow();
  expect(readdirSync(parent)).toEqual([]);
  writeFileSync(join(parent, "thesis.txt"), "");
  await expect(write(parent)).rejects.toMatchObject({ code: "E_OPTION" });
  expect(readdirSync(parent)).toEqual(["thesis.txt"]);
});
