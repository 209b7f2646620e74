/** What a calibration is fitted on: pictures of which somebody knows whether they show their label. */

/** One picture with its numbers and what is known of it. */
export interface CalibrationRow {
  key: string;
  /** Rows of one group never stand on both sides of a cross-fit, such as images of one view. Null: it stands alone. */
  group: string | null;
  values: Readonly<Record<string, number | null>>;
  /** Whether the picture shows its label; null = not known, and the row is left out. */
  isGood: boolean | null;
  category: string;
  /** Of the label; null where it has none. */
  viewpoint: { azimuthRadians: number | null; elevationRadians: number } | null;
  /** Kind of the planted defect; null where nothing is planted. */
  plantedKind: string | null;
  /** Who knows: the program that planted, or people who have looked. */
  source: "planted" | "human";
}

/** A row whose answer is known. */
export type AnsweredRow = CalibrationRow & { isGood: boolean };

/** Rows with a known answer, sorted by key. */
export function answeredRows(rows: readonly CalibrationRow[]): AnsweredRow[] {
  const answered = rows.filter((row): row is AnsweredRow => row.isGood !== null);
  return answered.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** A number of a row by its measure; null where it is missing or no number. Only own fields count. */
export function valueOf(values: Readonly<Record<string, number | null>>, measure: string): number | null {
  const value = Object.hasOwn(values, measure) ? values[measure] : null;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
