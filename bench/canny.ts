/**
 * `node bench/run.mjs canny`: our canny against cv2.Canny (Debian python3-opencv, 4.6.0) on the same arrays.
 * Prints the differing pixels (0 is the claim) and the time of both at 512². Needs a python3 with cv2; PYTHON names another one.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canny, type CannySettings } from "../src/controls/opencv-canny.js";
import type { Pixels } from "../src/controls/sobel.js";
import { cannyPicture, CANNY_PICTURES } from "./canny-pictures.js";

interface Case {
  name: string;
  image: Pixels;
  settings: CannySettings[];
  timed: boolean;
}

const THRESHOLDS = [[100, 200], [200, 100], [50, 50], [0, 0], [30.5, 90.25], [1000, 3000], [-1, 400]] as const;
const APERTURES = [3, 5, 7] as const;

function allSettings(): CannySettings[] {
  return APERTURES.flatMap((aperture) =>
    [false, true].flatMap((l2Gradient) =>
      THRESHOLDS.map(([low, high]) => ({ low: low * (aperture === 3 ? 1 : 4), high: high * (aperture === 3 ? 1 : 4), aperture, l2Gradient })),
    ),
  );
}

function cases(rounds: number): Case[] {
  const list: Case[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const name of CANNY_PICTURES) {
      for (const channels of [1, 3, 4] as const) {
        const width = 1 + ((round * 37 + name.length * 11 + channels * 5) % 97);
        const height = 1 + ((round * 53 + name.length * 7 + channels * 3) % 83);
        list.push({ name, image: cannyPicture(name, width, height, channels, round), settings: allSettings(), timed: false });
      }
    }
  }
  for (const [width, height] of [[1, 1], [1, 9], [9, 1], [2, 2], [3, 2], [1, 40], [40, 1], [2, 31]] as const) {
    for (const channels of [1, 3] as const) {
      list.push({ name: "thin", image: cannyPicture("noise", width, height, channels, 5), settings: allSettings(), timed: false });
    }
  }
  const usual: CannySettings = { low: 100, high: 200, aperture: 3, l2Gradient: false };
  for (const name of ["object", "noise", "waves"] as const) {
    for (const channels of [1, 3] as const) {
      const settings = [usual, { ...usual, aperture: 5 as const }, { ...usual, aperture: 7 as const }];
      list.push({ name, image: cannyPicture(name, 512, 512, channels, 1), settings, timed: true });
    }
  }
  return list;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

function milliseconds(run: () => unknown): number {
  for (let warm = 0; warm < 5; warm++) run();
  return median(Array.from({ length: 15 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }));
}

const list = cases(Number(process.argv[2] ?? 6));
const folder = mkdtempSync(join(tmpdir(), "dst3d-canny-"));
try {
  let offset = 0;
  const described = list.map(({ image, settings, timed }) => {
    const { width, height, channels, data } = image;
    const at = offset;
    offset += data.length;
    return { width, height, channels, settings, timed, offset: at };
  });
  writeFileSync(join(folder, "cases.json"), JSON.stringify(described));
  writeFileSync(join(folder, "pixels.bin"), Buffer.concat(list.map(({ image }) => image.data)));
  const answer = execFileSync(process.env["PYTHON"] ?? "python3", ["bench/canny-opencv.py", folder], { encoding: "utf8" });
  const opencv = JSON.parse(answer) as { version: string; milliseconds: number[] };
  const expected = new Uint8Array(readFileSync(join(folder, "edges.bin")));

  let position = 0;
  let images = 0;
  let differing = 0;
  let edgePixels = 0;
  for (const { name, image, settings } of list) {
    for (const setting of settings) {
      const edges = canny(image, setting);
      let wrong = 0;
      for (let index = 0; index < edges.length; index++) {
        if (edges[index] !== expected[position + index]) wrong++;
        if (edges[index] !== 0) edgePixels++;
      }
      if (wrong > 0) console.log(`DIFFERS ${wrong} px: ${name} ${image.width}×${image.height}×${image.channels} ${JSON.stringify(setting)}`);
      differing += wrong;
      images++;
      position += edges.length;
    }
  }
  console.log(`OpenCV ${opencv.version}: ${images} results compared, ${position} pixels, ${edgePixels} on edges, ${differing} differ`);
  let timed = 0;
  for (const { name, image, settings } of list.filter((one) => one.timed)) {
    for (const setting of settings) {
      const ours = milliseconds(() => canny(image, setting));
      console.log(`${name} 512² ${image.channels} channel(s), aperture ${setting.aperture}: ${ours.toFixed(2)} ms, OpenCV (1 thread) ${opencv.milliseconds[timed++]!.toFixed(2)} ms`);
    }
  }
  process.exitCode = differing === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
