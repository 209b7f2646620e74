/** Which pictures a pose network learns from, and which its error is measured on: others, of other shapes. */
import { LEAST_OF_CATEGORY, categoryOf } from "../kcf/category-folds.js";
import { foldsOf, unitOf } from "../folds.js";
import type { VerifiedSample } from "../verified-sample.js";

/** Samples by their place. */
export interface HeldOut {
  /** Names of the categories that have enough, sorted. */
  categories: string[];
  train: number[];
  heldOut: number[];
  /** Why some categories are not learnt, or are divided otherwise than asked for. */
  notes: string[];
}

/**
 * Divides every category for itself by shape; the last of its folds is held out. A category with fewer shapes than folds has
 * as many folds as shapes.
 * @param usable places of the samples that have a label whose azimuth can be seen
 */
export function holdOut(samples: readonly VerifiedSample[], usable: readonly number[], { count, seed }: { count: number; seed: number }): HeldOut {
  const found: HeldOut = { categories: [], train: [], heldOut: [], notes: [] };
  for (const category of [...new Set(usable.map((place) => categoryOf(samples[place]!)))].sort()) {
    const places = usable.filter((place) => categoryOf(samples[place]!) === category);
    const own = places.map((place) => samples[place]!);
    const shapes = new Set(own.map((sample) => unitOf(sample, "shape"))).size;
    if (own.length < LEAST_OF_CATEGORY || shapes < 2) {
      found.notes.push(`${category} is left out: ${own.length} pictures of ${shapes} shape${shapes === 1 ? "" : "s"} are too few to learn from and to measure on`);
      continue;
    }
    const folds = Math.min(count, shapes);
    if (folds < count) found.notes.push(`${category}: only ${shapes} shapes, so one part of ${folds} is held out in place of one of ${count}`);
    const numbers = foldsOf(own, { count: folds, unit: "shape", seed });
    found.categories.push(category);
    places.forEach((place, at) => (numbers[at] === folds - 1 ? found.heldOut : found.train).push(place));
  }
  found.train.sort((a, b) => a - b);
  found.heldOut.sort((a, b) => a - b);
  return found;
}
