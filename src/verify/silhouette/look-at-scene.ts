/** Asks the network about a whole kept scene, which is larger than what it sees at once. */
import type { RunNetwork } from "../fold-training/task.js";
import { exp } from "../../core/math.js";
import { PLANES } from "./network.js";
import { CELL, sceneSize } from "./scene-bytes.js";
import { lookAt, plainView, writePicture } from "./view.js";

/**
 * For every cell of each scene the chance that it belongs to the object: the mean over views at the corners and in the
 * middle, each as it is and mirrored, in which the middle of a view counts most.
 * @param scenes bytes of each
 * @param categories one row of numbers for each
 */
export async function lookAtScenes(run: RunNetwork, scenes: readonly Uint8Array[], categories: Float32Array, size: number): Promise<Float32Array[]> {
  const side = sceneSize(size);
  const across = side / CELL;
  const cells = size / CELL;
  const [low, high] = [size / 2, side - size / 2];
  const sums = scenes.map(() => new Float32Array(across * across));
  const counts = new Float32Array(across * across);
  for (const [x, y] of [[side / 2, side / 2], [low, low], [high, low], [low, high], [high, high]] as const) {
    for (const mirrors of [false, true]) {
      const picture = new Float32Array(scenes.length * PLANES * cells * cells);
      scenes.forEach((bytes, index) => writePicture(lookAt(bytes, size, plainView(x, y, mirrors)), size, index, picture));
      const { data } = (await run({ picture, category: categories }))["belongs"]!;
      for (let row = 0; row < cells; row++) {
        for (let column = 0; column < cells; column++) {
          const to = ((y - size / 2) / CELL + row) * across + (x - size / 2) / CELL + (mirrors ? cells - 1 - column : column);
          const weight = Math.min(row + 1, cells - row) * Math.min(column + 1, cells - column);
          counts[to]! += weight;
          for (let index = 0; index < scenes.length; index++) sums[index]![to]! += weight / (1 + exp(-data[(index * cells + row) * cells + column]!));
        }
      }
    }
  }
  for (const sum of sums) for (let cell = 0; cell < sum.length; cell++) sum[cell]! /= counts[cell]!;
  return sums;
}
