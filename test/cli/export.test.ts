import { describe, expect, it } from "vitest";
import type { ExportRunOptions } from "../../src/engine/export-run.js";
import type { ExportedRun } from "../../src/interchange/exported-run.js";
import { call } from "./fake-terminal.js";

const exported: ExportedRun = {
  folder: "/work-folder/out",
  format: "coco",
  samples: { train: 9, val: 0 },
  leftOut: { "front unknown": 2 },
  proof: [{ what: "surface points from their pixels", compared: 4000, worst: 0.0044, limit: 0.05, unit: "px", at: "00000001" }],
  loses: "masks have no place",
};

/** Calls the command; gives what the library was asked for. */
async function ask(...args: string[]): Promise<{ asked: ExportRunOptions | null; code: number; out: string; err: string }> {
  let asked: ExportRunOptions | null = null;
  const result = await call(["export", ...args], {
    library: {
      exportFormats: () => Promise.resolve([{ name: "coco", summary: "boxes" }]),
      exportRun: (options) => {
        asked = options;
        return Promise.resolve(exported);
      },
    },
  });
  return { asked, ...result };
}

describe("dst3d export", () => {
  it("tells the library what was asked for, and the user what came out", async () => {
    const { asked, code, out } = await ask("runs/a", "--format", "coco", "--out", "out", "--accepted", "--split", "0.9,0.1", "--by", "image", "--size", "car=4.5,chair=.9", "--segmentation", "polygon", "--verify-samples", "5");
    expect(code).toBe(0);
    expect(asked).toMatchObject({ folder: "/work-folder/runs/a", format: "coco", out: "/work-folder/out", accepted: true, verifySamples: 5, options: { split: [0.9, 0.1], splitBy: "image", sizes: { car: 4.5, chair: 0.9 }, segmentation: "polygon" } });
    for (const text of ["9 samples (train 9, val 0)", "left out 2: front unknown", "empty val: there are too few images", "lost masks have no place", "proved surface points from their pixels: 4000 compared, worst 0.0044 px (limit 0.05)"]) expect(out).toContain(text);
  });

  it("with --json gives one value with everything", async () => {
    const { out } = await ask("runs/a", "--format", "coco", "--out", "out", "--json");
    expect(JSON.parse(out.trim())).toEqual({ type: "exported", ...exported });
  });

  it("links, copies, or proves nothing where that is wanted", async () => {
    expect((await ask("a", "--format", "coco", "--out", "o", "--link")).asked).toMatchObject({ placing: "symlink" });
    expect((await ask("a", "--format", "coco", "--out", "o", "--copy", "--no-verify")).asked).toMatchObject({ placing: "copy", verifySamples: 0 });
    expect(await ask("a", "--format", "coco", "--out", "o", "--copy", "--link")).toMatchObject({ asked: null, code: 2 });
  });

  it.each([
    [["a", "--out", "o"], "--format"],
    [["a", "--format", "coco"], "--out"],
    [["a", "--format", "coco", "--out", "o", "--split", "0.9;0.1"], "number"],
    [["a", "--format", "coco", "--out", "o", "--size", "car"], "NAME=NUMBER"],
    [["a", "--format", "coco", "--out", "o", "--size", "car=1,car=2"], "car twice"],
    [["a", "--format", "coco", "--out", "o", "--verify-samples", "0"], "--verify-samples"],
  ])("%j is wrong use", async (args, message) => {
    const { code, asked, err } = await ask(...args);
    expect({ code, asked }).toEqual({ code: 2, asked: null });
    expect(err).toContain(message);
  });

  it("without a format, lists them", async () => {
    expect((await ask("a")).out).toContain("coco  boxes");
  });

  it("stopped by Ctrl+C it ends with 130", async () => {
    const controller = new AbortController();
    const { code, out } = await call(["export", "a", "--format", "coco", "--out", "o"], {
      signal: controller.signal,
      library: {
        exportRun: ({ signal }) => {
          controller.abort();
          return Promise.reject(signal!.reason as Error);
        },
      },
    });
    expect(code).toBe(130);
    expect(out).toContain("nothing was written");
  });
});
