import { describe, expect, it } from "vitest";
import type { StorageKind } from "../../src/dataset/dataset.js";
import { DatasetError } from "../../src/core/errors.js";
import { MemoryFileSystem } from "../storage/memory-file-system.js";
import { madeUpSample, type Step, wholeVersions, workOn } from "./scenario.js";

const first: Step = { order: [1, 0, 2, 4, 3, 6, 5, 7], version: 1 };
const scenarios: Record<string, readonly Step[]> = {
  "a fresh run": [first],
  "an extended run": [{ order: [0, 1, 2, 3], version: 1 }, first],
  "an update": [first, { order: [0, 2, 1, 3, 4, 5, 7, 6], version: 2 }],
  "a failed sample that succeeds later": [{ order: [0, 1, 2, 3, 4, 5, 6, 7], version: 1, failing: [1, 5] }, { ...first, order: [0, 1, 2, 3, 4, 5, 6, 7] }],
};

/** The file system after all steps but the last. */
async function prepared(storage: StorageKind, steps: readonly Step[]): Promise<MemoryFileSystem> {
  const fileSystem = new MemoryFileSystem();
  for (const step of steps.slice(0, -1)) await workOn(fileSystem, storage, step);
  return fileSystem;
}

describe.each(["folder", "tar"] as const)("%s storage, interrupted at every single change", (storage) => {
  it.each(Object.keys(scenarios))("%s ends as if nothing had happened", async (name) => {
    const steps = scenarios[name]!;
    const last = steps.at(-1)!;
    const before = await prepared(storage, steps);
    const undisturbed = new MemoryFileSystem(before);
    await workOn(undisturbed, storage, last);
    const expected = undisturbed.snapshot();
    const versionsBefore = await wholeVersions(before, storage);
    expect(undisturbed.changes).toBeGreaterThan(4);

    for (let change = 1; change <= undisturbed.changes; change++) {
      const crashing = new MemoryFileSystem(before, { change, kind: "crash" });
      await expect(workOn(crashing, storage, last)).rejects.toThrow();
      // What the next command finds: whole samples only, and at most the one in flight missing.
      const found = new MemoryFileSystem(crashing);
      const versions = await wholeVersions(found, storage);
      expect([...versionsBefore.keys()].filter((index) => !versions.has(index)).length).toBeLessThanOrEqual(1);
      await workOn(found, storage, last);
      expect(found.snapshot()).toEqual(expected);
    }
  });

  it("comes through a second crash while it recovers from the first", async () => {
    const steps = scenarios["an update"]!;
    const last = steps.at(-1)!;
    const before = await prepared(storage, steps);
    const undisturbed = new MemoryFileSystem(before);
    await workOn(undisturbed, storage, last);
    for (let change = 3; change <= undisturbed.changes; change += 7) {
      const once = new MemoryFileSystem(before, { change, kind: "crash" });
      await expect(workOn(once, storage, last)).rejects.toThrow();
      for (let second = 1; second < 40; second += 3) {
        const twice = new MemoryFileSystem(once, { change: second, kind: "crash" });
        await workOn(twice, storage, last).catch(() => undefined);
        const found = new MemoryFileSystem(twice);
        await wholeVersions(found, storage);
        await workOn(found, storage, last);
        expect(found.snapshot()).toEqual(undisturbed.snapshot());
      }
    }
  });

  it.each(["ENOSPC", "EACCES", "EIO"])("%s names the folder, leaves nothing half-done and no other sample touched", async (code) => {
    const steps = scenarios["an update"]!;
    const last = steps.at(-1)!;
    const before = await prepared(storage, steps);
    const undisturbed = new MemoryFileSystem(before);
    await workOn(undisturbed, storage, last);
    for (let change = 1; change <= undisturbed.changes; change++) {
      const failing = new MemoryFileSystem(before, { change, kind: "error", code });
      const error: unknown = await workOn(failing, storage, last).then(
        () => null,
        (reason: unknown) => reason,
      );
      // Failing to tidy up is the only failure that may pass unnoticed.
      if (error !== null) {
        expect(DatasetError.isInstance(error) && error.code).toBe("E_STORAGE");
        expect(error).toMatchObject({ message: expect.stringMatching(`runs/test.*${code}`), hint: expect.stringMatching(/\w/) });
      }
      const found = new MemoryFileSystem(failing);
      expect((await wholeVersions(found, storage)).size).toBeGreaterThanOrEqual(7);
      await workOn(found, storage, last);
      expect(found.snapshot()).toEqual(undisturbed.snapshot());
    }
  });

  it("a full disk leaves no temporary files and keeps the old version", async () => {
    const before = await prepared(storage, [first, first]);
    const failing = new MemoryFileSystem(before, { change: 1, kind: "error", code: "ENOSPC" });
    await expect(workOn(failing, storage, { order: [4], version: 2 })).rejects.toThrow(/no space/);
    expect(failing.snapshot()).toEqual(before.snapshot());
    expect((await wholeVersions(failing, storage)).get(4)).toBe(1);
  });
});

it("the scenario's two versions really differ", () => {
  expect(madeUpSample(3, 1).record).not.toBe(madeUpSample(3, 2).record);
});
