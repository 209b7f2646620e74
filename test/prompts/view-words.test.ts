/** The table of words against pictures: an arrow from tail to head (the front, −y) is rendered at each range's borders. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { radians } from "../../src/core/math.js";
import { AZIMUTH_WORDS, ELEVATION_WORDS, viewWords } from "../../src/prompts/view-words.js";
import { renderPasses } from "../../src/render/passes.js";
import { cameraAround, cube, place, sceneOf } from "../render/scenes.js";

const DISTANCE = 6;

/** Where two small cubes, front and back or top and bottom, are seen: rightwards and away from the camera, in object units. */
function arrowSeen(azimuthDegrees: number, elevationDegrees: number, axis: "y" | "z"): { right: number; away: number } {
  const camera = cameraAround(radians(azimuthDegrees), radians(elevationDegrees), DISTANCE, 256);
  const at = (end: number): readonly [number, number, number] => (axis === "y" ? [0, end, 0] : [0, 0, end]);
  // Each end alone: seen from the front, one hides the other.
  const ends = [-1, 1].map((end) => {
    const passes = renderPasses(sceneOf(camera, [place(1, cube(), at(end), 0.3)]), { color: false });
    const pixels = [...passes.instanceId.keys()].filter((pixel) => passes.instanceId[pixel] === 1);
    const mean = (of: (pixel: number) => number): number => pixels.reduce((sum, pixel) => sum + of(pixel), 0) / pixels.length;
    const depth = mean((pixel) => passes.depth[pixel]!);
    return { right: ((mean((pixel) => pixel % passes.width) + 0.5 - camera.K[2]) / camera.K[0]) * depth, depth };
  });
  return { right: ends[0]!.right - ends[1]!.right, away: ends[0]!.depth - ends[1]!.depth };
}

const words = (azimuthDegrees: number, elevationDegrees = 0, inPlaneDegrees = 0, category = "car") =>
  viewWords(category, { azimuthRadians: radians(azimuthDegrees), elevationRadians: radians(elevationDegrees), inPlaneRadians: radians(inPlaneDegrees) });

describe("azimuth words are those of the picture", () => {
  const borders = AZIMUTH_WORDS.flatMap((range) => [range.from + 1, (range.from + (range.to < range.from ? range.to + 360 : range.to)) / 2, range.to - 1].map((azimuth) => ({ azimuth: azimuth % 360, words: range.words })));
  it.each(borders)("$azimuth°: $words", ({ azimuth, words: expected }) => {
    expect(words(azimuth)).toBe(expected);
    const { right, away } = arrowSeen(azimuth, 0, "y");
    const across = Math.abs(right) / Math.abs(away);
    if (expected.includes("left")) expect(right).toBeLessThan(0);
    if (expected.includes("right")) expect(right).toBeGreaterThan(0);
    if (expected.includes("front")) expect(away).toBeLessThan(0);
    if (expected.includes("rear")) expect(away).toBeGreaterThan(0);
    if (expected.startsWith("side")) expect(across).toBeGreaterThan(2.2);
    else if (expected.startsWith("three-quarter")) expect([across > 0.38, across < 2.6]).toEqual([true, true]);
    else expect(across).toBeLessThan(0.46);
  });
  it("cover the whole turn, without a gap or an overlap", () => {
    for (const [index, { to }] of AZIMUTH_WORDS.entries()) expect(AZIMUTH_WORDS[(index + 1) % AZIMUTH_WORDS.length]!.from).toBe(to);
    for (let azimuth = -360; azimuth < 720; azimuth += 7.5) expect(words(azimuth)).not.toBe("");
  });
});

describe("elevation words are those of the picture", () => {
  const borders = ELEVATION_WORDS.flatMap((range) => [Math.max(-89, range.from + 1), Math.min(89, range.to - 1)].map((elevation) => ({ elevation, words: range.words })));
  it.each(borders)("$elevation°: $words", ({ elevation, words: expected }) => {
    expect(words(90, elevation)).toBe([Math.abs(elevation) < 60 ? "side view, facing left" : "", expected].filter((part) => part !== "").join(", "));
    const top = arrowSeen(90, elevation, "z").away; // the first cube is the lower one
    if (expected.includes("above")) expect(top).toBeGreaterThan(0.7);
    if (expected.includes("below")) expect(top).toBeLessThan(-0.4);
  });
});

it("says nothing where it would not be true: a rolled camera, the front of a bottle", () => {
  expect(words(90, 0, 30)).toBe("");
  expect(words(90, 0, -15)).toBe("side view, facing left");
  expect(words(90, 30, 0, "bottle")).toBe("seen from above");
});

it("docs/prompts.md has the same table", () => {
  const page = readFileSync(new URL("../../docs/prompts.md", import.meta.url), "utf8");
  for (const { to, words: expected } of AZIMUTH_WORDS) expect(page).toMatch(new RegExp(`to ${String(to).replace(".", "\\.")}° \\| ${expected} \\|`));
  for (const { words: expected } of ELEVATION_WORDS) expect(page).toContain(`| ${expected === "" ? "(none)" : expected} |`);
});
