/** An audit as tables and plots. */
import type { Plot } from "../../plots/plot.js";
import { sphereMapPlot } from "../../plots/sphere-map.js";
import { type EvaluationReport, percentage, type Table } from "../metrics/metric.js";
import { shareBars } from "../metrics/shared-plots.js";
import type { Audit, ViewpointFigures } from "./audit.js";
import type { Spread } from "./spread.js";

/** Maps of more categories are not drawn. */
const MOST_MAPS = 60;

/** What is to be told with an audit. */
export interface AuditReportOptions {
  /** Whether viewpoints were compared with a target. */
  hasTarget: boolean;
  /** Whether viewpoints are estimates, not labels; headings say so. */
  isEstimated?: boolean;
}

/** Tables, plots and warnings of an audit. */
export function auditReport(audit: Audit, { hasTarget, isEstimated = false }: AuditReportOptions): EvaluationReport {
  const viewpoints = isEstimated ? "Estimated viewpoints" : "Viewpoints";
  const { perCategory, balance, leftOut } = audit;
  const groups = [...Object.entries(perCategory), ["all", audit] as const];
  return {
    figures: audit,
    tables: [viewpointTable(viewpoints, groups, hasTarget), classTable(audit), ...spreadTable(audit)],
    plots: new Map<string, Plot>([
      ["viewpoints", mapOf(`${viewpoints} of all ${audit.count} objects`, audit, audit)],
      ...Object.entries(perCategory).slice(0, MOST_MAPS).map(([name, figures], at): [string, Plot] => [`viewpoints-${String(at + 1).padStart(2, "0")}`, mapOf(`${viewpoints} of ${figures.count} × ${name}`, figures, audit)]),
      ["classes", shareBars("Share of each class", Object.entries(balance.classes).map(([name, count]) => [name, count / audit.objects, `(${count})`]))],
    ]),
    warnings: Object.entries(leftOut).map(([reason, count]) => `${count} left out: ${reason}`),
  };
}

function mapOf(heading: string, { counts, hole }: ViewpointFigures, { division }: Audit): Plot {
  return sphereMapPlot(heading, { ...division, counts: counts.flat() }, hole);
}

function viewpointTable(heading: string, groups: readonly (readonly [string, ViewpointFigures])[], hasTarget: boolean): Table {
  return {
    heading,
    columns: ["", "objects", "entropy bits", "of uniform %", "KL uniform", "by chance", ...(hasTarget ? ["KL target", "JS target"] : []), "bins seen %", "largest hole"],
    rows: groups.map(([name, figures]) => [
      name,
      String(figures.count),
      figures.entropyBits.toFixed(2),
      percentage(figures.relativeEntropy),
      figures.klUniformBits.toFixed(3),
      figures.chanceBits.toFixed(3),
      ...(hasTarget ? [figures.klTargetBits, figures.jensenShannonBits].map((bits) => bits?.toFixed(3) ?? "–") : []),
      percentage(figures.coverage),
      figures.hole === null ? "–" : `${figures.hole.radiusDegrees.toFixed(0)}° at az ${figures.hole.azimuthDegrees.toFixed(0)}°, el ${figures.hole.elevationDegrees.toFixed(0)}°`,
    ]),
  };
}

function classTable({ balance, objects }: Audit): Table {
  const rows = Object.entries(balance.classes).map(([name, count]) => [name, String(count), percentage(count / objects)]);
  return { heading: `Classes${balance.relativeEntropy === null ? "" : ` (balance ${percentage(balance.relativeEntropy)} %)`}`, columns: ["", "objects", "share %"], rows };
}

/** One table of what is known; none where nothing is. */
function spreadTable({ balance }: Audit): Table[] {
  const number = (value: number | null): string => (value === null ? "–" : String(Number(value.toPrecision(4))));
  const row = (name: string, { count, minimum, mean, deviation, maximum }: Spread): string[] => [name, String(count), ...[minimum, mean, deviation, maximum].map(number)];
  const spreads: (readonly [string, Spread])[] = [["distance", balance.distance], ["visible share", balance.visibleFraction], ["truncation", balance.truncation], ["size in the image", balance.size]];
  const known = spreads.filter(([, { count }]) => count > 0);
  return known.length === 0 ? [] : [{ heading: "Balance", columns: ["", "objects", "least", "mean", "deviation", "most"], rows: known.map(([name, spread]) => row(name, spread)) }];
}
