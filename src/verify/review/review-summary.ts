/** What people's answers say, as text for a terminal. */
import { percents } from "../report/summary.js";
import type { CountedShare, Figure, ReviewFigures } from "./review-figures.js";

function figureText({ value, interval }: Figure): string {
  if (value === null) return "–";
  return interval === null ? value.toFixed(3) : `${value.toFixed(3)} (${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})`;
}

function shareText({ hits, count, share, interval }: Omit<CountedShare, "name">): string {
  return `${hits} of ${count}, ${percents(share)}${interval === null ? "" : ` (${percents(interval.low)} to ${percents(interval.high)})`}`;
}

/** Plain text; intervals are those of 95 %. */
export function reviewSummary({ raters, problems, questions, decided, agreement, cohen, fleiss, correct, undecided, preferred }: ReviewFigures): string {
  const lines = [
    `${questions} questions, ${decided} with an answer that most give`,
    ...raters.map(({ name, answered, goldAnswered, goldRight, isTrusted }) => `  ${name}: ${answered} answers, ${goldRight} of ${goldAnswered} gold questions right${isTrusted ? "" : "; left out"}`),
    `Agreement ${figureText(agreement)}; Fleiss' kappa ${figureText(fleiss)}`,
    ...cohen.map(({ first, second, questions: both, ...figure }) => `  Cohen's kappa of ${first} and ${second}, ${both} questions: ${figureText(figure)}`),
  ];
  if (correct.length > 0) lines.push("Pictures that show their label", ...correct.map(({ name, ...share }) => `  ${name}: ${shareText(share)}`), `  ${undecided} that raters are split on or cannot tell`);
  if (preferred.length > 0) {
    lines.push("Better of two", ...preferred.map(({ dataset, wins, draws, losses, share, interval }) => `  ${dataset}: better ${wins}, alike ${draws}, worse ${losses}; preferred in ${percents(share)}${interval === null ? "" : ` (${percents(interval.low)} to ${percents(interval.high)})`}`));
  }
  lines.push(...problems.map((problem) => `Note: ${problem}`));
  return `${lines.join("\n")}\n`;
}
