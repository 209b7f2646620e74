/** What can be wrong with a recipe; loads in a browser. */

/** A problem in words. */
export interface Problem {
  path: readonly (string | number)[];
  message: string;
  hint: string;
}

/** A problem with the line (from 1) that it is about; null where there is none. */
export interface LocatedProblem extends Problem {
  line: number | null;
}
