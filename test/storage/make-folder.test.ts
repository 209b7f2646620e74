import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeFolder } from "../../src/storage/make-folder.js";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "dst3d-folder-"));
});
afterAll(() => rm(root, { recursive: true }));

it("makes a folder with its parents, again and at the same time", async () => {
  const path = join(root, "a", "b", "c");
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(root, "a", "b"))]);
  await makeFolder(path);
  expect((await stat(path)).isDirectory()).toBe(true);
});

it("says so where a file is in the way", async () => {
  await writeFile(join(root, "file"), "");
  await expect(makeFolder(join(root, "file"))).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeFolder(join(root, "file", "below"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

it.runIf(existsSync("/proc/self"))("gives up where no folder can be made", async () => {
  await expect(makeFolder("/proc/no-such-process/below")).rejects.toMatchObject({ code: "ENOENT" });
});
