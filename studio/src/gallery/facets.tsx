/** What there is of each field, to filter by. */
import { type ReactNode, useEffect, useState } from "react";
import type { Facet } from "../../../src/studio/protocol.js";

interface FacetsProperties {
  facets: readonly Facet[];
  parameters: URLSearchParams;
  change: (changes: (next: URLSearchParams) => void) => void;
  close: () => void;
}

export function Facets({ facets, parameters, change, close }: FacetsProperties): ReactNode {
  const filters = [...parameters].filter(([name]) => name !== "sort");
  return (
    <aside className="facets" aria-label="Filters">
      <div className="bar">
        <strong>Filters</strong>
        <span className="grow" />
        {filters.length > 0 && <button onClick={() => change((next) => { for (const [name] of filters) next.delete(name); })}>clear</button>}
        <button className="only-narrow" onClick={close}>close</button>
      </div>
      {facets.filter((facet) => facet.kind === "text").map((facet) => <TextFacet key={facet.name} facet={facet} value={parameters.get(facet.name) ?? ""} change={change} />)}
      {facets.filter((facet) => facet.kind !== "text").map((facet) => facet.kind === "choice"
        ? <ChoiceFacet key={facet.name} facet={facet} chosen={parameters.getAll(facet.name)} change={change} />
        : <NumberFacet key={facet.name} facet={facet} range={parameters.get(facet.name)} change={change} />)}
    </aside>
  );
}

type Change = FacetsProperties["change"];

function TextFacet({ facet, value, change }: { facet: Facet; value: string; change: Change }): ReactNode {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => change((next) => (text === "" ? next.delete(facet.name) : next.set(facet.name, text))), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return <input type="search" aria-label={`${facet.title} contains`} placeholder={`${facet.title} contains …`} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()} />;
}

const SHOWN_CHOICES = 8;

function ChoiceFacet({ facet, chosen, change }: { facet: Extract<Facet, { kind: "choice" }>; chosen: readonly string[]; change: Change }): ReactNode {
  const [isLong, setLong] = useState(false);
  const choices = isLong ? facet.choices : facet.choices.filter(({ value }, at) => at < SHOWN_CHOICES || chosen.includes(value));
  const toggle = (value: string): void => change((next) => {
    next.delete(facet.name);
    for (const each of chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]) next.append(facet.name, each);
  });
  const most = Math.max(1, ...facet.choices.map(({ count }) => count));
  if (facet.choices.length === 1 && facet.missing === 0 && chosen.length === 0) return null;
  return (
    <details open={["category", "verdict"].includes(facet.name) || chosen.length > 0}>
      <summary>{facet.title}{chosen.length > 0 && <span className="badge">{chosen.length}</span>}</summary>
      <ul>
        {choices.map(({ value, count }) => (
          <li key={value}>
            <label style={{ "--share": `${(100 * count) / most}%` } as React.CSSProperties}>
              <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} /><span className="grow">{value}</span><span className="dim">{count.toLocaleString("en")}</span>
            </label>
          </li>
        ))}
        {facet.missing > 0 && <li><label><input type="checkbox" checked={chosen.includes("none")} onChange={() => toggle("none")} /><span className="grow dim">none</span><span className="dim">{facet.missing.toLocaleString("en")}</span></label></li>}
      </ul>
      {facet.choices.length > SHOWN_CHOICES && <button onClick={() => setLong(!isLong)}>{isLong ? "fewer" : `all ${facet.choices.length}`}</button>}
    </details>
  );
}

function NumberFacet({ facet, range, change }: { facet: Extract<Facet, { kind: "number" }>; range: string | null; change: Change }): ReactNode {
  const { low, high, bins, name, title, unit } = facet;
  const [from, to] = range?.split("..") ?? ["", ""];
  if (low === null || high === null || low === high) return null;
  const set = (start: string, end: string): void => change((next) => (start === "" && end === "" ? next.delete(name) : next.set(name, `${start}..${end}`)));
  const most = Math.max(1, ...bins);
  const width = (high - low) / bins.length;
  const shown = (value: number): string => String(Math.round(value * 100) / 100);
  const isIn = (at: number): boolean => {
    if (range === null) return true;
    const middle = low + (at + 0.5) * width;
    const [start, end] = [from === "" ? -Infinity : Number(from), to === "" || to === undefined ? Infinity : Number(to)];
    return start <= end ? middle >= start && middle <= end : middle >= start || middle <= end;
  };
  return (
    <details open={range !== null || ["score", "azimuth"].includes(name)}>
      <summary>{title}{unit !== null && <span className="dim"> {unit}</span>}{range !== null && <span className="badge">{range}</span>}</summary>
      <svg className="bins" viewBox={`0 0 ${bins.length} 30`} preserveAspectRatio="none" role="img" aria-label={`Histogram of ${title.toLowerCase()} from ${shown(low)} to ${shown(high)}`}>
        {bins.map((count, at) => <rect key={at} className={isIn(at) ? "in" : ""} x={at + 0.08} width={0.84} y={30 - Math.max(count > 0 ? 1 : 0, (count / most) * 30)} height={Math.max(count > 0 ? 1 : 0, (count / most) * 30)} />)}
        {bins.map((count, at) => <rect key={`c${at}`} className="hit" x={at} width={1} y={0} height={30} onClick={() => set(shown(low + at * width), shown(low + (at + 1) * width))}><title>{`${shown(low + at * width)} to ${shown(low + (at + 1) * width)}: ${count}`}</title></rect>)}
      </svg>
      <div className="range">
        <NumberBox label={`${title} from`} value={from ?? ""} placeholder={shown(low)} set={(text) => set(text, to ?? "")} /><span>to</span>
        <NumberBox label={`${title} to`} value={to ?? ""} placeholder={shown(high)} set={(text) => set(from ?? "", text)} />
      </div>
    </details>
  );
}

function NumberBox({ label, value, placeholder, set }: { label: string; value: string; placeholder: string; set: (text: string) => void }): ReactNode {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const done = (): void => {
    if (text !== value && (text === "" || !Number.isNaN(Number(text)))) set(text);
  };
  return <input inputMode="decimal" aria-label={label} value={text} placeholder={placeholder} onChange={(event) => setText(event.target.value)} onBlur={done} onKeyDown={(event) => event.key === "Enter" && done()} />;
}
