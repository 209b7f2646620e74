/** A range of an option: the two numbers between which a value is drawn. */
import * as z from "zod";

/** `[from, to]`, both within [least, most]. */
export function numberRange(least: number, most: number) {
  const end = z.number().min(least).max(most);
  return z.tuple([end, end]).refine(([from, to]) => from <= to, "a range goes from the smaller to the larger number");
}
