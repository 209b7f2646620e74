import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { degrees } from "../../src/core/math.js";
import { random } from "../../src/core/random.js";
import { openViewpoints, viewpointOptions } from "../../src/viewpoints/registry.js";

const ALIGNED = { azimuthRadians: 0, elevationRadians: 0, distance: null };
let folder = "";
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "weights-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const put = (name: string, text: string) => writeFile(join(folder, name), text);
const open = (input: unknown) => openViewpoints(viewpointOptions.parse(input), folder);

/** Shares of the views that fall in each of 4 × 3 bins, lowest elevation first, and the views. */
async function shares(input: unknown, count = 24_000) {
  const { sample } = await open(input);
  const table = Array.from({ length: 3 }, () => [0, 0, 0, 0]);
  for (let view = 0; view < count; view++) {
    const { canonical } = sample(random(5, `view/${view}`, "test"), ALIGNED, view);
    table[Math.min(2, Math.floor((degrees(canonical.elevationRadians) + 90) / 60))]![Math.floor(degrees(canonical.azimuthRadians) / 90)]! += 1 / count;
  }
  return table;
}

function expectShares(found: number[][], wanted: number[][]): void {
  wanted.forEach((row, r) => row.forEach((share, c) => {
    if (share === 0) expect(found[r]![c]).toBe(0);
    // Four standard deviations of a count of 24,000.
    else expect(Math.abs(found[r]![c]! - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / 24_000));
  }));
}

const COUNTS = [[0, 1, 2, 3], [4, 0, 0, 10], [0, 0, 0, 0]];
const asShares = (table: number[][]) => table.map((row) => row.map((value) => value / table.flat().reduce((sum, each) => sum + each, 0)));

describe("histogram", () => {
  it.each([
    ["JSON", "h.json", JSON.stringify(COUNTS)],
    ["CSV", "h.csv", "# lowest first\n0,1,2,3\r\n4,0,0,10\r\n0,0,0,0\r\n"],
  ])("from %s: bins come as often as counted, empty ones never", async (_, file, text) => {
    await put(file, text);
    expectShares(await shares({ histogram: { file, bins: [4, 3] } }), asShares(COUNTS));
  });

  it("of a part of the sphere, the azimuth beginning anywhere", async () => {
    await put("part.csv", "1,0\n");
    const { sample } = await open({ histogram: { file: "part.csv", azimuthDegrees: [-40, 40], elevationDegrees: [10, 20] } });
    for (let view = 0; view < 200; view++) {
      const { canonical } = sample(random(5, `view/${view}`, "test"), ALIGNED);
      expect(degrees(canonical.azimuthRadians)).toBeGreaterThanOrEqual(320 - 1e-9);
      expect(degrees(canonical.elevationRadians)).toBeGreaterThanOrEqual(10 - 1e-9);
      expect(degrees(canonical.elevationRadians)).toBeLessThanOrEqual(20 + 1e-9);
    }
  });

  it.each([
    ["another shape than asked for", "1,2\n3,4\n5,6\n", /4 × 3 \(azimuth × elevation\) expected, 2 × 3 found/],
    ["a transposed table", "1,2,3\n3,4,5\n5,6,7\n1,1,1\n", /4 × 3 .* expected, 3 × 4 found/],
    ["rows of different lengths", "1,2,3,4\n1,2,3\n1,2,3,4\n", /row 1 has 4 columns, row 2 has 3/],
    ["only zeros", "0,0,0,0\n0,0,0,0\n0,0,0,0\n", /only zeros \(4 × 3 bins\)/],
    ["a negative count", "1,2,3,4\n1,-2,3,4\n1,2,3,4\n", /row 2, column 2: a number ≥ 0 expected, "-2" found/],
    ["a heading", "a,b,c,d\n1,2,3,4\n", /row 1, column 1: a number ≥ 0 expected, "a" found/],
    ["an empty cell", "1,,3,4\n", /row 1, column 2/],
    ["nothing", "", /is empty/],
    ["JSON of another kind", '{"counts": 3}', /a list of rows of numbers ≥ 0 expected, a group found/],
    ["a flat list", "[1, 2, 3]", /a list of rows of numbers ≥ 0 expected, 1 found as row 1/],
    ["a list too deep", "[[[1], [2]]]", /row 1, column 1: a number ≥ 0 expected, a list found/],
    ["broken JSON", "[[1, 2], [3", /is not JSON/],
  ])("refuses %s", async (_, text, message) => {
    await put("bad", text);
    await expect(open({ histogram: { file: "bad", bins: [4, 3] } })).rejects.toMatchObject({ code: "E_OPTION", subject: "bad", message: expect.stringMatching(message) });
  });

  it("refuses a missing file", async () => {
    await expect(open({ histogram: { file: "nowhere.csv" } })).rejects.toMatchObject({ code: "E_NOT_FOUND", subject: "nowhere.csv" });
  });

  it("remembers the file by its sha256 and refuses another one then", async () => {
    await put("h.csv", "1,2\n3,4\n");
    const { options } = await open({ histogram: { file: "h.csv" } });
    expect(options).toMatchObject({ histogram: { file: "h.csv", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    await put("h.csv", "1,2\n3,5\n");
    await expect(open(options)).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("sha256") });
  });
});

describe("importance", () => {
  it("multiplies another kind by the weights, exactly", async () => {
    await put("of.json", JSON.stringify([[1, 1, 1, 1], [1, 2, 3, 4], [8, 8, 8, 8]]));
    await put("w.json", JSON.stringify([[1, 0, 1, 4], [1, 1, 1, 1], [0.5, 1, 0, 0]]));
    const product = [[1, 0, 1, 4], [1, 2, 3, 4], [4, 8, 0, 0]];
    expectShares(await shares({ importance: { file: "w.json" }, of: { histogram: { file: "of.json" } } }), asShares(product));
  });

  it("of equal weights changes nothing about the distribution", async () => {
    await put("flat.csv", "3\n");
    const flat = await shares({ importance: { file: "flat.csv" }, of: { sphere: { elevationDegrees: [-30, 30] } } });
    expectShares(flat, [[0, 0, 0, 0], [0.25, 0.25, 0.25, 0.25], [0, 0, 0, 0]]);
  });

  it("gives no views outside the table's range", async () => {
    await put("front.csv", "1\n");
    const found = await shares({ importance: { file: "front.csv", azimuthDegrees: [-90, 90], elevationDegrees: [-30, 30] }, of: { sphere: {} } });
    expectShares(found, [[0, 0, 0, 0], [0.5, 0, 0, 0.5], [0, 0, 0, 0]]);
  });

  it("draws from a list", async () => {
    await put("w.csv", "0,1,2,3\n");
    const list = [10, 100, 190, 280].map((azimuthDegrees) => ({ azimuthDegrees, elevationDegrees: 0 }));
    expectShares(await shares({ importance: { file: "w.csv" }, of: { list } }), [[0, 0, 0, 0], [0, 1 / 6, 2 / 6, 3 / 6], [0, 0, 0, 0]]);
  });

  it("says when the weights leave nothing", async () => {
    await put("below.csv", "1\n0\n0\n");
    await expect(open({ importance: { file: "below.csv" }, of: { sphere: { elevationDegrees: [0, 90] } } })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("keep 0.000 %") });
  });
});
