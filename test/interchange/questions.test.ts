import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { exportRun } from "../../src/engine/export-run.js";
import { poseFromViewpoint } from "../../src/geometry/viewpoint.js";
import { questionsAbout } from "../../src/interchange/formats/questions/ask.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { temporaryFolder } from "../temporary-folder.js";
import { recordsOf, smallRun } from "./small-run.js";

let run: string;
let record: SampleRecord;

beforeAll(async () => {
  run = await smallRun({ count: 12, shapes: [{ builtin: ["car", "chair"] }], scene: { objects: { minimum: 2, maximum: 2 } }, viewpoints: { preset: 3, distance: 3 } });
  record = (await recordsOf(run))[0]!;
}, 120_000);

/** The record with its first object alone, seen from there. */
function seenFrom(azimuthDegrees: number, elevationDegrees: number, changes: object = {}): SampleRecord {
  const radian = Math.PI / 180;
  const pose = poseFromViewpoint({ azimuthRadians: azimuthDegrees * radian, elevationRadians: elevationDegrees * radian, inPlaneRadians: 0, distance: 2 });
  const object = { ...record.objects[0]!, category: "car", visibleFraction: 1, frontKnown: true, symmetry: { discrete: [], continuous: [] }, rotationObjectToCamera: [...pose.rotation], translationObjectToCamera: [...pose.translation] as [number, number, number], ...changes };
  return { ...record, objects: [object] };
}

const answerTo = (kind: string, of: SampleRecord): string | undefined => questionsAbout(of, 0).find((question) => question.kind === kind)?.answer;

describe("which side faces the camera", () => {
  it.each([[0, "front"], [20, "front"], [340, "front"], [90, "left"], [180, "back"], [270, "right"], [255, "right"], [45, undefined], [60.5, "left"], [300.5, undefined]])("from azimuth %d: %s", (azimuth, answer) => {
    expect(answerTo("side", seenFrom(azimuth, 10))).toBe(answer);
  });

  it("is not asked where the front is unknown, the shape looks alike, it is hidden, or seen steeply", () => {
    expect(answerTo("side", seenFrom(0, 10, { frontKnown: false }))).toBeUndefined();
    expect(answerTo("side", seenFrom(0, 10, { symmetry: { discrete: [], continuous: [{ axis: [0, 0, 1], offset: [0, 0, 0] }] } }))).toBeUndefined();
    expect(answerTo("side", seenFrom(0, 10, { visibleFraction: 0.4 }))).toBeUndefined();
    expect(answerTo("side", seenFrom(0, 60))).toBeUndefined();
  });

  it("goes by the camera's place, not by the object's rotation alone", () => {
    const of = seenFrom(0, 0);
    const [x, y, z] = of.objects[0]!.translationObjectToCamera;
    // Far to the right of the picture's middle, it shows more of the side that is left in the picture: its own right.
    of.objects[0]!.translationObjectToCamera = [x + 8, y, z];
    expect(answerTo("side", of)).toBe("right");
  });
});

it.each([[40, "yes"], [21, "yes"], [12, undefined], [0, "no"], [-30, "no"]])("seen from above at elevation %d: %s", (elevation, answer) => {
  expect(answerTo("above", seenFrom(0, elevation))).toBe(answer);
});

it("the nearer of two is named, and nothing that stands twice or is nearly as far", () => {
  const at = (category: string, distance: number) => ({ ...record.objects[0]!, category, visibleFraction: 1, viewpoint: { ...record.objects[0]!.viewpoint, distance } });
  expect(answerTo("nearer", { ...record, objects: [at("car", 3), at("dining_table", 2)] })).toBe("dining table");
  expect(answerTo("nearer", { ...record, objects: [at("car", 2), at("chair", 2.1)] })).toBeUndefined();
  expect(questionsAbout({ ...record, objects: [at("car", 3), at("car", 2)] }, 0)).toEqual([]);
});

it("answers of a run are balanced and its lines name their images", async () => {
  const { folder, proof } = await exportRun({ folder: run, format: "questions", out: join(temporaryFolder(), "export") });
  const lines = readFileSync(join(folder, "questions_train.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as { image: string; kind: string; answer: string });
  expect(lines.length).toBeGreaterThan(3);
  for (const { image } of lines) readFileSync(join(folder, image));
  expect(proof!.find(({ what }) => what.startsWith("how far"))!.worst).toBeLessThanOrEqual(3);
});
