/** What `dst3d verify` says at its end. */
import type { VerifiedRun } from "../engine/verify-run.js";
import { say, type Invocation } from "./command.js";
import { count } from "./progress.js";
import { formatColumns, shellWord, shownPath, styled } from "./terminal.js";

const COLORS = { accepted: "green", unsure: "yellow", rejected: "red" } as const;
const SHOWN_REASONS = 5;

/** Verdicts, the reasons that come up most, what the calibration holds, and what to do next. */
export function showVerification(call: Pick<Invocation, "terminal" | "json">, { folder, scores, calibration, status, measured, options }: VerifiedRun): void {
  const { terminal } = call;
  const run = shellWord(shownPath(terminal, folder));
  const numberOf = (verdict: keyof typeof COLORS): number => scores.filter((score) => score.verdict === verdict).length;
  say(call, `\n${styled(terminal, "bold", "verdicts")}  ${run}  ${count(scores.length, "image")}, by ${measured.measures.length} numbers each`);
  const rows = (Object.keys(COLORS) as (keyof typeof COLORS)[]).map((verdict) => [styled(terminal, COLORS[verdict], verdict), String(numberOf(verdict)), percent(numberOf(verdict) / scores.length)]);
  say(call, formatColumns(rows));
  const reasons = reasonsOf(scores);
  if (reasons.length > 0) say(call, `\n${styled(terminal, "bold", "why not")}\n${formatColumns(reasons.map(([reason, times]) => [String(times), reason]))}`);
  say(call, `\n${status.sentence}`);
  if (calibration !== null) {
    const { figures, thresholds, kinds } = calibration;
    if (figures.auc !== null) say(call, `On images with known mistakes: a right one is put before a wrong one in ${percent(figures.auc)} of the pairs; chances are off by ${percent(figures.expectedCalibrationError ?? 0)} on average.`);
    const threshold = thresholds.find(({ precision }) => Math.abs(precision - options.precision) < 1e-9);
    if (threshold !== undefined && threshold.cut !== null) say(call, `With ${percent(threshold.precision)} right among the accepted, ${percent(threshold.yield)} of the right ones are accepted.`);
    const hard = kinds.filter(({ auc }) => auc !== null && auc < 0.8);
    if (hard.length > 0) say(call, `Hard to see here: ${hard.map(({ kind, auc }) => `${kind} (${percent(auc!)})`).join(", ")}.`);
  }
}

/** The commonest reasons of images that are not accepted. */
function reasonsOf(scores: VerifiedRun["scores"]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { verdict, reasons } of scores) if (verdict !== "accepted") for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, SHOWN_REASONS);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`;
}
