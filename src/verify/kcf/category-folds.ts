/** Folds category by category, so that every network has seen others of the category that it is asked about. */
import { foldsOf, unitOf, type FoldUnit } from "../folds.js";
import type { FoldJob } from "../fold-training/job.js";
import type { VerifiedSample } from "../verified-sample.js";

/** A category with fewer samples teaches nothing. */
export const LEAST_OF_CATEGORY = 10;

/** How samples are divided. */
export interface CategoryFolds {
  /** Samples by category, sorted by its name: places among all samples. */
  members: Map<string, number[]>;
  /** The fold of each sample that is judged. */
  folds: Map<number, number>;
  /** Those that may be learnt from. */
  learnt: Set<number>;
  /** Why some are not, or why a category has fewer folds than asked for. */
  notes: string[];
}

export interface DivisionOptions {
  count: number;
  unit: FoldUnit;
  seed: number;
  /** Whether networks may learn from a sample; the others are only judged. */
  learnsFrom?: (sample: VerifiedSample) => boolean;
}

/**
 * Divides every category for itself. One with fewer images (or shapes) than folds gets as many folds as it has.
 * @param usable places of the samples that have picture and label
 */
export function categoryFolds(samples: readonly VerifiedSample[], usable: readonly number[], { count, unit, seed, learnsFrom = () => true }: DivisionOptions): CategoryFolds {
  const found: CategoryFolds = { members: new Map(), folds: new Map(), learnt: new Set(usable.filter((place) => learnsFrom(samples[place]!))), notes: [] };
  const categories = [...new Set(usable.map((place) => categoryOf(samples[place]!)))].sort();
  categories.forEach((category, index) => {
    const places = usable.filter((place) => categoryOf(samples[place]!) === category);
    const own = places.map((place) => samples[place]!);
    const learnt = places.filter((place) => found.learnt.has(place));
    const units = new Set(learnt.map((place) => unitOf(samples[place]!, unit))).size;
    if (learnt.length < LEAST_OF_CATEGORY || units < 2) {
      const what = unit === "image" ? `${learnt.length} pictures (of ${units} views)` : `${learnt.length} pictures of ${units} shape${units === 1 ? "" : "s"}`;
      found.notes.push(`${category}: ${what} are too few to learn from; they are not judged`);
      return;
    }
    found.members.set(category, places);
    const ownCount = Math.min(count, units);
    if (ownCount < count) found.notes.push(`${category}: only ${units} ${unit === "image" ? "views" : "shapes"}, so ${ownCount} folds in place of ${count}`);
    const folds = foldsOf(own, { count: ownCount, unit, seed });
    // Each category begins with another fold, so that small ones do not all fill the first.
    places.forEach((place, at) => found.folds.set(place, (folds[at]! + index) % count));
  });
  return found;
}

/** The category that a label claims. */
export function categoryOf({ record }: VerifiedSample): string {
  return record.objects[0]!.category;
}

/** One network for all categories per fold, or one of each category. */
export function jobsOf({ members, folds, learnt }: CategoryFolds, count: number, apart: boolean): FoldJob[] {
  const groups = apart ? [...members.values()] : [[...members.values()].flat().sort((a, b) => a - b)];
  return groups.flatMap((places, group) =>
    Array.from({ length: count }, (_, fold) => ({
      name: apart ? `category-${group}-fold-${fold}` : `fold-${fold}`,
      train: places.filter((place) => folds.get(place) !== fold && learnt.has(place)),
      predict: places.filter((place) => folds.get(place) === fold),
    })).filter(({ predict }) => predict.length > 0),
  );
}
