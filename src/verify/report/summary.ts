/** The report as text for a terminal. */
import { few } from "../../core/quantities.js";
import type { GroupFigures, Report, YieldAt } from "./report.js";

/** "93.1%" */
export function percents(share: number | null, digits = 1): string {
  return share === null ? "–" : `${(share * 100).toFixed(digits)}%`;
}

/** "0.962 (0.951 to 0.972)" */
export function areaText(auc: number | null, interval: { low: number; high: number } | null): string {
  if (auc === null) return "–";
  return interval === null ? auc.toFixed(3) : `${auc.toFixed(3)} (${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})`;
}

/** What a precision costs, in a sentence. */
export function yieldText({ precision, cut, accepted, calibrationYield, expected, measured, bestYield }: YieldAt): string {
  const wanted = `${Number((precision * 100).toFixed(1))}% precision`;
  if (cut === null) return `${wanted}: not reached${bestYield === null ? "" : `; the best cut would keep ${percents(bestYield)} of the good pictures`}`;
  const parts = [`${wanted}: ${accepted} accepted (chance from ${cut.toFixed(3)} on)`];
  if (calibrationYield !== null) parts.push(`yield of the calibration ${percents(calibrationYield)}`);
  if (expected !== null) parts.push(`expected precision ${percents(expected.precision)}, yield ${percents(expected.yield)}`);
  if (measured !== null) parts.push(`measured precision ${percents(measured.precision)}, yield ${percents(measured.yield)}`);
  if (bestYield !== null) parts.push(`best cut ${percents(bestYield)}`);
  return parts.join("; ");
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => [...row[column]!].length)));
  return rows.map((row) => `  ${row.map((cell, column) => (column === 0 ? cell + " ".repeat(widths[column]! - [...cell].length) : " ".repeat(widths[column]! - [...cell].length) + cell)).join("  ")}`.trimEnd());
}

function groups(heading: string, all: readonly GroupFigures[]): string[] {
  if (all.length === 0) return [];
  const hasTruth = all.some(({ good }) => good !== null);
  const head = [heading, "pictures", "accepted", "unsure", "rejected", "chance", ...(hasTruth ? ["good", "AUC", "precision", "yield"] : [])];
  const rows = all.map(({ name, count, verdicts, meanChance, good, auc, precision, yield: share }) => [
    name, String(count), String(verdicts.accepted), String(verdicts.unsure), String(verdicts.rejected), percents(meanChance, 0),
    ...(hasTruth ? [good === null ? "–" : String(good), auc?.toFixed(3) ?? "–", percents(precision, 0), percents(share, 0)] : []),
  ]);
  return ["", ...table([head, ...rows])];
}

/** Plain text, some dozens of lines. */
export function summaryText(report: Report): string {
  const { verdicts, truth, calibration } = report;
  const lines = [
    `${report.run}: ${report.count} pictures: ${verdicts.accepted} accepted, ${verdicts.unsure} unsure, ${verdicts.rejected} rejected`,
    calibration.sentence,
  ];
  if (calibration.missingMeasures.length > 0) lines.push(`Not taken, though the calibration knows them: ${few(calibration.missingMeasures)}. Chances are less sure without.`);
  if (report.expectedGoodShare !== null) lines.push(`Expected to show their label: ${percents(report.expectedGoodShare)} of all.`);
  const { figures, kinds } = calibration;
  if (figures !== null) {
    lines.push(`Calibration: ${calibration.rows} pictures with known answers; AUC ${areaText(figures.auc, figures.aucInterval)}, of defects of unseen kinds ${figures.unseenAuc?.toFixed(3) ?? "–"}; expected calibration error ${figures.expectedCalibrationError?.toFixed(3) ?? "–"}.`);
  }
  if (truth !== null) {
    lines.push(
      `Truth is known of ${truth.known}, of which ${truth.good} show their label.`,
      `Combined AUC ${areaText(truth.auc, truth.aucInterval)}; expected calibration error ${truth.expectedCalibrationError?.toFixed(3) ?? "–"} (${truth.binning}).`,
    );
  }
  if (truth !== null && truth.caution !== null) lines.push(truth.caution);
  lines.push("", "Yield", ...report.yields.map((each) => `  ${yieldText(each)}`));
  if (report.reasons.length > 0) lines.push("", "Why pictures are not accepted", ...table(report.reasons.slice(0, 12).map(({ reason, count }) => [reason, String(count)])));
  if (report.measures.length > 0) {
    lines.push("", ...table([["measure", "taken", "AUC here", "AUC in calibration"], ...report.measures.map(({ name, taken, auc, aucInterval, calibrationAuc }) => [name, String(taken), areaText(auc, aucInterval), calibrationAuc?.toFixed(3) ?? "–"])]));
  }
  if (kinds.length > 0) lines.push("", ...table([["calibrated on", "pictures", "AUC", "AUC unseen"], ...kinds.map(({ kind, count, auc, unseenAuc }) => [kind, String(count), auc?.toFixed(3) ?? "–", unseenAuc?.toFixed(3) ?? "–"])]));
  for (const { signal, why } of report.leftOut) lines.push(`  ${signal}: left out: ${why}`);
  lines.push(...groups("category", report.categories), ...groups("seen from", report.azimuths), ...groups("elevation", report.elevations), ...groups("planted defect", report.kinds));
  if (report.trainings.length > 0) lines.push("", "Trainings", ...report.trainings.map(({ name, note }) => `  ${name}: ${note}`));
  if (report.notes.length > 0) lines.push("", "Notes", ...report.notes.map((note) => `  ${note}`));
  return `${lines.join("\n")}\n`;
}
