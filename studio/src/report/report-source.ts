/** What reports ask a server beside what every source knows. */
import type { RunComparison, RunsDifference, SamplePairs, VerificationReport } from "../../../src/studio/report/report-messages.js";
import { ask, runPath } from "../source.js";

export const reportSource = {
  verification: (run: string): Promise<VerificationReport> => ask(runPath(run, "/report/verification")),
  comparison: (run: string, other: string, filters: URLSearchParams): Promise<RunComparison> => ask(runPath(run, "/report/comparison", joined(filters, { with: other }))),
  pairs: (run: string, other: string, filters: URLSearchParams, { only, offset, limit }: { only: string; offset: number; limit: number }): Promise<SamplePairs> =>
    ask(runPath(run, "/report/pairs", joined(filters, { with: other, only, offset: String(offset), limit: String(limit) }))),
  difference: (run: string, other: string, signal: AbortSignal): Promise<RunsDifference> => ask(runPath(run, "/report/difference", new URLSearchParams({ with: other })), { signal }),
};

function joined(filters: URLSearchParams, more: Record<string, string>): URLSearchParams {
  const all = new URLSearchParams(filters);
  for (const [name, value] of Object.entries(more)) all.set(name, value);
  return all;
}
