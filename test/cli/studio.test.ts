import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Library } from "../../src/cli/library.js";
import { DatasetError } from "../../src/core/errors.js";
import type { StudioOptions } from "../../src/studio/start.js";
import { temporaryFolder } from "../temporary-folder.js";
import { call, fakeLibrary, fakeTerminal } from "./fake-terminal.js";

/** A library whose studios have the ports that are free. */
function library(taken: readonly number[] = []): { library: Library; started: StudioOptions[]; closed: () => number } {
  const started: StudioOptions[] = [];
  let closed = 0;
  return {
    started,
    closed: () => closed,
    library: fakeLibrary({
      startStudio: async (options) => {
        if (taken.includes(options.port)) throw new DatasetError("E_OPTION", `port ${options.port} is taken: perhaps another studio listens there`, { subject: "--port" });
        started.push(options);
        return { port: options.port, url: `http://127.0.0.1:${options.port}/?token=secret`, close: async () => void closed++ };
      },
      writeStaticGallery: async () => 12,
    }),
  };
}

const stopped = AbortSignal.abort();

test("shows the link, and takes the next port where another studio has the usual one", async () => {
  const fake = library([7373]);
  const folder = temporaryFolder();
  const { out, code } = await call(["studio", "runs/cars", "--with", "runs/a, runs/b"], { library: fake.library, terminal: fakeTerminal({ folder }), signal: stopped });
  expect(code).toBe(0);
  expect(out).toContain("http://127.0.0.1:7374/?token=secret");
  expect(fake.started).toMatchObject([{ port: 7374, write: false, folders: ["runs/cars", "runs/a", "runs/b"].map((name) => join(folder, name)) }]);
  expect(fake.closed()).toBe(1);
});

test("a port that was asked for and is taken is refused", async () => {
  const { code, err } = await call(["studio", "--port", "7400"], { library: library([7400]).library, terminal: fakeTerminal({ folder: temporaryFolder() }) });
  expect(code).toBe(2);
  expect(err).toContain("port 7400 is taken");
});

test("with --write and without a folder, ./runs is made; without --write nothing is", async () => {
  const folder = temporaryFolder();
  await call(["studio"], { library: library().library, terminal: fakeTerminal({ folder }), signal: stopped });
  expect(existsSync(join(folder, "runs"))).toBe(false);
  await call(["studio", "--write"], { library: library().library, terminal: fakeTerminal({ folder }), signal: stopped });
  expect(existsSync(join(folder, "runs"))).toBe(true);
});

test("--static writes one run, for looking only", async () => {
  const terminal = () => fakeTerminal({ folder: temporaryFolder() });
  const { out } = await call(["studio", "runs/cars", "--static", "gallery"], { library: library().library, terminal: terminal() });
  expect(out).toContain("wrote gallery  12 samples");
  expect((await call(["studio", "runs/cars", "--static", "gallery", "--write"], { library: library().library, terminal: terminal() })).code).toBe(2);
  expect((await call(["studio", "a", "--with", "b", "--static", "gallery"], { library: library().library, terminal: terminal() })).code).toBe(2);
});
