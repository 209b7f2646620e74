/** Colours of charts: those of the plots that the command line writes, for light and dark. */
import { SERIES } from "../../../src/plots/theme.js";

/** As properties of an element: `--s0`, `--s1` … */
export const SERIES_STYLE: Readonly<Record<string, string>> = Object.fromEntries(SERIES.light.map((color, at) => [`--s${at}`, `light-dark(${color}, ${SERIES.dark[at]!})`]));

export function seriesColor(at: number): string {
  return `var(--s${at % SERIES.light.length})`;
}

/** The first two are good and bad. */
const VERDICTS: Readonly<Record<string, number>> = { accepted: 0, unsure: 4, rejected: 1, stale: 7, "not judged": 5 };

/** The colour of a set of samples; where nothing was judged, that of the first series. */
export function verdictColor(name: string, isOnly = false): string {
  return isOnly ? seriesColor(0) : seriesColor(VERDICTS[name] ?? 5);
}
