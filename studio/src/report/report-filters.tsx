/** Which samples a report is about; the filters are those of the gallery. */
import type { ReactNode } from "react";
import { formatAddress, goTo, useAddress } from "../address.js";
import { useAsked } from "../asked.js";
import { useRunVersion } from "../run-versions.js";
import { source } from "../source.js";

/** Fields that can be chosen right here; others come along from the gallery's address. */
const OFFERED = ["category", "verdict", "generator", "environment"];

export function ReportFilters({ run, filters }: { run: string; filters: URLSearchParams }): ReactNode {
  const { part, parameters } = useAddress();
  const version = useRunVersion(run);
  const { value: facets } = useAsked(`facets ${run}?${filters} ${version}`, () => source.facets(run, filters));
  const change = (changes: (next: URLSearchParams) => void): void => {
    const next = new URLSearchParams(parameters);
    changes(next);
    goTo({ run, room: "report", part, parameters: next }, { replace: true });
  };
  const offered = (facets ?? []).flatMap((facet) => (facet.kind === "choice" && OFFERED.includes(facet.name) && (facet.choices.length > 1 || filters.has(facet.name)) ? [facet] : []));
  const others = [...new Set([...filters.keys()])].filter((name) => !offered.some((facet) => facet.name === name) || filters.getAll(name).length > 1);
  return (
    <div className="bar filters">
      {offered.filter(({ name }) => !others.includes(name)).map(({ name, title, choices, missing }) => (
        <label key={name}>{title.toLowerCase()} <select aria-label={title.toLowerCase()} value={filters.get(name) ?? ""} onChange={(event) => change((next) => (event.target.value === "" ? next.delete(name) : next.set(name, event.target.value)))}>
          <option value="">all</option>
          {choices.map(({ value, count }) => <option key={value} value={value}>{value} ({count.toLocaleString("en")})</option>)}
          {(missing > 0 || filters.get(name) === "none") && <option value="none">none ({missing.toLocaleString("en")})</option>}
        </select></label>
      ))}
      {others.map((name) => <button key={name} onClick={() => change((next) => next.delete(name))} aria-label={`remove the filter ${name}`}>{name}: {filters.getAll(name).join(", ")} ✕</button>)}
      {[...filters].length > 0 && <a href={formatAddress({ run, parameters: filters })}>these samples</a>}
    </div>
  );
}
