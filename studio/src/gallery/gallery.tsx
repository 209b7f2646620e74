/** All samples of a run, by what one looks for. */
import { type ReactNode, useEffect, useState } from "react";
import { formatAddress, goTo, useAddress } from "../address.js";
import { useAsked } from "../asked.js";
import { useRunVersion } from "../run-versions.js";
import { ExportButton } from "../export/export-button.js";
import { Notice } from "../parts/notice.js";
import { OverlayButtons } from "../parts/overlay-buttons.js";
import { OVERLAYS, useOverlays } from "../parts/overlay-options.js";
import { source } from "../source.js";
import { useKeys } from "../keys.js";
import { Facets } from "./facets.js";
import { Grid } from "./grid.js";
import { usePagedRows } from "./pages.js";

/** Parameters of the address that are no filter. */
const VIEW_PARAMETERS = ["at", "show"];
const SIZES = [120, 168, 240, 360];
const KEPT_SIZE = "dst3d tile";

export function Gallery({ run, write }: { run: string; write: boolean }): ReactNode {
  const { parameters } = useAddress();
  const query = new URLSearchParams([...parameters].filter(([name]) => !VIEW_PARAMETERS.includes(name)));
  const version = useRunVersion(run);
  const rows = usePagedRows(run, query, version);
  const facets = useAsked(`facets ${run}?${query} ${version}`, () => source.facets(run, query));
  const summary = useAsked(`run ${run} ${version}`, () => source.run(run));
  const [overlays, toggle] = useOverlays();
  const [size, setSize] = useState(() => Number(localStorage.getItem(KEPT_SIZE) ?? 168));
  const [areFiltersOpen, setFiltersOpen] = useState(false);
  useEffect(() => localStorage.setItem(KEPT_SIZE, String(size)), [size]);
  const shown = parameters.get("show") ?? "image";
  const change = (changes: (next: URLSearchParams) => void): void => {
    const next = new URLSearchParams(parameters);
    next.delete("at");
    changes(next);
    goTo({ run, room: "samples", parameters: next }, { replace: true });
  };
  useKeys({
    "/": () => document.querySelector<HTMLInputElement>("input[type=search]")?.focus(),
    "+": () => setSize((now) => SIZES[Math.min(SIZES.length - 1, SIZES.indexOf(now) + 1)] ?? 168),
    "-": () => setSize((now) => SIZES[Math.max(0, SIZES.indexOf(now) - 1)] ?? 168),
    ...Object.fromEntries(OVERLAYS.map((overlay, at) => [String(at + 1), () => toggle(overlay)])),
  });
  const sort = query.get("sort") ?? "id";
  const sortable = (facets.value ?? []).filter(({ kind }) => kind !== "text");
  return (
    <div className={`gallery${areFiltersOpen ? " filtering" : ""}`}>
      <Facets facets={facets.value ?? []} parameters={query} change={change} close={() => setFiltersOpen(false)} />
      <section className="found" aria-label="Samples">
        <div className="bar">
          <button className="only-narrow" onClick={() => setFiltersOpen(true)}>Filter</button>
          <span className="count" aria-live="polite">{rows.total === null ? "…" : `${rows.total.toLocaleString("en")} ${rows.total === 1 ? "sample" : "samples"}`}</span>
          <label>sort <select value={sort.replace(/^-/, "")} onChange={(event) => change((next) => (event.target.value === "id" ? next.delete("sort") : next.set("sort", event.target.value)))}>
            <option value="id">number</option>
            {sortable.map(({ name, title }) => <option key={name} value={name}>{title.toLowerCase()}</option>)}
          </select></label>
          <button aria-label={sort.startsWith("-") ? "falling; change to rising" : "rising; change to falling"} onClick={() => change((next) => next.set("sort", sort.startsWith("-") ? sort.slice(1) : `-${sort}`))}>{sort.startsWith("-") ? "↓" : "↑"}</button>
          <OutputChoice run={run} first={rows.row(0)?.id ?? null} shown={shown} choose={(output) => change((next) => (output === "image" ? next.delete("show") : next.set("show", output)))} />
          <OverlayButtons chosen={overlays} toggle={toggle} />
          {write && <ExportButton run={run} />}
          <label className="only-wide">size <input type="range" min={0} max={SIZES.length - 1} value={Math.max(0, SIZES.indexOf(size))} onChange={(event) => setSize(SIZES[Number(event.target.value)]!)} /></label>
        </div>
        {(summary.value?.problemCount ?? 0) > 0 && <details className="problems"><summary>{summary.value!.problemCount} {summary.value!.problemCount === 1 ? "thing" : "things"} cannot be shown</summary><ul>{summary.value!.problems.map(({ id, problem }) => <li key={`${id}${problem}`}>{problem}</li>)}</ul></details>}
        {rows.error !== null ? <Notice error={rows.error} />
          : rows.total === 0 ? <p className="empty">{[...query].length > 0 ? <>No sample is like that. <a href={formatAddress({ run })}>Show all</a></> : summary.value?.indexing != null ? "The run is being read …" : "There is no sample yet."}</p>
          : <Grid key={query.toString()} run={run} rows={rows} version={version} size={size} shown={shown} overlays={overlays} write={write} query={query} />}
      </section>
    </div>
  );
}

/** Which of a sample's pictures the tiles show. */
function OutputChoice({ run, first, shown, choose }: { run: string; first: number | null; shown: string; choose: (output: string) => void }): ReactNode {
  const { value } = useAsked(`outputs ${run} ${first === null}`, first === null ? null : () => source.sample(run, first, new URLSearchParams()));
  const pictures = value?.pictures ?? [];
  if (pictures.length < 2) return null;
  return <label>show <select value={shown} onChange={(event) => choose(event.target.value)}>{pictures.map((output) => <option key={output}>{output}</option>)}</select></label>;
}
