/** Pairs: two samples, one after the other, of the same scene, view and prompt, with one factor changed. */
import { DatasetError } from "../core/errors.js";
import { sampleId } from "../dataset/sample-id.js";
import type { Recipe } from "../recipe/schema.js";
import type { PlannedSample } from "../sample/sample.js";
import type { PairFactor } from "../variation/options.js";

/** A sample's place in its pair. */
export interface PairPlace {
  /** Index of the sample among those that are the first of their pair; the sample's own index without pairs. */
  base: number;
  position: 0 | 1;
  /** Path of a random stream: another one where this sample differs in `factor` from the first of its pair. */
  path(path: string, factor: PairFactor): string;
  /** Like `path`, for factors that are chosen by number. */
  number(index: number, factor: PairFactor): number;
  /** `number` of the first sample of the pair. */
  first(index: number, factor: PairFactor): number;
  group: PlannedSample["group"];
}

/** Where the sample of an index stands in its pair; without pairs everything is as drawn. */
export function pairPlace(pairs: Recipe["scene"]["pairs"], index: number): PairPlace {
  if (pairs === null) return { base: index, position: 0, path: (path) => path, number: (value) => value, first: (value) => value, group: null };
  const position = index % 2 === 0 ? 0 : 1;
  const base = (index - position) / 2;
  const differs = (factor: PairFactor): boolean => position === 1 && factor === pairs.factor;
  return {
    base,
    position,
    path: (path, factor) => (differs(factor) ? `${path}/pair/1` : path),
    first: (value, factor) => (factor === pairs.factor ? value * 2 : value),
    number: (value, factor) => (factor === pairs.factor ? value * 2 + position : value),
    group: { id: `pair-${sampleId(2 * base)}`, kind: "pair", position },
  };
}

/** Refuses pairs of samples that would be equal. @throws DatasetError E_RECIPE */
export function checkPairs(recipe: Recipe): void {
  const factor = recipe.scene.pairs?.factor;
  if (factor === "environment" && recipe.environments.length === 0) {
    throw new DatasetError("E_RECIPE", "scene.pairs.factor is environment, but there are no environments: both samples of a pair would be equal", {
      hint: "Name `environments`, or choose another factor.",
    });
  }
  if (factor !== "light" && factor !== "materials" && factor !== "clutter") return;
  if (recipe.variation[factor] !== null) return;
  throw new DatasetError("E_RECIPE", `scene.pairs.factor is ${factor}, but variation.${factor} is off: both samples of a pair would be equal`, {
    hint: `Write \`variation: { ${factor}: {} }\`, or choose another factor.`,
  });
}
