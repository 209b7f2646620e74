/** The plots of a report. */
import { valueOf } from "../calibration/row.js";
import { barsPlot, histogramPlot } from "../../plots/bars.js";
import { linesPlot, reliabilityPlot, rocPlot } from "../../plots/curves.js";
import type { Plot } from "../../plots/plot.js";
import { oriented } from "../calibration/additive-model.js";
import { rocCurve } from "../statistics/roc.js";
import type { JudgedSample, Report } from "./report.js";

/** Curves of single measures beside the combined one: the best of them. */
const MOST_CURVES = 7;

const AREA_AXIS = { label: "area under the curve", low: 0.4, high: 1, format: (value: number): string => value.toFixed(2) };

/** All plots that the report has figures for, by the names of their files. */
export function reportPlots(report: Report, judged: readonly JudgedSample[]): Map<string, Plot> {
  const plots = new Map<string, Plot>();
  const { truth } = report;
  const chances = judged.filter(({ score }) => score !== null);
  if (truth !== null && truth.auc !== null) plots.set("roc", rocPlot([{ name: "combined", auc: truth.auc, points: truth.roc }, ...measureCurves(report, judged)]));
  const { figures, kinds } = report.calibration;
  if (figures?.auc != null) plots.set("calibration-roc", rocPlot([{ name: "combined", auc: figures.auc, points: figures.roc }], "Calibration: telling right from wrong (ROC)"));
  if (figures?.expectedCalibrationError != null) plots.set("calibration-reliability", reliabilityPlot(figures.reliability, figures.expectedCalibrationError, "Calibration: do the chances come true?"));
  if (kinds.length > 0) {
    const bars = kinds.map(({ kind, auc, count }) => ({ name: kind, value: auc, interval: null, note: `(${count})` }));
    plots.set("calibration-kinds", barsPlot("Calibration: each kind of defect", bars, AREA_AXIS));
  }
  if (truth !== null && truth.expectedCalibrationError !== null) plots.set("reliability", reliabilityPlot(truth.reliability, truth.expectedCalibrationError));
  if (chances.length > 0) plots.set("chances", chancesPlot(chances));
  const measured = report.measures.filter(({ auc }) => auc !== null);
  if (measured.length > 0) {
    const bars = [...measured].sort((a, b) => b.auc! - a.auc!).map(({ name, auc, aucInterval }) => ({ name, value: auc, interval: aucInterval }));
    plots.set("measures", barsPlot("Each number alone", bars, AREA_AXIS));
  }
  if (report.kinds.length > 0) {
    const bars = report.kinds.map(({ name, auc, count }) => ({ name, value: auc, interval: null, note: `(${count})` }));
    plots.set("kinds", barsPlot("Each kind of defect against all right pictures", bars, AREA_AXIS));
  }
  for (const { name, losses } of report.trainings) {
    if (losses.length === 0) continue;
    const curves = losses.map(({ name: fold, values }) => ({ name: fold, points: values.map((loss, epoch): [number, number] => [epoch + 1, loss]) }));
    plots.set(`loss-${name.replaceAll(/[^\w-]/g, "_")}`, linesPlot(`Training of ${name}`, curves, { x: "epoch", y: "mean loss" }));
  }
  return plots;
}

function measureCurves(report: Report, judged: readonly JudgedSample[]): { name: string; auc: number; points: ReturnType<typeof rocCurve> }[] {
  const best = report.measures.filter(({ auc }) => auc !== null).sort((a, b) => b.auc! - a.auc!).slice(0, MOST_CURVES);
  return best.map(({ name, good, auc }) => {
    const scored = judged.flatMap(({ values, isGood }) => {
      const value = isGood === null ? null : valueOf(values, name);
      return value === null ? [] : [{ score: oriented(value, good), isGood: isGood! }];
    });
    return { name, auc: auc!, points: rocCurve(scored) };
  });
}

function chancesPlot(judged: readonly JudgedSample[]): Plot {
  const chancesOf = (isGood: boolean | null): number[] => judged.filter((each) => each.isGood === isGood).map(({ score }) => score!);
  const kinds = [
    { name: "right", values: chancesOf(true) },
    { name: "wrong", values: chancesOf(false) },
    { name: "not known", values: chancesOf(null) },
  ].filter(({ values }) => values.length > 0);
  return histogramPlot("Chances that pictures show their label", kinds, { label: "chance", low: 0, high: 1 });
}
