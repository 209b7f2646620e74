/** Which samples a sheet shows. */
import { random } from "../core/random.js";

/** A sample that could be shown. */
export interface SheetCandidate {
  index: number;
  category: string;
}

/**
 * Chooses samples so that every category gets the same number of places, as far as it has samples; within a category
 * they are spread evenly over the run, or drawn by chance when a seed is given. In order of index.
 */
export function chooseSamples(candidates: readonly SheetCandidate[], count: number, seed: number | null = null): number[] {
  const groups = new Map<string, number[]>();
  for (const { index, category } of candidates) {
    const group = groups.get(category);
    if (group === undefined) groups.set(category, [index]);
    else group.push(index);
  }
  const categories = [...groups.keys()].sort();
  const places = new Map(categories.map((category) => [category, 0]));
  for (let left = Math.min(count, candidates.length); left > 0; ) {
    for (const category of categories) {
      const taken = places.get(category)!;
      if (left === 0 || taken === groups.get(category)!.length) continue;
      places.set(category, taken + 1);
      left--;
    }
  }
  const chosen: number[] = [];
  for (const category of categories) {
    const indices = [...groups.get(category)!].sort((a, b) => a - b);
    const taken = places.get(category)!;
    if (seed === null) for (let place = 0; place < taken; place++) chosen.push(indices[Math.floor(((place + 0.5) * indices.length) / taken)]!);
    else chosen.push(...random(seed, `sheet/${category}`, "choice").shuffle(indices).slice(0, taken));
  }
  return chosen.sort((a, b) => a - b);
}
