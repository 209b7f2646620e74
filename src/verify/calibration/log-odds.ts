/** Chances and their log odds. */
import { exp, log } from "../../core/math.js";

/** The chance whose log odds these are. */
export function logisticOf(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + exp(-logOdds));
  const odds = exp(logOdds);
  return odds / (1 + odds);
}

/** log(chance / (1 − chance)) */
export function logOddsOf(chance: number): number {
  return log(chance / (1 - chance));
}
