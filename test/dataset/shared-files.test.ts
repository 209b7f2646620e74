import { describe, expect, it } from "vitest";
import type { StorageKind } from "../../src/dataset/dataset.js";
import { openDatasetReader, openDatasetWriter } from "../../src/dataset/open-dataset.js";
import type { SampleFiles } from "../../src/dataset/sample-id.js";
import { dependentImages, imagesOfView, ownerOfSharedFiles, sharingImage } from "../../src/dataset/shared-view.js";
import { MemoryFileSystem } from "../storage/memory-file-system.js";
import { ROOT } from "./scenario.js";

const views = { imagesPerView: 2, stride: 1, shardSize: 4 };

/** Even samples hold the passes of their view, odd ones name them; a record is its version and whose passes it names. */
function sample(index: number, version: number): SampleFiles {
  const owner = sharingImage(views, index)!;
  const passes = owner === index ? [{ extension: ".depth.png", bytes: Uint8Array.of(index, version, 9) }] : [];
  return { index, files: [{ extension: ".image.png", bytes: Uint8Array.of(index, version) }, ...passes], record: JSON.stringify([version, owner]), filesOf: owner === index ? null : owner };
}

async function workOn(fileSystem: MemoryFileSystem, storage: StorageKind, version: number): Promise<void> {
  const reader = openDatasetReader(ROOT, storage, { shardSize: 4, fileSystem });
  const committed = await reader.committed();
  const current = new Set<number>();
  for (const index of committed) if ((await reader.readRecordText(index)).startsWith(`[${version},`)) current.add(index);
  const writer = openDatasetWriter(ROOT, storage, { shardSize: 4, fileSystem, views });
  for (let index = 0; index < 6; index++) if (!current.has(index) || !current.has(sharingImage(views, index)!)) await writer.commit(sample(index, version));
  await writer.close();
}

/** Every record's files must be there, in the record's version. */
async function check(fileSystem: MemoryFileSystem, storage: StorageKind): Promise<void> {
  const reader = openDatasetReader(ROOT, storage, { shardSize: 4, fileSystem });
  for (const index of await reader.committed()) {
    const [version, owner] = JSON.parse(await reader.readRecordText(index)) as [number, number];
    expect([...(await reader.readFile(index, ".image.png"))]).toEqual([index, version]);
    expect([...(await reader.readFile(owner, ".depth.png"))]).toEqual([owner, version, 9]);
  }
}

describe.each(["folder", "tar"] as const)("%s storage of images that share files", (storage) => {
  it.each([["a new run", 1], ["an update", 2]])("%s stopped at any change leaves no record without its files, and ends as undisturbed", async (_, version) => {
    const before = new MemoryFileSystem();
    for (let earlier = 1; earlier < version; earlier++) await workOn(before, storage, earlier);
    const undisturbed = new MemoryFileSystem(before);
    await workOn(undisturbed, storage, version);
    await check(undisturbed, storage);
    for (let change = 1; change <= undisturbed.changes; change++) {
      const crashing = new MemoryFileSystem(before, { change, kind: "crash" });
      await expect(workOn(crashing, storage, version)).rejects.toThrow();
      const found = new MemoryFileSystem(crashing);
      await check(found, storage);
      await workOn(found, storage, version);
      expect(found.snapshot()).toEqual(undisturbed.snapshot());
    }
  });

  it("removing the first image removes those that name its files", async () => {
    const fileSystem = new MemoryFileSystem();
    await workOn(fileSystem, storage, 1);
    const writer = openDatasetWriter(ROOT, storage, { shardSize: 4, fileSystem, views });
    await writer.remove(2);
    await writer.remove(5);
    await writer.close();
    expect([...(await openDatasetReader(ROOT, storage, { shardSize: 4, fileSystem }).committed())]).toEqual([0, 1, 4]);
    await check(fileSystem, storage);
  });

  it("refuses a record whose files are not there", async () => {
    const writer = openDatasetWriter(ROOT, storage, { shardSize: 4, fileSystem: new MemoryFileSystem(), views });
    await expect(writer.commit(sample(1, 1))).rejects.toMatchObject({ code: "E_STORAGE", message: expect.stringContaining("00000000") });
  });
});

it("images of a view that falls into two shards share nothing", () => {
  const layout = { imagesPerView: 3, stride: 1, shardSize: 4 };
  expect([0, 1, 2, 3, 4, 5, 6].map((index) => sharingImage(layout, index))).toEqual([0, 0, 0, null, null, null, null]);
  expect(sharingImage({ ...layout, imagesPerView: 1 }, 2)).toBeNull();
  expect(dependentImages(layout, 0)).toEqual([1, 2]);
  expect(dependentImages(layout, 1)).toEqual([]);
});

it("pairs let two views take turns", () => {
  expect(imagesOfView({ imagesPerView: 3, stride: 2 }, 9)).toEqual([7, 9, 11]);
  expect(ownerOfSharedFiles({ index: 9, image: 1, group: { id: "pair-00000008", kind: "pair", position: 1 } })).toBe(7);
  expect(ownerOfSharedFiles({ index: 4, image: 1, group: { id: "scene-00000001", kind: "multiview", position: 0 } })).toBe(3);
});
