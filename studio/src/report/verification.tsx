/** What verification has come to: how many pictures are kept at which precision, and how far that can be trusted. */
import type { ReactNode } from "react";
import type { Report, VerificationReport } from "../../../src/studio/report/report-messages.js";
import { useAsked } from "../asked.js";
import { useRunVersion } from "../run-versions.js";
import { formatAddress } from "../address.js";
import { Notice } from "../parts/notice.js";
import { Command } from "../sample/facts.js";
import { source } from "../source.js";
import { Histogram } from "./distribution-charts.js";
import { counted, decimals, percents, withInterval } from "./formats.js";
import { galleryLink } from "./gallery-link.js";
import { GroupTable } from "./group-table.js";
import { Legend } from "./legend.js";
import { MeasureChart } from "./measure-chart.js";
import { NumberTable } from "./number-table.js";
import { ReliabilityChart } from "./reliability-chart.js";
import { reportSource } from "./report-source.js";
import { RocChart } from "./roc-chart.js";
import { verdictColor } from "./series-colors.js";
import { sideFilter } from "./sides.js";

const NO_FILTERS = new URLSearchParams();

export function Verification({ run }: { run: string }): ReactNode {
  const version = useRunVersion(run);
  const { value, error } = useAsked(`verification ${run} ${version}`, () => reportSource.verification(run));
  if (error !== null && value === null) return <Notice error={error} />;
  if (value === null) return <p className="empty">reading the report …</p>;
  if (value.report === null) return <NotVerified hasScores={value.hasScores} command={value.command} />;
  return <Verified run={run} version={version} verification={value} report={value.report} />;
}

function NotVerified({ hasScores, command }: { hasScores: boolean; command: string }): ReactNode {
  return (
    <section className="panel alone">
      <h1>This run was not verified{hasScores ? " to the end" : ""}</h1>
      <p>Nobody knows how many of its pictures show what their labels say. Verification measures every picture and says of each whether it is to be kept{hasScores ? "; it goes on where it stopped" : ""}:</p>
      <Command text={command} />
    </section>
  );
}

function Verified({ run, version, verification, report }: { run: string; version: number; verification: Extract<VerificationReport, { report: Report }>; report: Report }): ReactNode {
  const { calibration, truth, yields, verdicts, count, generator, measures } = report;
  const spread = useAsked(`report ${run} ${version}`, () => source.distributions(run, NO_FILTERS));
  const scores = spread.value?.distributions.find((each) => each.name === "score");
  const { figures } = calibration;
  const link = (more: Record<string, string | null>): string => galleryLink(run, NO_FILTERS, more);
  const target = yields.find(({ precision }) => precision === report.targetPrecision);
  return (
    <>
      <Trust verification={verification} report={report} run={run} />
      <ul className="figures">
        {(["accepted", "unsure", "rejected"] as const).map((verdict) => <li key={verdict}><a href={link({ verdict })}><b>{percents(verdicts[verdict] / Math.max(1, count), 0)}</b> <span className="swatch" style={{ background: verdictColor(verdict) }} />{verdict} <span className="dim">{counted(verdicts[verdict])}</span></a></li>)}
        {target?.measured != null ? <li><b>{percents(target.measured.yield)}</b> of the right pictures kept <span className="dim">at {percents(report.targetPrecision, 0)} precision, measured {percents(target.measured.precision)}</span></li>
          : target?.expected != null && <li><b>{percents(target.expected.yield)}</b> of the right pictures kept <span className="dim">expected at {percents(report.targetPrecision, 0)} precision</span></li>}
        {truth?.auc != null && <li><b>{decimals(truth.auc)}</b> area under the curve <span className="dim">of {counted(truth.known)} with known truth</span></li>}
        {truth === null && figures?.auc != null && <li><b>{decimals(figures.auc)}</b> area under the curve <span className="dim">of {counted(calibration.rows)} pictures of the calibration</span></li>}
        {report.expectedGoodShare !== null && <li><b>{percents(report.expectedGoodShare)}</b> expected to show their label</li>}
      </ul>
      <section className="panel wide" aria-label="Yield">
        <h2>Yield</h2>
        <p className="dim">How many pictures are kept when a precision is asked for. {truth === null ? "No truth is known of this run's own pictures: expected figures follow from the chances alone." : `Measured on ${counted(truth.known)} pictures whose truth is known, ${counted(truth.good)} of them right.`}</p>
        <NumberTable caption="Yield" heads={["precision", "least chance", "kept", "expected precision", "expected yield", "measured precision", "measured yield", "yield of the calibration", "of the best cut"]}
          rows={yields.map(({ precision, cut, accepted, calibrationYield, expected, measured, bestYield }) => ({
            key: String(precision),
            cells: [
              <>{percents(precision, 0)}{precision === report.targetPrecision && <span className="badge">used</span>}</>,
              cut === null ? "not reached" : decimals(cut), cut === null ? "–" : <a href={link({ score: `${cut}..` })}>{counted(accepted)}</a>,
              percents(expected?.precision), percents(expected?.yield),
              measured === null ? "–" : withInterval(measured.precision, measured.precisionInterval, percents), measured === null ? "–" : withInterval(measured.yield, measured.yieldInterval, percents),
              percents(calibrationYield), percents(bestYield),
            ],
          }))} />
      </section>
      <div className="charts large">
        {verification.curves.length > 0 && <RocChart title="Right from wrong (ROC)" note={truth === null ? "" : `${counted(truth.known)} pictures of this run`} curves={verification.curves} />}
        {figures?.auc != null && <RocChart title="The calibration's own pictures (ROC)" note={`${counted(calibration.rows)}, by models that have not seen them`} curves={[{ name: "combined", auc: figures.auc, points: figures.roc }]} />}
        {truth !== null && truth.reliability.length > 0 && <ReliabilityChart title="Do chances come true?" bins={truth.reliability} error={truth.expectedCalibrationError} linkOf={(low, high) => link({ score: `${low}..${high}` })} />}
        {figures !== null && figures.reliability.length > 0 && <ReliabilityChart title="Do chances come true in the calibration?" bins={figures.reliability} error={figures.expectedCalibrationError} linkOf={null} />}
        <MeasureChart measures={measures} isHere={measures.some(({ auc }) => auc !== null)} />
        {scores?.kind === "number" && spread.value !== null && <Histogram run={run} filters={NO_FILTERS} series={spread.value.series} distribution={scores} marks={target?.cut == null ? [] : [{ at: target.cut, words: "cut" }]} />}
      </div>
      {spread.value !== null && <Legend entries={spread.value.series.map(({ name }) => ({ name, color: verdictColor(name) }))} />}
      {report.reasons.length > 0 && (
        <section className="panel wide" aria-label="Reasons">
          <h2>Why pictures are not kept</h2>
          <ul className="reasons">{report.reasons.slice(0, 12).map(({ reason, count: times }) => <li key={reason} style={{ "--share": `${(100 * times) / report.reasons[0]!.count}%` } as React.CSSProperties}><span>{reason}</span><b>{counted(times)}</b></li>)}</ul>
        </section>
      )}
      <GroupTable title="Categories" head="category" groups={report.categories} linkOf={(category, verdict) => link({ category, ...(verdict === null ? {} : { verdict }) })} />
      <GroupTable title="Seen from" head="side" groups={report.azimuths} linkOf={(name, verdict) => withVerdict(sideFilter("azimuth", name), verdict, link)} />
      <GroupTable title="Elevation" head="elevation" groups={report.elevations} linkOf={(name, verdict) => withVerdict(sideFilter("elevation", name), verdict, link)} />
      <GroupTable title="Planted mistakes" head="kind" groups={report.kinds} linkOf={(planted, verdict) => link({ planted, ...(verdict === null ? {} : { verdict }) })} />
      <p className="dim">Pictures by {generator.id}{generator.model === null ? "" : ` (${generator.model})`}. report.html in the run's verify folder says the same as a page to pass on.</p>
    </>
  );
}

function withVerdict(filter: Record<string, string | null> | null, verdict: string | null, link: (more: Record<string, string | null>) => string): string | null {
  return filter === null ? null : link({ ...filter, ...(verdict === null ? {} : { verdict }) });
}

/** How far the figures hold, in plain words, before any figure. */
function Trust({ run, verification, report }: { run: string; verification: Extract<VerificationReport, { report: Report }>; report: Report }): ReactNode {
  const { calibration, truth, leftOut, notes } = report;
  const { changed, unjudged, answers, command } = verification;
  const warnings = [
    ...(calibration.missingMeasures.length > 0 ? [`Not taken, though the calibration knows them: ${calibration.missingMeasures.join(", ")}. Chances are less sure without.`] : []),
    ...(truth?.caution != null ? [truth.caution] : []),
    ...(changed > 0 ? [`${counted(changed)} pictures have changed since: what is said here is not about them.`] : []),
    ...(unjudged > 0 ? [`${counted(unjudged)} pictures came later and were not judged.`] : []),
  ];
  const isCalibrated = calibration.status === "calibrated";
  return (
    <section className={`panel wide trust${isCalibrated ? "" : " doubtful"}`} aria-label="How far this holds">
      <p><strong>{calibration.sentence}</strong></p>
      {warnings.map((warning) => <p key={warning}>{warning}</p>)}
      {(!isCalibrated || changed + unjudged > 0) && <><p className="dim">{isCalibrated ? "Verify again:" : <>Have people <a href={formatAddress({ run, room: "review" })}>review</a> pictures ({counted(answers)} answers are there), then verify again:</>}</p><Command text={command} /></>}
      {leftOut.length > 0 && <details><summary>{leftOut.length} {leftOut.length === 1 ? "signal was" : "signals were"} not taken</summary><ul>{leftOut.map(({ signal, why }) => <li key={signal}>{signal}: {why}</li>)}</ul></details>}
      {notes.length > 0 && <details><summary>{notes.length} {notes.length === 1 ? "note" : "notes"}</summary><ul>{notes.map((note) => <li key={note}>{note}</li>)}</ul></details>}
    </section>
  );
}
