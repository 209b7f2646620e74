/** What a calibration says of a picture. */
import { against, rawLogOdds } from "./additive-model.js";
import type { Calibration } from "./calibration.js";
import { chanceOf } from "./curve.js";
import { valueOf } from "./row.js";

/** What the numbers of a picture come to. */
export interface Judgement {
  /** Chance that the picture shows its label; null when none of the numbers is there. */
  chance: number | null;
  /** Names of the numbers that speak against it, the worst first, with the log odds that each takes away. */
  against: { measure: string; logOdds: number }[];
}

/** A number that takes less than this is no reason. */
const LEAST_AGAINST = 0.3;

/** Applies the calibration; numbers that it does not know are not looked at. */
export function applyCalibration({ model, curve }: Pick<Calibration, "model" | "curve">, values: Readonly<Record<string, number | null>>): Judgement {
  if (model.measures.every(({ name }) => valueOf(values, name) === null)) return { chance: null, against: [] };
  const taken = [...against(model, values)].map(([measure, logOdds]) => ({ measure, logOdds }));
  return {
    chance: chanceOf(curve, rawLogOdds(model, values)),
    against: taken.filter(({ logOdds }) => logOdds >= LEAST_AGAINST).sort((a, b) => b.logOdds - a.logOdds || (a.measure < b.measure ? -1 : 1)),
  };
}
