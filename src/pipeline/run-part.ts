/** Dividing a run: which samples a part makes, and walking over them. */
import { shardOfSample } from "../dataset/sample-id.js";
import type { Recipe } from "../recipe/schema.js";
import { viewLayout } from "./view-layout.js";

/** Part `index` (from 1) of `count`. */
export interface RunDivision {
  index: number;
  count: number;
}

/** What the division of a run depends on. */
type Divided = Pick<Recipe, "storage" | "shardSize" | "scene">;

/**
 * Whether a part makes a sample. Loose files are dealt out one by one, or by the views that share files; a tar has one
 * writer, so there shards are dealt out.
 */
export function partHas(recipe: Divided, { index: part, count: parts }: RunDivision, index: number): boolean {
  const { imagesPerView, stride } = viewLayout(recipe);
  const unit = recipe.storage === "tar" ? shardOfSample(index, recipe.shardSize) : imagesPerView === 1 ? index : Math.floor(index / (imagesPerView * stride));
  return unit % parts === part - 1;
}

/** The samples of a part. */
export interface RunPart {
  has(index: number): boolean;
  count(test: (index: number) => boolean): number;
  /** The first index of the part from `from` on that passes; null when there is none. */
  next(from: number, test: (index: number) => boolean): number | null;
}

/** The part's samples among the first `total`. */
export function runPart(recipe: Divided, division: RunDivision, total: number): RunPart {
  const has = (index: number): boolean => index < total && partHas(recipe, division, index);
  return {
    has,
    next(from, test) {
      for (let index = from; index < total; index++) if (has(index) && test(index)) return index;
      return null;
    },
    count(test) {
      let found = 0;
      for (let index = 0; index < total; index++) if (has(index) && test(index)) found++;
      return found;
    },
  };
}
