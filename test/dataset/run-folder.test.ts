import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DatasetError, serializeError } from "../../src/core/errors.js";
import { canonicalJson } from "../../src/dataset/canonical-json.js";
import { readFailures, removeFailure, writeFailure } from "../../src/dataset/failures.js";
import { IndexSet } from "../../src/dataset/index-set.js";
import { openDatasetReader, openDatasetWriter } from "../../src/dataset/open-dataset.js";
import { readRecipeText, readRun, type RunFile, writeRecipeText, writeRun } from "../../src/dataset/run-file.js";
import { lockRun } from "../../src/dataset/run-lock.js";
import { sampleId, sampleIndex, splitFileName } from "../../src/dataset/sample-id.js";
import { findDamagedSamples } from "../../src/dataset/verify-sample.js";
import { sha256Hex } from "../../src/storage/sha256.js";
import { boxScene } from "../sheet/synthetic.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dst3d-"));
});
afterEach(() => rm(folder, { recursive: true }));

const run: RunFile = {
  formatVersion: 1, dst3dVersion: "0.1.0", name: "vehicles", seed: 7, planHash: "a".repeat(64), count: 300, storage: "folder", shardSize: 1000,
  shapes: ["b", "a"].map((id) => ({ id, kind: "file", source: `${id}.glb`, licence: "CC0-1.0", author: null, sha256: "1".repeat(64) })),
  environments: [], weights: [], stages: { versions: { render: 1 }, updating: false },
};

describe("run.json", () => {
  it("comes back as it was written, assets in order of id", async () => {
    expect(await readRun(folder)).toBeNull();
    await writeRun(folder, run);
    expect(await readRun(folder)).toEqual({ ...run, shapes: [...run.shapes].reverse() });
    expect(await readdir(folder)).toEqual(["run.json"]);
  });

  it("of another version or cut short is refused, naming the file", async () => {
    for (const text of [JSON.stringify({ ...run, formatVersion: 2 }), '{"formatVersion": 1, ', "[]"]) {
      await writeFile(join(folder, "run.json"), text);
      await expect(readRun(folder)).rejects.toMatchObject({ code: "E_RUN_MISMATCH", message: expect.stringContaining("run.json") });
    }
  });

  it("the recipe is kept as it is", async () => {
    await writeRecipeText(folder, "# mine\nseed: 7\n");
    expect(await readRecipeText(folder)).toBe("# mine\nseed: 7\n");
  });
});

it("failures are listed until their sample succeeds", async () => {
  const error = serializeError(new DatasetError("E_SHAPE_FILE", "bus.glb is empty.", { hint: "Replace it.", subject: "bus.glb" }));
  await writeFailure(folder, 12, error, { shape: "bus" });
  expect(await readdir(join(folder, "failed"))).toEqual(["00000012.json"]);
  expect((await readFailures(folder)).get(12)).toEqual({ ...error, tried: { shape: "bus" } });
  await removeFailure(folder, 12);
  await removeFailure(folder, 12);
  expect((await readFailures(folder)).size).toBe(0);
});

describe("the lock", () => {
  it("lets the parts of one division work side by side, and nothing that overlaps", async () => {
    const first = await lockRun(folder, { part: 1, parts: 3 });
    const second = await lockRun(folder, { part: 2, parts: 3 });
    expect([first.uncleanStop, second.uncleanStop]).toEqual([false, false]);
    for (const part of [{ part: 1, parts: 3 }, { part: 1, parts: 2 }, { part: 1, parts: 1 }]) {
      await expect(lockRun(folder, part)).rejects.toMatchObject({ code: "E_RUN_LOCKED", message: expect.stringContaining(`process ${process.pid}`) });
    }
    await first.release();
    await second.release();
    const whole = await lockRun(folder);
    await expect(lockRun(folder, { part: 1, parts: 3 })).rejects.toMatchObject({ code: "E_RUN_LOCKED" });
    await whole.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it("of a killed process is taken over, and the stop was unclean", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    for (const name of ["run.lock", "run.2-of-3.lock"]) {
      await writeFile(join(folder, name), JSON.stringify({ host: hostname(), pid: child.pid, boot: null, started: null }));
      const lock = await lockRun(folder);
      expect(lock.uncleanStop).toBe(true);
      await lock.release();
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it("of a process number that was given to another process since is taken over", async () => {
    const own = await lockRun(folder);
    const holder: unknown = JSON.parse(await readFile(join(folder, "run.lock"), "utf8"));
    await own.release();
    if (typeof holder !== "object" || holder === null || !("started" in holder) || holder.started === null) return;
    await writeFile(join(folder, "run.lock"), JSON.stringify({ ...holder, started: "1" }));
    expect((await lockRun(folder)).uncleanStop).toBe(true);
  });

  it("of another computer stays, and the message says how to remove it", async () => {
    await writeFile(join(folder, "run.lock"), JSON.stringify({ host: "elsewhere", pid: 1, boot: null, started: null }));
    await expect(lockRun(folder)).rejects.toMatchObject({ code: "E_RUN_LOCKED", hint: expect.stringContaining("run.lock") });
  });

  it("is given to one of many who ask at once", async () => {
    await writeFile(join(folder, "run.lock"), JSON.stringify({ host: hostname(), pid: 2 ** 22 + 1, boot: null, started: null }));
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => lockRun(folder)));
    expect(asked.filter(({ status }) => status === "fulfilled").length).toBe(1);
    expect((await readdir(folder)).filter((name) => name !== "run.lock")).toEqual([]);
  });
});

describe.each(["folder", "tar"] as const)("after a power cut, %s storage", (storage) => {
  it("finds the samples whose bytes are not those of their record", async () => {
    const options = { shardSize: 10 };
    const writer = openDatasetWriter(folder, storage, options);
    for (let index = 0; index < 4; index++) {
      const { record } = boxScene({ index, azimuthRadians: 0, elevationRadians: 0, size: 8 });
      const bytes = Uint8Array.of(1, 2, 3, index);
      // Sample 2 as a power cut leaves it: the right names, zeros inside.
      record.files = { image: { name: `${record.id}.image.png`, sha256: sha256Hex(bytes) } };
      await writer.commit({ index, files: [{ extension: ".image.png", bytes: index === 2 ? new Uint8Array(4) : bytes }], record: index === 3 ? "\0\0\0\0" : canonicalJson(record) });
    }
    await writer.close();
    const damaged = await findDamagedSamples(openDatasetReader(folder, storage, options));
    expect(damaged.map(({ index }) => index)).toEqual([2, 3]);
    expect(damaged[0]!.reason).toContain("00000002.image.png");
  });
});

describe("canonical JSON", () => {
  it("is the same for every order of keys, and reads back equal", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const reversed = (item: unknown): unknown =>
          Array.isArray(item) ? item.map(reversed)
          : typeof item === "object" && item !== null ? Object.fromEntries(Object.entries(item).reverse().map(([key, inner]) => [key, reversed(inner)]))
          : item;
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text.endsWith("\n")).toBe(true);
      }),
    );
  });

  it("names what it cannot hold", () => {
    expect(() => canonicalJson({ camera: { K: [1, Number.NaN] } })).toThrow(/camera\.K\[1\] is NaN/);
    expect(() => canonicalJson({ a: undefined })).toThrow(/a is undefined/);
  });
});

it("an index set behaves as a set and iterates in order", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(5000))), (changes) => {
      const bits = new IndexSet();
      const set = new Set<number>();
      for (const [add, index] of changes) {
        if (add) bits.add(index);
        else bits.delete(index);
        if (add) set.add(index);
        else set.delete(index);
      }
      expect([...bits]).toEqual([...set].sort((a, b) => a - b));
      expect(bits.size).toBe(set.size);
    }),
  );
});

it("ids are eight digits or more and are split as WebDataset does", () => {
  expect([sampleId(12), sampleId(123456789)]).toEqual(["00000012", "123456789"]);
  expect([sampleIndex("00000012"), sampleIndex("123456789"), sampleIndex("0123456789"), sampleIndex("12"), sampleIndex("0000001x")]).toEqual([12, 123456789, null, null, null]);
  expect(splitFileName("00000012.image.png")).toEqual({ index: 12, extension: ".image.png" });
  expect([splitFileName("run.json"), splitFileName("00000012")]).toEqual([null, null]);
});
