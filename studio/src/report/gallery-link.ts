/** From a figure to the samples behind it. */
import { NOTHING } from "../../../src/studio/table/query.js";
import { formatAddress } from "../address.js";

/** Address of the samples that also have these values; null asks for those without one. */
export function galleryLink(run: string, filters: URLSearchParams, more: Readonly<Record<string, string | null>>): string {
  const parameters = new URLSearchParams(filters);
  for (const [name, value] of Object.entries(more)) parameters.set(name, value ?? NOTHING);
  return formatAddress({ run, parameters });
}

/** The verdict that a set of samples is called by. */
export function verdictFilter(series: string): string | null {
  return series === "not judged" ? null : series;
}
