import { expect, test } from "vitest";
import type { ImportRunOptions } from "../../src/engine/import-run.js";
import { call } from "./fake-terminal.js";

const done = { folder: "/work/o", format: "dst3d", samples: 2, leftOut: { "no image": 1 }, unknown: { box3d: 2 } };

async function ask(...args: string[]): Promise<{ asked: ImportRunOptions | null; code: number; out: string; err: string }> {
  let asked: ImportRunOptions | null = null;
  const result = await call(["import", ...args], {
    library: {
      importFormats: () => Promise.resolve([{ name: "dst3d", summary: "the original tree" }]),
      importRun: (options) => {
        asked = options;
        return Promise.resolve(done);
      },
    },
  });
  return { asked, ...result };
}

test("flags become options; what was left out and what is unknown is shown", async () => {
  const { asked, code, out, err } = await ask("a", "--format", "dst3d", "--out", "o", "--images", "image_render", "--models", "m.csv", "--label", "exact", "--skip-missing", "--no-passes", "--copy");
  expect(asked).toMatchObject({ format: "dst3d", placing: "copy", options: { images: "image_render", label: "exact", skipMissing: true, passes: false, models: expect.stringMatching(/m\.csv$/) as string } });
  expect(code).toBe(0);
  expect(out + err).toMatch(/2 samples[\s\S]*left out 1: no image[\s\S]*box3d/);
});

test("Ctrl+C says that nothing was written, and what it returns", async () => {
  const signal = AbortSignal.abort(new Error("interrupted"));
  const { code, out, err } = await call(["import", "a", "--format", "dst3d", "--out", "o"], { signal, library: { importRun: (options) => Promise.reject(options.signal!.reason as Error) } });
  expect(code).toBe(130);
  expect(out + err).toContain("stopped; nothing was written");
});

test("without a format, all are listed", async () => {
  const { asked, code, out, err } = await ask("a", "--out", "o");
  expect(asked).toBeNull();
  expect(code).toBe(2);
  expect(out + err).toContain("the original tree");
});
