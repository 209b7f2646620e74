import { expect, test } from "vitest";
import type { VerifiedRun, VerifyRunOptions } from "../../src/engine/verify-run.js";
import { call, fakeTerminal } from "./fake-terminal.js";

const verified = (): VerifiedRun =>
  ({ scores: [], rows: [], calibration: null, status: { status: "uncalibrated", sentence: "" }, folder: "/work/runs/a", summary: "a: 2 pictures: 1 accepted, 0 unsure, 1 rejected\n", report: { verdicts: { accepted: 1, unsure: 0, rejected: 1 }, calibration: {}, truth: null, yields: [], leftOut: [] } }) as unknown as VerifiedRun;

/** Calls verify and keeps what the library was asked for. */
async function verify(args: readonly string[], options: Parameters<typeof call>[1] = {}) {
  let asked: VerifyRunOptions | null = null;
  const result = await call(["verify", ...args], {
    ...options,
    library: {
      verifyRun: (given) => {
        asked = given;
        given.onEvent?.({ type: "step-progress", step: "edges", done: 1, total: 2 });
        given.onEvent?.({ type: "note", message: "kcf is left out" });
        return Promise.resolve(verified());
      },
      ...options.library,
    },
  });
  return { ...result, asked: asked as VerifyRunOptions | null };
}

test("says the report and where it lies", async () => {
  const { code, out, asked } = await verify(["runs/a"]);
  expect(code).toBe(0);
  expect(asked?.folder).toMatch(/runs\/a$/);
  expect(out).toContain("kcf is left out");
  expect(out).toContain("a: 2 pictures: 1 accepted");
  expect(out).toContain("report.html");
});

test("flags are options of the recipe's verify", async () => {
  const { asked } = await verify(["runs/a", "--signals", "sanity, edges", "--precision", "0.9", "--processes", "1", "--verify.match.epochs", "3"]);
  expect(asked?.overrides).toEqual({ "verify.match.epochs": "3", "verify.signals": ["sanity", "edges"], "verify.precision": "0.9" });
  expect(asked?.processes).toBe(1);
});

test("an option that is none of verification's is refused", async () => {
  const { code, err } = await verify(["runs/a", "--camera.width", "64"]);
  expect(code).toBe(2);
  expect(err).toContain("--camera.width has no effect");
});

test("`verify kcf RUN` takes the filter alone; a run called kcf is still a run", async () => {
  const filter = await verify(["kcf", "runs/a", "--verify.kcf.variant", "faithful"]);
  expect(filter.asked?.folder).toMatch(/runs\/a$/);
  expect(filter.asked?.overrides).toMatchObject({ "verify.signals": ["kcf"], "verify.kcf.variant": "faithful" });
  expect((await verify(["kcf"])).asked?.folder).toMatch(/kcf$/);
  expect((await verify(["runs/a", "runs/b"])).code).toBe(2);
});

test("--json gives one value per line", async () => {
  const { out } = await verify(["runs/a", "--json"]);
  const lines = out.trim().split("\n").map((line): unknown => JSON.parse(line));
  expect(lines.at(-1)).toMatchObject({ type: "verified", verdicts: { accepted: 1, rejected: 1 } });
});

test("Ctrl+C ends with its exit code and says how to go on", async () => {
  const stop = new AbortController();
  const { code, out } = await verify(["runs/a"], { signal: stop.signal, terminal: fakeTerminal(), library: { verifyRun: () => {
    stop.abort();
    return Promise.reject(new Error("stopped"));
  } } });
  expect(code).toBe(130);
  expect(out).toContain("the same command goes on");
});

test("review exports a page, and imports what raters have saved", async () => {
  const exported = await call(["review", "export", "runs/a", "--count", "10"], { library: {
    exportRunReview: (given) => {
      expect(given).toMatchObject({ count: 10 });
      expect(given.out).toMatch(/runs\/a\/verify\/review$/);
      return Promise.resolve({ key: { items: [{ gold: null }, { gold: "yes" }] }, keyFile: "/k/key.json", pageFolder: "/k/page", pageFile: "/k/page/review.html", unreadable: [] } as never);
    },
  } });
  expect(exported.out).toContain("2 questions, 1 of them with known answers");
  const imported = await call(["review", "import", "review", "ann.json", "bob.json"], { library: {
    importRunReview: ({ files }) => {
      expect(files).toHaveLength(2);
      return Promise.resolve({ figures: {}, summary: "Agreement 0.9\n", kept: [{ folder: "/work/runs/a", answers: 7 }] } as never);
    },
  } });
  expect(imported.out).toContain("Agreement 0.9");
  expect(imported.out).toContain("7 answers are kept");
  expect((await call(["review", "import", "review"])).code).toBe(2);
  expect((await call(["review", "burn", "runs/a"])).code).toBe(2);
});
