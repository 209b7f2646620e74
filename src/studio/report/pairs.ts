/** Samples with equal ids in two tables. */
import { type SampleTable, valueAt } from "../table/sample-table.js";

/** Places of two samples with one id. */
export type RowPair = readonly [first: number, second: number];

/** All pairs of rows that have one id, in the order of the ids. @param rows of each table, ascending */
export function pairsOf(first: SampleTable, second: SampleTable, rowsOfFirst: ArrayLike<number>, rowsOfSecond: ArrayLike<number>): RowPair[] {
  const ids = (table: SampleTable): Float64Array => (table.columns.get("id") as { values: Float64Array }).values;
  const [idsOfFirst, idsOfSecond] = [ids(first), ids(second)];
  const pairs: RowPair[] = [];
  for (let one = 0, other = 0; one < rowsOfFirst.length && other < rowsOfSecond.length; ) {
    const [a, b] = [rowsOfFirst[one]!, rowsOfSecond[other]!];
    const difference = idsOfFirst[a]! - idsOfSecond[b]!;
    if (difference === 0) pairs.push([a, b]);
    if (difference <= 0) one++;
    if (difference >= 0) other++;
  }
  return pairs;
}

/** Whether something else was said of the second. */
export function hasOtherVerdict(first: SampleTable, second: SampleTable, [a, b]: RowPair): boolean {
  return valueAt(first, "verdict", a) !== valueAt(second, "verdict", b);
}
