/** Distributions of the samples that filters find, by verdict; on the server, and in the browser where there is none. */
import type { Query } from "../table/query.js";
import type { SampleTable } from "../table/sample-table.js";
import { seriesByVerdict } from "./by-verdict.js";
import { distributionsOf } from "./distributions.js";
import type { DistributionReport } from "./report-messages.js";

/** @param version of the run that the table is of */
export function distributionReport(table: SampleTable, filters: Query["filters"], version: number): DistributionReport {
  const series = seriesByVerdict(table, filters);
  const counts = series.map(({ name, rows }) => ({ name, count: rows.length }));
  return { version, total: counts.reduce((sum, { count }) => sum + count, 0), series: counts, distributions: distributionsOf(series) };
}
