/**
 * `node bench/run.mjs viewpoints [draws]`: the presets against the distributions of the original 3D-DST code, written
 * independently with scipy (bench/viewpoints.py), and uniformity on the sphere. 100,000 draws each, one random stream per
 * view as in a dataset (the same streams for every case, as in datasets of equal seed: p-values of a kind repeat). Needs a
 * python3 with scipy; PYTHON names another one.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { radians } from "../src/core/math.js";
import { random } from "../src/core/random.js";
import { openViewpoints, viewpointOptions } from "../src/viewpoints/registry.js";
import type { ViewpointOffset } from "../src/viewpoints/sampler.js";
import { conclude, printTable } from "./common/statistics.js";

const draws = Number(process.argv[2] ?? 100_000);
const SEED = 1;
const ALIGNED: ViewpointOffset = { azimuthRadians: 0, elevationRadians: 0, distance: null };
const OFFSET: ViewpointOffset = { azimuthRadians: radians(40), elevationRadians: radians(25), distance: 2 };

interface Case {
  name: string;
  viewpoints: unknown;
  offset: ViewpointOffset;
}

const presets = [1, 2, 3, 4, 5];
const cases: Case[] = [
  ...presets.map((preset) => ({ name: `preset ${preset}`, viewpoints: { preset }, offset: ALIGNED })),
  ...presets.map((preset) => ({ name: `preset ${preset} offset`, viewpoints: { preset, randomDistance: true }, offset: OFFSET })),
  { name: "sphere", viewpoints: { sphere: {} }, offset: ALIGNED },
  { name: "sphere part", viewpoints: { sphere: { azimuthDegrees: [-60, 120], elevationDegrees: [-10, 80] } }, offset: ALIGNED },
];

/** What the Python side answers: one row per test. */
interface Row {
  case: string;
  test: string;
  p: number;
  /** Whether a good sampler passes (p > 0.01) or, as a check of the test itself, a wrong one fails (p < 1e-6). */
  control: boolean;
}

const folder = mkdtempSync(join(tmpdir(), "viewpoints-"));
try {
  for (const { name, viewpoints, offset } of cases) {
    const { sample } = await openViewpoints(viewpointOptions.parse(viewpoints), ".");
    const values = new Float64Array(draws * 3);
    for (let view = 0; view < draws; view++) {
      // The camera as drawn with the model's offsets: what the original saves.
      const { camera } = sample(random(SEED, `scene/${view}/view/0`, "camera"), offset, view);
      values.set([camera.azimuthRadians, camera.elevationRadians, camera.distance], view * 3);
    }
    writeFileSync(join(folder, `${name}.f64`), new Uint8Array(values.buffer));
  }
  execFileSync(process.env["PYTHON"] ?? "python3", ["bench/viewpoints.py", folder], { stdio: ["ignore", "inherit", "inherit"] });
  const rows = JSON.parse(readFileSync(join(folder, "results.json"), "utf8")) as Row[];
  printTable([["viewpoints", "test", "p", "holds"], ...rows.map((row) => [row.case, row.test, row.p, holds(row) ? "yes" : "NO"])]);
  const real = rows.filter((row) => !row.control);
  const about = (word: string) => real.filter((row) => row.case.startsWith(word));
  const least = (group: Row[]) => Math.min(...group.map((row) => row.p));
  conclude([
    { what: `presets are distributed as the original's: Kolmogorov-Smirnov p > 0.01 in ${about("preset").length} tests of ${draws} draws (least ${least(about("preset")).toFixed(3)})`, holds: about("preset").every(holds) },
    { what: `sphere is uniform by area: p > 0.01 in ${about("sphere").length} tests (least ${least(about("sphere")).toFixed(3)})`, holds: about("sphere").every(holds) },
    { what: "the tests themselves tell a wrong distribution (p < 1e-6)", holds: rows.filter((row) => row.control).every(holds) },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function holds(row: Row): boolean {
  return row.control ? row.p < 1e-6 : row.p > 0.01;
}
