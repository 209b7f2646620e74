/** Two runs beside each other. */
import type { ReactNode } from "react";
import type { OptionDifference, RunComparison, VerificationReport } from "../../../src/studio/report/report-messages.js";
import { useAsked } from "../asked.js";
import { useRunVersion } from "../run-versions.js";
import { goTo, useAddress } from "../address.js";
import { Notice } from "../parts/notice.js";
import { source } from "../source.js";
import { ComparedChoices, ComparedNumbers } from "./compared-charts.js";
import { counted, decimals, percents } from "./formats.js";
import { FullDifference } from "./full-difference.js";
import { Legend } from "./legend.js";
import { NumberTable } from "./number-table.js";
import { ReportFilters } from "./report-filters.js";
import { reportSource } from "./report-source.js";
import { SamplePairs } from "./sample-pairs.js";
import { seriesColor } from "./series-colors.js";

/** Fields that a run which nobody has judged does not have. */
const JUDGEMENTS = ["verdict", "decided", "score"];

export function Comparison({ run, filters }: { run: string; filters: URLSearchParams }): ReactNode {
  const { parameters } = useAddress();
  const { value: studio } = useAsked("studio", () => source.studio());
  const others = (studio?.runs ?? []).filter((name) => name !== run);
  const other = parameters.get("with");
  const choose = (name: string): void => {
    const next = new URLSearchParams(filters);
    if (name !== "") next.set("with", name);
    goTo({ run, room: "report", part: "compare", parameters: next }, { replace: true });
  };
  if (studio === null) return null;
  if (others.length === 0) return <p className="empty">Only this run is open. Start the studio with a folder of runs, or with <code>--with OTHER</code>, to compare.</p>;
  return (
    <>
      <div className="bar">
        <label><span className="swatch" style={{ background: seriesColor(0) }} /><strong>{run}</strong> with <span className="swatch" style={{ background: seriesColor(1) }} /><select value={other ?? ""} onChange={(event) => choose(event.target.value)}>
          <option value="">choose a run …</option>
          {others.map((name) => <option key={name}>{name}</option>)}
        </select></label>
      </div>
      {other !== null && others.includes(other) && <ComparedRuns run={run} other={other} filters={filters} />}
    </>
  );
}

function ComparedRuns({ run, other, filters }: { run: string; other: string; filters: URLSearchParams }): ReactNode {
  const versions = `${useRunVersion(run)} ${useRunVersion(other)}`;
  const { value, error } = useAsked(`compare ${run} ${other} ${versions} ${filters}`, () => reportSource.comparison(run, other, filters));
  const first = useAsked(`verification ${run} ${versions}`, () => reportSource.verification(run));
  const second = useAsked(`verification ${other} ${versions}`, () => reportSource.verification(other));
  if (error !== null) return <Notice error={error} />;
  if (value === null || value.runs[0]!.name !== run || value.runs[1]!.name !== other) return <p className="empty">counting …</p>;
  const entries = value.runs.map(({ name, count }, at) => ({ name, color: seriesColor(at), note: `${counted(count)} samples` }));
  const inBoth = value.distributions.filter(({ name, missing }) => !JUDGEMENTS.includes(name) || missing.every((count, at) => count < value.runs[at]!.count));
  const shown = inBoth.filter(({ difference }) => difference !== 0);
  const alike = inBoth.filter(({ difference }) => difference === 0);
  return (
    <>
      <ReportFilters run={run} filters={filters} />
      <Legend entries={entries} />
      <KeyFigures comparison={value} verifications={[first.value, second.value]} />
      {value.common > 0 && <SamplePairs run={run} other={other} filters={filters} common={value.common} sameLabel={value.sameLabel} otherVerdict={value.otherVerdict} />}
      <h2>Distributions, those that differ most first</h2>
      <div className="charts">{shown.map((each) => each.kind === "number" && <ComparedNumbers key={each.name} runs={value.runs} filters={filters} distribution={each} />)}</div>
      <div className="charts uneven">{shown.map((each) => each.kind === "choice" && <ComparedChoices key={each.name} runs={value.runs} filters={filters} distribution={each} />)}</div>
      {alike.length > 0 && <p className="dim">Alike in both: {alike.map(({ title }) => title.toLowerCase()).join(", ")}.</p>}
      <Options comparison={value} />
      <FullDifference run={run} other={other} />
    </>
  );
}

function KeyFigures({ comparison, verifications }: { comparison: RunComparison; verifications: readonly (VerificationReport | null)[] }): ReactNode {
  const { runs, viewpoints, viewpointDifference } = comparison;
  const reports = verifications.map((each) => each?.report ?? null);
  const target = reports.map((report) => report?.yields.find(({ precision }) => precision === report.targetPrecision) ?? null);
  const row = (heading: string, of: (at: number) => string) => ({ key: heading, cells: [heading, of(0), of(1)] });
  return (
    <section className="panel wide" aria-label="Key figures">
      <NumberTable caption="Key figures" heads={["", ...runs.map(({ name }) => name)]} rows={[
        row("samples", (at) => counted(runs[at]!.count)),
        row("categories", (at) => counted(Object.keys(viewpoints[at]!.balance.classes).length)),
        row("viewpoints: KL from even (by chance)", (at) => `${decimals(viewpoints[at]!.klUniformBits)} (${decimals(viewpoints[at]!.chanceBits)})`),
        row("part of the sphere", (at) => percents(viewpoints[at]!.coverage, 0)),
        row("largest hole", (at) => (viewpoints[at]!.hole === null ? "–" : `${viewpoints[at]!.hole.radiusDegrees.toFixed(0)}°`)),
        row("verification", (at) => reports[at]?.calibration.status ?? "not verified"),
        row("accepted", (at) => (reports[at] === null ? "–" : percents(reports[at].verdicts.accepted / Math.max(1, reports[at].count)))),
        row("expected to show their label", (at) => percents(reports[at]?.expectedGoodShare)),
        row("area under the curve", (at) => decimals(reports[at]?.truth?.auc ?? reports[at]?.calibration.figures?.auc)),
        row("yield at the precision asked for", (at) => (target[at] == null ? "–" : `${percents(target[at].measured?.yield ?? target[at].expected?.yield)} at ${percents(target[at].precision, 0)}`)),
      ]} />
      <p className="dim">{viewpointDifference === null ? "" : `Viewpoints of both differ by ${decimals(viewpointDifference)} bits (Jensen and Shannon; 0 is the same, 1 nothing in common).`}</p>
    </section>
  );
}

/** Options that begin so are about what a run was made from. */
const MADE_FROM = "run.";
const MOST_OPTIONS = 200;

function Options({ comparison: { options, runs } }: { comparison: RunComparison }): ReactNode {
  const written = (value: unknown): string => {
    const text = value === undefined ? "–" : typeof value === "string" ? (/^[0-9a-f]{64}$/.test(value) ? value.slice(0, 12) : value) : JSON.stringify(value);
    return text.length > 200 ? `${text.slice(0, 199)}…` : text;
  };
  const table = (caption: string, chosen: OptionDifference[]): ReactNode => chosen.length > 0 && (
    <NumberTable caption={caption} heads={["option", ...runs.map(({ name }) => name)]} rows={chosen.slice(0, MOST_OPTIONS).map(({ option, first, second }) => ({ key: option, cells: [<code>{option}</code>, written(first), written(second)] }))} />
  );
  const files = options?.filter(({ option }) => option.startsWith(MADE_FROM)) ?? [];
  return (
    <section className="panel wide options" aria-label="Options">
      <h2>What they were made with</h2>
      {options === null ? <p className="dim">The recipe of one of them cannot be read.</p> : options.length === 0 && <p className="dim">Both were made with the same options.</p>}
      {table("Options that differ", options?.filter((each) => !files.includes(each)) ?? [])}
      {files.length > 0 && <details><summary>{counted(files.length)} {files.length === 1 ? "thing" : "things"} that only one was made from, or in another version</summary>{table("Made from", files)}</details>}
      {options !== null && options.length > MOST_OPTIONS && <p className="dim"><code>dst3d diff</code> shows all {counted(options.length)}.</p>}
    </section>
  );
}
