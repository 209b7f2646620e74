/** The figures of a report. */
import { areaWithInterval } from "../calibration/figures.js";
import { oriented } from "../calibration/additive-model.js";
import type { Calibration } from "../calibration/calibration.js";
import { valueOf } from "../calibration/row.js";
import { missingMeasures, statusFor } from "../calibration/status.js";
import type { Measure } from "../signal.js";
import { expectedCalibrationError, RELIABILITY_BINS, reliabilityCurve } from "../statistics/reliability.js";
import { rocArea, rocCurve } from "../statistics/roc.js";
import { thinned } from "../../plots/thinned.js";
import { AZIMUTH_GROUPS, azimuthGroup, categoryOf, ELEVATION_GROUPS, elevationGroup } from "./groups.js";
import { type GroupFigures, type JudgedSample, type KnownSample, type Report, REPORT_FORMAT, type Training, type VerdictCounts } from "./report.js";
import { yieldsOf } from "./yields.js";

/** What a report is made of. */
export interface ReportInput {
  run: string;
  generator: { id: string; model: string | null };
  seed: number;
  judged: readonly JudgedSample[];
  measures: readonly Measure[];
  calibration: Calibration | null;
  /** Answers of people on pictures of this generator that the calibration was fitted on. */
  humanAnswerCount: number;
  targetPrecision: number;
  leftOut: readonly { signal: string; why: string }[];
  trainings: readonly Training[];
  notes: readonly string[];
}

const isKnown = (judged: JudgedSample): judged is KnownSample => judged.isGood !== null && judged.score !== null;

/** Takes all figures. Pictures without a chance count as neither accepted nor rejected. */
export function makeReport({ run, generator, seed, judged, measures, calibration, humanAnswerCount, targetPrecision, ...rest }: ReportInput): Report {
  const known = judged.filter(isKnown);
  const kinds = [...new Set(judged.flatMap(({ plantedKind }) => plantedKind ?? []))].sort();
  return {
    formatVersion: REPORT_FORMAT,
    run, generator, seed,
    count: judged.length,
    calibration: {
      ...statusFor(calibration, generator, humanAnswerCount),
      missingMeasures: calibration === null ? [] : missingMeasures(calibration, measures),
      badShare: calibration?.badShare ?? null,
      kinds: calibration?.kinds ?? [],
      rows: calibration === null ? 0 : Object.values(calibration.counts).reduce((sum, count) => sum + count, 0),
      figures: calibration?.figures ?? null,
    },
    targetPrecision,
    verdicts: countVerdicts(judged),
    reasons: countReasons(judged),
    expectedGoodShare: meanChance(judged),
    yields: yieldsOf(judged, known, calibration, targetPrecision),
    truth: known.length === 0 ? null : truthOf(known, calibration, seed),
    measures: measures.map((measure) => measureFigures(judged, measure, calibration, seed)),
    leftOut: [...rest.leftOut],
    categories: grouped(judged, ({ sample }) => categoryOf(sample.record), null),
    azimuths: grouped(judged, ({ sample }) => azimuthGroup(sample.record), AZIMUTH_GROUPS),
    elevations: grouped(judged, ({ sample }) => elevationGroup(sample.record), ELEVATION_GROUPS),
    kinds: kinds.map((kind) => ({ ...figuresOf(kind, judged.filter(({ plantedKind }) => plantedKind === kind)), auc: areaOf(known.filter(({ isGood, plantedKind }) => isGood || plantedKind === kind)) })),
    trainings: [...rest.trainings],
    notes: [...rest.notes],
  };
}

function countVerdicts(judged: readonly JudgedSample[]): VerdictCounts {
  const counts: VerdictCounts = { accepted: 0, rejected: 0, unsure: 0 };
  for (const { verdict } of judged) counts[verdict]++;
  return counts;
}

function countReasons(judged: readonly JudgedSample[]): Report["reasons"] {
  const counts = new Map<string, number>();
  for (const { verdict, reasons } of judged) {
    const reason = reasons[0] ?? "no single number stands out";
    if (verdict !== "accepted") counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

function meanChance(judged: readonly JudgedSample[]): number | null {
  const chances = judged.flatMap(({ score }) => score ?? []);
  return chances.length === 0 ? null : chances.reduce((sum, chance) => sum + chance, 0) / chances.length;
}

function areaOf(known: readonly KnownSample[]): number | null {
  return rocArea(known);
}

/** Shares of wrong pictures that differ by more than this make chances and precisions differ, too. */
const SHARE_TOLERANCE = 0.05;

function cautionOf(known: readonly KnownSample[], calibration: Calibration | null): string | null {
  const badShare = known.filter(({ isGood }) => !isGood).length / known.length;
  if (calibration === null || Math.abs(badShare - calibration.badShare) <= SHARE_TOLERANCE) return null;
  const percents = (share: number): string => `${Math.round(share * 100)}%`;
  return `${percents(badShare)} of the pictures here are wrong, and chances are those of ${percents(calibration.badShare)} (badShare): measured precision and calibration error differ for that alone.`;
}

function truthOf(known: readonly KnownSample[], calibration: Calibration | null, seed: number): NonNullable<Report["truth"]> {
  const forecasts = known.map(({ score, isGood }) => ({ chance: score, isGood }));
  return {
    known: known.length,
    good: known.filter(({ isGood }) => isGood).length,
    caution: cautionOf(known, calibration),
    ...areaWithInterval(known, { seed, purpose: "report/combined" }),
    roc: thinned(rocCurve(known)),
    reliability: reliabilityCurve(forecasts),
    expectedCalibrationError: expectedCalibrationError(forecasts),
    binning: `${RELIABILITY_BINS} bins of equal width`,
  };
}

function measureFigures(judged: readonly JudgedSample[], { name, good, description }: Measure, calibration: Calibration | null, seed: number): Report["measures"][number] {
  const taken = judged.flatMap(({ values, isGood }) => {
    const value = valueOf(values, name);
    return value === null ? [] : [{ score: oriented(value, good), isGood }];
  });
  const scored = taken.flatMap(({ score, isGood }) => (isGood === null ? [] : [{ score, isGood }]));
  return { name, good, description, taken: taken.length, ...areaWithInterval(scored, { seed, purpose: `report/${name}` }), calibrationAuc: calibration?.measures.find((measure) => measure.name === name)?.auc ?? null };
}

function grouped(judged: readonly JudgedSample[], groupOf: (judged: JudgedSample) => string | null, order: readonly string[] | null): GroupFigures[] {
  const groups = new Map<string, JudgedSample[]>();
  for (const each of judged) {
    const name = groupOf(each);
    if (name === null) continue;
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [each]);
    else members.push(each);
  }
  const names = order === null ? [...groups.keys()].sort() : order.filter((name) => groups.has(name));
  return names.map((name) => figuresOf(name, groups.get(name)!));
}

function figuresOf(name: string, judged: readonly JudgedSample[]): GroupFigures {
  const known = judged.filter(isKnown);
  const good = known.filter(({ isGood }) => isGood);
  const accepted = known.filter(({ verdict }) => verdict === "accepted");
  const both = accepted.filter(({ isGood }) => isGood).length;
  return {
    name,
    count: judged.length,
    verdicts: countVerdicts(judged),
    meanChance: meanChance(judged),
    good: known.length === 0 ? null : good.length,
    auc: areaOf(known),
    precision: accepted.length === 0 ? null : both / accepted.length,
    yield: good.length === 0 ? null : both / good.length,
  };
}
