/** What a run holds: viewpoints, distributions, classes. */
import { type ReactNode } from "react";
import type { Distribution, ViewpointFigures, Viewpoints } from "../../../src/studio/report/report-messages.js";
import { useAsked } from "../asked.js";
import { useRunVersion } from "../run-versions.js";
import { formatAddress } from "../address.js";
import { Notice } from "../parts/notice.js";
import { source } from "../source.js";
import { Choices, Histogram } from "./distribution-charts.js";
import { counted, decimals, percents } from "./formats.js";
import { galleryLink, verdictFilter } from "./gallery-link.js";
import { Legend } from "./legend.js";
import { NumberTable } from "./number-table.js";
import { ReportFilters } from "./report-filters.js";
import { verdictColor } from "./series-colors.js";
import { Sphere } from "./sphere.js";

export function Overview({ run, filters }: { run: string; filters: URLSearchParams }): ReactNode {
  const version = useRunVersion(run);
  const spread = useAsked(`report ${run} ${version} ${filters}`, () => source.distributions(run, filters));
  const viewpoints = useAsked(`viewpoints ${run} ${version} ${filters}`, () => source.viewpoints(run, filters));
  const error = spread.error ?? viewpoints.error;
  if (error !== null && spread.value === null) return <Notice error={error} />;
  if (spread.value === null) return <p className="empty">counting …</p>;
  const { total, series, distributions } = spread.value;
  const differing = distributions.filter((each) => !isAlike(each) && each.name !== "verdict");
  const alike = distributions.filter(isAlike).map((each) => `${each.title.toLowerCase()} ${each.kind === "choice" ? each.values[0]!.value : `${each.lowest}${each.unit ?? ""}`}`);
  return (
    <>
      <ReportFilters run={run} filters={filters} />
      {total === 0 ? <p className="empty">{[...filters].length > 0 ? "No sample is like that." : "There is no sample yet."}</p> : (
        <>
          <ul className="figures">
            <li><a href={formatAddress({ run, parameters: filters })}><b>{counted(total)}</b> {total === 1 ? "sample" : "samples"}</a></li>
            {series.length > 1 && series.map(({ name, count }) => <li key={name}><a href={galleryLink(run, filters, { verdict: verdictFilter(name) })}><b>{percents(count / total, 0)}</b> <span className="swatch" style={{ background: verdictColor(name) }} />{name} <span className="dim">{counted(count)}</span></a></li>)}
            {series.length === 1 && series[0]!.name === "not judged" && source.isLive && <li className="dim">Nothing was verified or decided yet: <a href={formatAddress({ run, room: "report", part: "verification" })}>how to</a></li>}
          </ul>
          {viewpoints.value !== null && <><Sphere run={run} filters={filters} viewpoints={viewpoints.value} /><Evenness run={run} filters={filters} viewpoints={viewpoints.value} /></>}
          {series.length > 1 && <Legend entries={series.map(({ name }) => ({ name, color: verdictColor(name) }))} />}
          <div className="charts uneven">
            {differing.map((each) => each.kind === "choice" ? <Choices key={each.name} run={run} filters={filters} series={series} distribution={each} /> : <Histogram key={each.name} run={run} filters={filters} series={series} distribution={each} />)}
          </div>
          {alike.length > 0 && <p className="dim">The same for all: {alike.join(", ")}.</p>}
        </>
      )}
    </>
  );
}

/** Whether all samples have one value, so that there is nothing to draw. */
function isAlike({ missing, ...each }: Distribution): boolean {
  return missing.every((count) => count === 0) && (each.kind === "number" ? each.lowest === each.highest : each.values.length === 1);
}

/** How even viewpoints are, of each category. */
function Evenness({ run, filters, viewpoints }: { run: string; filters: URLSearchParams; viewpoints: Viewpoints }): ReactNode {
  const { perCategory, leftOut, balance } = viewpoints;
  const groups = Object.entries(perCategory);
  const row = (key: string, heading: ReactNode, { count, relativeEntropy, klUniformBits, chanceBits, coverage, hole }: ViewpointFigures) => ({
    key,
    cells: [heading, counted(count), percents(relativeEntropy), decimals(klUniformBits), decimals(chanceBits), percents(coverage, 0), hole === null ? "–" : `${hole.radiusDegrees.toFixed(0)}° around ${hole.azimuthDegrees.toFixed(0)}°, ${hole.elevationDegrees.toFixed(0)}°`],
  });
  return (
    <section aria-label="Evenness" className="panel">
      <h2>How even</h2>
      <p className="dim">
        KL is how far viewpoints are from an even spread, in bits; as much as “by chance” comes from there being few samples.
        {balance.relativeEntropy !== null && ` Classes are ${percents(balance.relativeEntropy, 0)} balanced.`}
        {Object.entries(leftOut).map(([reason, count]) => ` ${counted(count)} left out: ${reason}.`)}
        {" "}Of samples with several objects the main one counts.
      </p>
      <NumberTable caption="Evenness of viewpoints" heads={["", "seen", "entropy, of even", "KL", "KL by chance", "of the sphere", "largest hole (azimuth, elevation)"]}
        rows={[row("all", "all", viewpoints), ...(groups.length < 2 ? [] : groups.map(([name, figures]) => row(name, <a href={formatAddress({ run, room: "report", parameters: withCategory(filters, name) })}>{name}</a>, figures)))]} />
    </section>
  );
}

function withCategory(filters: URLSearchParams, category: string): URLSearchParams {
  const next = new URLSearchParams(filters);
  next.set("category", category);
  return next;
}
