import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { extract } from "tar-stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDataset, openDatasetReader, openDatasetWriter } from "../../src/dataset/open-dataset.js";
import { MemoryFileSystem } from "../storage/memory-file-system.js";
import { madeUpSample, ROOT, wholeVersions } from "./scenario.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dst3d-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function filesOfTar(path: string): Promise<[string, string][]> {
  const archive = extract();
  const files: [string, string][] = [];
  archive.end(await readFile(path));
  for await (const entry of archive) files.push([entry.header.name, (await buffer(entry)).toString("base64")]);
  return files;
}

it("a tar shard unpacks to what folder storage holds, and reads the same", async () => {
  const order = [3, 1, 0, 2, 5, 4, 6];
  for (const storage of ["folder", "tar"] as const) {
    const writer = openDatasetWriter(join(folder, storage), storage, { shardSize: 5 });
    await Promise.all(order.map((index) => writer.commit(madeUpSample(index))));
    await writer.close();
  }
  expect(await readdir(join(folder, "tar"))).toEqual(["shard-00000.tar", "shard-00001.tar"]);
  for (const shard of ["shard-00000", "shard-00001"]) {
    const inTar = await filesOfTar(join(folder, "tar", `${shard}.tar`));
    const names = await readdir(join(folder, "folder", shard));
    const loose = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, "folder", shard, name), "base64")]));
    expect([...inTar].sort()).toEqual(loose.sort());
    // WebDataset wants a sample's files side by side; ours end with the record.
    expect(inTar.map(([name]) => name.slice(0, 8))).toEqual([...inTar.map(([name]) => name.slice(0, 8))].sort());
    expect(inTar.filter((_, at) => at % 3 === 2).every(([name]) => /^\d{8}\.json$/.test(name))).toBe(true);
  }
  const reader = openDatasetReader(join(folder, "tar"), "tar", { shardSize: 5 });
  expect([...(await reader.committed())]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(await reader.readRecordText(4)).toBe(madeUpSample(4).record);
  expect(Buffer.compare(await reader.readFile(5, ".image.png"), madeUpSample(5).files[0]!.bytes)).toBe(0);
  await expect(reader.readFile(5, ".normal.png")).rejects.toMatchObject({ code: "E_NOT_FOUND", message: expect.stringContaining("00000005.normal.png") });
});

describe.each(["folder", "tar"] as const)("%s storage", (storage) => {
  it("ends the same whatever the order, and redone or removed samples leave no trace", async () => {
    const indices = [0, 1, 2, 3, 4, 5, 6];
    const straight = new MemoryFileSystem();
    const writer = openDatasetWriter(ROOT, storage, { shardSize: 3, fileSystem: straight });
    for (const index of indices) if (index !== 4) await writer.commit(madeUpSample(index, index % 2 === 0 ? 2 : 1));
    await writer.close();

    const shuffled = fc.record({
      first: fc.shuffledSubarray(indices, { minLength: 7 }),
      removed: fc.subarray(indices),
      second: fc.shuffledSubarray(indices, { minLength: 7 }),
      reopened: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ first, removed, second, reopened }) => {
        const fileSystem = new MemoryFileSystem();
        let other = openDatasetWriter(ROOT, storage, { shardSize: 3, fileSystem });
        await Promise.all(first.map((index) => other.commit(madeUpSample(index, 2))));
        if (reopened) {
          await other.close();
          other = openDatasetWriter(ROOT, storage, { shardSize: 3, fileSystem });
        }
        for (const index of removed) await other.remove(index);
        const expected = indices.filter((index) => !removed.includes(index));
        expect([...(await wholeVersions(fileSystem, storage)).keys()]).toEqual(expected);
        for (const index of second) {
          if (index === 4) await other.remove(index);
          else await other.commit(madeUpSample(index, index % 2 === 0 ? 2 : 1));
        }
        await other.close();
        expect(fileSystem.snapshot()).toEqual(straight.snapshot());
      }),
      { numRuns: 60 },
    );
  });

  it("is recognised when it is opened", async () => {
    const writer = openDatasetWriter(folder, storage, { shardSize: 1000 });
    await writer.commit(madeUpSample(12));
    await writer.close();
    const reader = await openDataset(folder);
    expect(reader.storage).toBe(storage);
    expect(await reader.newest(5)).toEqual([12]);
  });

  it("the samples written last come first", async () => {
    const fileSystem = new MemoryFileSystem();
    const writer = openDatasetWriter(ROOT, storage, { shardSize: 3, fileSystem });
    for (let index = 0; index < 9; index++) await writer.commit(madeUpSample(index));
    await writer.commit(madeUpSample(1, 2));
    const reader = openDatasetReader(ROOT, storage, { shardSize: 3, fileSystem });
    expect(await reader.newest(1)).toEqual([1]);
    expect(new Set(await reader.newest(9))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8]));
  });

  it("refuses names that could not be found again", async () => {
    const writer = openDatasetWriter(folder, storage, { shardSize: 3 });
    for (const extension of [".json", "image.png", ".image.partial", "./x", ".ümlaut", ""]) {
      await expect(writer.commit({ index: 0, files: [{ extension, bytes: new Uint8Array(1) }], record: "{}" })).rejects.toMatchObject({ code: "E_INTERNAL" });
    }
  });
});

it("a folder without a dataset is an error that says so", async () => {
  await expect(openDataset(folder)).rejects.toMatchObject({ code: "E_NOT_FOUND", message: expect.stringContaining(folder) });
});

it("garbage after the last record of a tar is cut off", async () => {
  const fileSystem = new MemoryFileSystem();
  const write = async (indices: number[]): Promise<void> => {
    const writer = openDatasetWriter(ROOT, "tar", { shardSize: 5, fileSystem });
    for (const index of indices) await writer.commit(madeUpSample(index));
    await writer.close();
  };
  await write([0, 1]);
  const tar = `${ROOT}/shard-00000.tar`;
  const whole = (await fileSystem.read(tar)).slice();
  await fileSystem.write(tar, Buffer.concat([whole.subarray(0, whole.length - 1024), Buffer.alloc(3000, 7)]));
  await write([]);
  expect(Buffer.compare(await fileSystem.read(tar), whole)).toBe(0);
});
