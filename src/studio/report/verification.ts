/** What verification of a run has come to, as far as it still holds. */
import { thinned } from "../../plots/thinned.js";
import { sampleId } from "../../dataset/sample-id.js";
import { oriented } from "../../verify/calibration/additive-model.js";
import { valueOf } from "../../verify/calibration/row.js";
import { readReport } from "../../verify/report/read-report.js";
import type { Report } from "../../verify/report/report.js";
import { readHumanAnswers } from "../../verify/review/human-answer-file.js";
import { rocCurve } from "../../verify/statistics/roc.js";
import type { OpenedRun } from "../opened-run.js";
import { shellWord } from "../../core/shell-word.js";
import { valueAt } from "../table/sample-table.js";
import type { NamedCurve, VerificationReport } from "./report-messages.js";

/** Curves of single numbers beside the combined one: the best of them. */
const MOST_CURVES = 7;
const CURVE_POINTS = 200;

/** See the file's comment. @throws DatasetError E_RECORD for a broken report, E_REVIEW for broken answers, E_STORAGE */
export async function verificationOf(run: OpenedRun): Promise<VerificationReport> {
  const report = await readReport(run.root, run.files);
  const command = `dst3d verify ${shellWord(run.root)}`;
  if (report === null) return { report: null, hasScores: run.scores.size > 0, command };
  const { table } = run;
  let changed = 0;
  let unjudged = 0;
  for (let row = 0; row < table.length; row++) {
    const score = run.scores.get(idAt(run, row));
    if (score === undefined) unjudged++;
    else if (score.imageSha256 !== table.imageSha256[row]) changed++;
  }
  return { report, command, changed, unjudged, curves: await curvesOf(run, report), answers: (await readHumanAnswers(run.root, run.files)).length };
}

function idAt({ table }: OpenedRun, row: number): string {
  return sampleId(valueAt(table, "id", row) as number);
}

/** The combined curve, and those of the numbers that tell best; none where no truth is known. */
async function curvesOf(run: OpenedRun, { truth, measures }: Report): Promise<NamedCurve[]> {
  if (truth === null || truth.auc === null) return [];
  const known = await knownRows(run);
  const best = measures.filter(({ auc }) => auc !== null).sort((a, b) => b.auc! - a.auc!).slice(0, MOST_CURVES);
  return [
    { name: "combined", auc: truth.auc, points: thinned(truth.roc, CURVE_POINTS) },
    ...best.flatMap(({ name, good, auc }): NamedCurve[] => {
      const scored = known.flatMap(({ signals, isGood }) => {
        const value = valueOf(signals, name);
        return value === null ? [] : [{ score: oriented(value, good), isGood }];
      });
      return scored.length === 0 ? [] : [{ name, auc: auc!, points: thinned(rocCurve(scored), CURVE_POINTS) }];
    }),
  ];
}

/** Samples whose truth is known: in a planted run from what was planted, else from people, who go first. */
async function knownRows(run: OpenedRun): Promise<{ signals: Readonly<Record<string, number | null>>; isGood: boolean }[]> {
  const { table, scores } = run;
  const planted = table.columns.get("planted") as { codes: Int32Array; words: string[] };
  const answers = new Map((await readHumanAnswers(run.root, run.files)).map((answer) => [answer.id, answer]));
  const known: { signals: Readonly<Record<string, number | null>>; isGood: boolean }[] = [];
  for (let row = 0; row < table.length; row++) {
    const id = idAt(run, row);
    const score = scores.get(id);
    if (score === undefined || score.imageSha256 !== table.imageSha256[row]) continue;
    const answer = answers.get(id);
    if (answer?.imageSha256 === score.imageSha256) known.push({ signals: score.signals, isGood: answer.isGood });
    else if (planted.words.length > 0) known.push({ signals: score.signals, isGood: planted.codes[row]! < 0 });
  }
  return known;
}
