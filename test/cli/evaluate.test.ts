import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { evaluateFiles } from "../../src/evaluate/evaluate-files.js";
import { temporaryFolder } from "../temporary-folder.js";
import { call, fakeTerminal } from "./fake-terminal.js";

const FRONT = { azimuth: 0, elevation: 0, theta: 0 };
const PAIRS = [{ category: "car", truth: FRONT, predicted: FRONT }, { category: "a|b/<c>", truth: FRONT, predicted: null, shift: "weather" }];
const TRUTH = { images: [{ id: 1, height: 100 }], categories: [{ id: 1, name: "car" }], annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 40, 40], area: 1600 }] };
const BOX = [[-1, -1, 5], [1, -1, 5], [1, 1, 5], [-1, 1, 5], [-1, -1, 7], [1, -1, 7], [1, 1, 7], [-1, 1, 7]];
const TRUTH_3D = { ...TRUTH, annotations: [{ id: 1, image_id: 1, category_id: 1, valid3D: true, bbox2D_proj: [0, 0, 40, 40], bbox3D_cam: BOX, center_cam: [0, 0, 6], dimensions: [2, 2, 2] }] };
const RESULTS = [{ image_id: 1, category_id: 1, score: 0.5, bbox: [0, 0, 40, 40], bbox3D: BOX }];

/** Calls the command in a folder with these files. */
async function evaluate(files: Record<string, unknown>, args: readonly string[]) {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  const result = await call(["evaluate", ...args], { library: { evaluateFiles }, terminal: fakeTerminal({ folder }) });
  return { ...result, folder };
}

test("poses: a table, figures and plots", async () => {
  const { code, out, err, folder } = await evaluate({ "pairs.json": PAIRS }, ["pose", "pairs.json", "--out", "figures"]);
  expect(code).toBe(0);
  expect(out).toMatch(/car +1 +100\.0 +100\.0 +0\.00/);
  expect(out).toMatch(/all +2 +50\.0 +50\.0 +90\.00/);
  expect(out).toMatch(/weather +1 +0\.0/);
  expect(err).toContain("1 of 2 pairs have no prediction");
  expect(JSON.parse(readFileSync(join(folder, "figures/metrics.json"), "utf8"))).toMatchObject({ accPi6: 0.5, perCategory: { car: { accPi6: 1 } } });
  expect(readFileSync(join(folder, "figures/metrics.md"), "utf8")).toContain("| a\\|b/<c> |");
  const drawing = readFileSync(join(folder, "figures/categories.svg"), "utf8");
  expect(drawing).toContain("a|b/&lt;c&gt;");
  for (const name of ["errors", "shifts"]) expect(existsSync(join(folder, `figures/${name}.svg`))).toBe(true);
});

test("options of a metric come from a file", async () => {
  const turned = [{ category: "car", truth: FRONT, predicted: { ...FRONT, azimuth: 2 } }];
  const { out } = await evaluate({ "pairs.json": turned, "options.json": { symmetry: { car: { continuous: [{ axis: [0, 0, 1] }] } } } }, ["pose", "pairs.json", "--options", "options.json"]);
  expect(out).toMatch(/car +1 +100\.0/);
  const { code, err } = await evaluate({ "pairs.json": turned, "options.json": { symetry: {} } }, ["pose", "pairs.json", "--options", "options.json"]);
  expect(code).toBe(2);
  expect(err).toContain("symetry");
});

test("detections in the image and in space", async () => {
  const coco = await evaluate({ "truth.json": TRUTH, "results.json": RESULTS }, ["coco", "truth.json", "results.json", "--json"]);
  expect(JSON.parse(coco.out)).toMatchObject({ type: "evaluation", metric: "coco", AP50: expect.closeTo(1, 9) as number, APs: -1, files: [] });
  const { out, folder } = await evaluate({ "truth.json": TRUTH_3D, "results.json": RESULTS }, ["omni3d", "truth.json", "results.json", "--out", "."]);
  expect(out).toMatch(/AP2D +AP3D +AP3D@15/);
  expect(out).toMatch(/100\.0 +100\.0/);
  expect(existsSync(join(folder, "precision-recall.svg"))).toBe(true);
});

test("classes", async () => {
  const { out } = await evaluate({ "images.json": [{ truth: "car", predicted: ["car"] }, { truth: "car", predicted: ["bus"], shift: "weather" }] }, ["classification", "images.json"]);
  expect(out).toMatch(/mean over shifts +0\.0/);
});

test.each([
  [["poses", "a.json"], 2, "Did you mean pose?"],
  [["pose"], 2, "evaluate needs FILE"],
  [["pose", "a.json", "b.json"], 2, "takes one file"],
  [["coco", "a.json"], 2, "takes 2 files"],
  [["pose", "missing.json"], 2, "there is no file"],
  [["pose", "half.json"], 2, "is not JSON"],
  [["pose", "nan.json"], 2, "NaN and Infinity are no JSON"],
  [["pose", "a.json"], 2, "pairs: there are none"],
  [["classification", "a.json", "--type", "bbox"], 2, "It has no options"],
  [["coco", "t.json", "a.json", "--type", "boxes"], 2, "iouType"],
])("%j cannot be evaluated", async (args, code, message) => {
  const result = await evaluate({ "a.json": [], "half.json": '[{"category": "c', "nan.json": "[NaN]", "t.json": TRUTH }, args);
  expect(result.code).toBe(code);
  expect(result.err).toContain(message);
});
