/** A small world for tests of signals: houses before a rough background, drawn and labelled without a renderer. */
import { encodePng16 } from "../../../src/codecs/image.js";
import { encodeMask } from "../../../src/codecs/rle.js";
import type { Image } from "../../../src/core/image.js";
import { random } from "../../../src/core/random.js";
import { rotationFromViewpoint } from "../../../src/geometry/viewpoint.js";
import type { SampleRecord } from "../../../src/sample/record.js";
import type { VerifiedSample } from "../../../src/verify/verified-sample.js";

export const SIDE = 96;
const UNITS_PER_STEP = 1 / 10_000;
const FAR = 0.0008;

/** A house: a wall that is cut off by a roof, with a lit and a dark side that meet at `corner`, a share of its width. */
export interface House {
  category: string;
  x: number;
  y: number;
  width: number;
  height: number;
  corner: number;
}

/** What a picture shows. */
export interface Scene {
  houses: readonly House[];
  noise: number;
  /** Brightness of everything, 0 … 1. */
  exposure: number;
  blur: number;
}

const COLORS: Readonly<Record<string, readonly [number, number, number]>> = { barn: [210, 0, 50], shed: [60, 0, 210] };

/** Which wall of a house covers a pixel: 0 none, 1 lit, 2 dark. */
function wallAt({ x, y, width, height, corner }: House, column: number, row: number): 0 | 1 | 2 {
  const u = (column + 0.5 - x) / width;
  const v = (row + 0.5 - y) / height;
  if (u < 0 || u >= 1 || v >= 1 || v < 0.45 * Math.abs(u - 0.6)) return 0;
  return u < corner ? 1 : 2;
}

/** Walls run away from the corner at 45°. */
function depthAt(house: House, column: number): number {
  return 1 + Math.abs(column + 0.5 - house.x - house.corner * house.width) * FAR * 8;
}

/** The picture of a scene. */
export function draw({ houses, noise, exposure, blur }: Scene, name: string): Image {
  const numbers = random(1, name, "noise");
  const base = numbers.uniform(90, 150);
  let data = new Float64Array(SIDE * SIDE * 3);
  for (let y = 0, at = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      let color: readonly number[] = [base, base + y / 4, base - x / 4];
      for (const house of houses) {
        const wall = wallAt(house, x, y);
        if (wall === 0) continue;
        const [red, , blue] = COLORS[house.category]!.map((value) => value * (wall === 1 ? 1 : 0.45)) as [number, number, number];
        // Green falls with the depth.
        color = [red, 200 - 400 * (depthAt(house, x) - 1), blue];
      }
      const grain = noise * numbers.normal();
      for (const value of color) data[at++] = Math.min(255, Math.max(0, (value + grain) * exposure));
    }
  }
  for (let pass = 0; pass < blur; pass++) data = data.map((value, at) => (value + (data[at - 3] ?? value) + (data[at + 3] ?? value) + (data[at - SIDE * 3] ?? value) + (data[at + SIDE * 3] ?? value)) / 5);
  return { width: SIDE, height: SIDE, channels: 3, data: Uint8Array.from(data, Math.round) };
}

/** A label of one house, and a picture of some scene; null = it cannot be read. */
export function sampleOfHouse(id: string, house: House, picture: Image | null, changes: Partial<SampleRecord> = {}, unreadable: () => Error = () => new Error("no picture")): VerifiedSample {
  const mask = new Uint8Array(SIDE * SIDE);
  const depth = new Uint16Array(SIDE * SIDE);
  let [x0, y0, x1, y1] = [SIDE, SIDE, 0, 0];
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      if (wallAt(house, x, y) === 0) continue;
      mask[y * SIDE + x] = 1;
      depth[y * SIDE + x] = Math.round(depthAt(house, x) / UNITS_PER_STEP);
      [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x + 1), Math.max(y1, y + 1)];
    }
  }
  const runs = encodeMask(mask, SIDE, SIDE);
  const turn = turnRadiansOf(house);
  const record = {
    id,
    scene: Number(id),
    view: 0,
    image: 0,
    labelStatus: "intended",
    photo: null,
    planted: null,
    camera: { K: [SIDE, 0, SIDE / 2, 0, SIDE, SIDE / 2, 0, 0, 1], rotationWorldToCamera: [1, 0, 0, 0, 1, 0, 0, 0, 1], translationWorldToCamera: [0, 0, 1], width: SIDE, height: SIDE, distortion: null },
    objects: [
      {
        instanceId: 1,
        category: house.category,
        shape: { id: `${house.category}-${Number(id) % 6}` },
        frontKnown: true,
        rotationObjectToCamera: rotationFromViewpoint({ azimuthRadians: turn, elevationRadians: 0, inPlaneRadians: 0 }),
        translationObjectToCamera: [0, 0, 1],
        viewpoint: { azimuthRadians: turn, elevationRadians: 0, inPlaneRadians: 0, distance: 1, raw: null },
        maskVisible: runs,
        boxVisibleXYXY: [x0, y0, x1, y1],
        boxAmodalXYXY: [x0, y0, x1, y1],
        visibleFraction: 1,
        truncation: 0,
        symmetry: { discrete: [], continuous: [] },
      },
    ],
    depth: { unitsPerStep: UNITS_PER_STEP, validInside: "mask" },
    files: {},
    ...changes,
  } as unknown as SampleRecord;
  return {
    key: id,
    id,
    imageSha256: "0".repeat(64),
    record,
    image: () => (picture === null ? Promise.reject(unreadable()) : Promise.resolve(picture)),
    output: async (name) => (name === "depth" && record.depth !== null ? encodePng16(depth, SIDE, SIDE, 1) : null),
  };
}

/** The azimuth that a label says. */
export function turnRadiansOf({ corner }: House): number {
  return (corner - 0.5) * 2;
}

/** A house of its own for every number. */
export function houseOf(number: number): House {
  const numbers = random(2, `house/${number}`, "form");
  const width = numbers.uniform(30, 46);
  const height = numbers.uniform(30, 46);
  return { category: number % 2 === 0 ? "barn" : "shed", x: numbers.uniform(14, 82 - width), y: numbers.uniform(14, 82 - height), width, height, corner: numbers.uniform(0.25, 0.75) };
}

/** What the picture of a good label shows. */
export function sceneOf(house: House, changes: Partial<Scene> = {}): Scene {
  return { houses: [house], noise: 8, exposure: 1, blur: 0, ...changes };
}

/** Id of a number, as datasets write it. */
export function idOf(number: number): string {
  return String(number).padStart(8, "0");
}

/** Samples whose pictures show what their labels say. */
export function goodSamples(count: number): VerifiedSample[] {
  return Array.from({ length: count }, (_, number) => sampleOfHouse(idOf(number), houseOf(number), draw(sceneOf(houseOf(number)), idOf(number))));
}
