/** How much of a picture a defect changes. */
import type { Passes } from "../sample/passes.js";

/** Cosine of 5 degrees: surfaces that face more differently than that look different. */
const SAME_DIRECTION = 0.9962;

/**
 * Pixels that show another object than claimed, or the same object's surface facing another way, relative to the pixels
 * of the claimed object. Colours do not count: a painter chooses its own.
 * @param mainId instance of the claimed object
 * @returns 0 where nothing changes or nothing is seen of the claimed object; above 1 is possible
 */
export function pictureChange(claimed: Passes, altered: Passes, mainId: number): number {
  let changed = 0;
  let area = 0;
  for (let pixel = 0; pixel < claimed.instanceId.length; pixel++) {
    const before = claimed.instanceId[pixel]!;
    const after = altered.instanceId[pixel]!;
    if (before === mainId) area++;
    if (before !== after) changed++;
    else if (before !== 0 && cosine(claimed.normal, altered.normal, pixel * 3) < SAME_DIRECTION) changed++;
  }
  return area === 0 ? 0 : changed / area;
}

/**
 * Least change that counts: above what a round bottle's facets give when it turns, and below what a car gives that
 * turns by 10 degrees.
 */
const LEAST_CHANGE = 0.06;

/** Whether a picture would show that something is wrong, see {@link pictureChange}. */
export function isChanged(claimed: Passes, altered: Passes, mainId: number): boolean {
  return pictureChange(claimed, altered, mainId) >= LEAST_CHANGE;
}

function cosine(a: Float32Array, b: Float32Array, at: number): number {
  return a[at]! * b[at]! + a[at + 1]! * b[at + 1]! + a[at + 2]! * b[at + 2]!;
}
