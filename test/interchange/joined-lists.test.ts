import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importRun } from "../../src/engine/import-run.js";
import { joinedLists } from "../../src/interchange/joined-lists.js";
import { openSourceFolder } from "../../src/storage/source-folder.js";
import { temporaryFolder } from "../temporary-folder.js";

test("annotations find their images across parts, in whatever order they stand; images come in order of ids", async () => {
  const folder = temporaryFolder();
  const count = 2500;
  const place = (index: number): number => (index * 911) % count;
  const images = Array.from({ length: count }, (_, index) => ({ id: 7 + 3 * place(index) }));
  const annotations = Array.from({ length: count }, (_, index) => ({ id: index, image_id: 7 + 3 * place(index + 13) }));
  writeFileSync(join(folder, "a.json"), JSON.stringify({ annotations, images }));
  const lists = await joinedLists({ source: await openSourceFolder(folder), scratch: join(folder, "scratch") }, "a.json");
  const seen: number[] = [];
  for await (const { image, annotations: own } of lists.images()) {
    expect(own.map(({ image_id }) => image_id)).toEqual([image["id"]]);
    seen.push(image["id"] as number);
  }
  expect(seen).toEqual(Array.from({ length: count }, (_, index) => 7 + 3 * index));
});

test("unknown formats, options and folders say what to do", async () => {
  const out = join(temporaryFolder(), "run");
  await expect(importRun({ source: ".", format: "bob", out })).rejects.toMatchObject({ code: "E_OPTION", hint: "Did you mean bop?" });
  await expect(importRun({ source: ".", format: "bop", out, options: { label: "true" as "exact" } })).rejects.toMatchObject({ code: "E_OPTION", subject: "label" });
  await expect(importRun({ source: join(out, "gone"), format: "bop", out })).rejects.toMatchObject({ code: "E_NOT_FOUND" });
});
