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

/** Whether something else was said of the second; what was not judged has no other verdict. */
export function hasOtherVerdict(first: SampleTable, second: SampleTable, [a, b]: RowPair): boolean {
  const [one, other] = [valueAt(first, "verdict", a), valueAt(second, "verdict", b)];
  return one !== null && other !== null && one !== other;
}

/** What a label says, as far as a table knows it. */
const LABEL_FIELDS = ["category", "shape", "azimuth", "elevation", "inPlane", "distance"] as const;

/** Whether both show the same shape from the same place. */
export function hasSameLabel(first: SampleTable, second: SampleTable, [a, b]: RowPair): boolean {
  return LABEL_FIELDS.every((name) => valueAt(first, name, a) === valueAt(second, name, b));
}
