import { join } from "node:path";
import { expect, test } from "vitest";
import { readTextIfThere } from "../../src/storage/read-text.js";
import { temporaryFile, temporaryFolder } from "../temporary-folder.js";

test("a file's text; null where there is none, or a file where a folder should be", async () => {
  const file = temporaryFile("a.txt", "näher");
  expect(await readTextIfThere(file, "/run")).toBe("näher");
  expect(await readTextIfThere(`${file}.other`, "/run")).toBeNull();
  expect(await readTextIfThere(join(file, "below"), "/run")).toBeNull();
});

test("what cannot be read is an error that names the folder", async () => {
  await expect(readTextIfThere(temporaryFolder(), "/run")).rejects.toMatchObject({ code: "E_STORAGE", subject: "/run" });
});
