/** The shapes of a catalogue as portraits; only those in view exist. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { ShapeList, ShapeRow } from "../../../src/studio/shapes/answers.js";
import { formatAddress, goTo, useAddress } from "../address.js";
import { useAsked } from "../asked.js";
import { useKeys } from "../keys.js";
import { Notice } from "../parts/notice.js";
import { draftOf } from "./drafts.js";
import { MARKS, shownShapes } from "./filter.js";
import { Portrait } from "./portrait.js";
import { askShapes } from "./shape-source.js";
import { shapeAddress } from "./shape-address.js";

const GAP = 8;
const CAPTION = 46;
const SIDE = 184;

/** Where each list was left, so that coming back from a shape finds the place again. */
const places = new Map<string, string>();

export function Catalogue({ run, catalogue }: { run: string | null; catalogue: string }): ReactNode {
  const { parameters } = useAddress();
  const { value, error } = useAsked(`shapes ${catalogue}`, () => askShapes(catalogue));
  const back = <a href={formatAddress({ run, room: "shapes" })}>← catalogues</a>;
  if (error !== null) return <div><div className="bar">{back}</div><Notice error={error} /></div>;
  if (value === null) return <p className="empty">loading …</p>;
  const rows = shownShapes(value.shapes, catalogue, parameters);
  const change = (name: string, text: string): void => {
    const next = new URLSearchParams(parameters);
    if (text === "") next.delete(name);
    else next.set(name, text);
    goTo(shapeAddress(run, catalogue, next), { replace: true });
  };
  const categories = [...new Set(value.shapes.map(({ category }) => category))].sort();
  const unknown = value.shapes.filter(({ frontKnown }) => !frontKnown).length;
  return (
    <div className="found catalogue">
      <div className="bar">
        {back}
        <strong>{value.label}</strong>
        <span className="dim" role="status">{rows.length === value.shapes.length ? `${rows.length} ${rows.length === 1 ? "shape" : "shapes"}` : `${rows.length} of ${value.shapes.length} shapes`}{unknown > 0 && `, ${unknown} without a known front`}</span>
        <span className="grow" />
        {categories.length > 1 && <select aria-label="category" value={parameters.get("category") ?? ""} onChange={(event) => change("category", event.target.value)}><option value="">all categories</option>{categories.map((name) => <option key={name}>{name}</option>)}</select>}
        <select aria-label="mark" value={parameters.get("mark") ?? ""} onChange={(event) => change("mark", event.target.value)}><option value="">all marks</option>{Object.entries(MARKS).map(([mark, title]) => <option key={mark} value={mark}>{title}</option>)}</select>
        <input type="search" aria-label="id contains" placeholder="id contains …" value={parameters.get("text") ?? ""} onChange={(event) => change("text", event.target.value)} />
      </div>
      {rows.length === 0 ? <p className="empty">No shape is like that.</p> : <Portraits key={`${parameters}`} run={run} list={value} rows={rows} filters={parameters} />}
      <p className="legend dim"><span className="up-key" /> up <span className="front-key" /> front</p>
    </div>
  );
}

function Portraits({ run, list, rows, filters }: { run: string | null; list: ShapeList; rows: readonly ShapeRow[]; filters: URLSearchParams }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const place = `${list.key}?${filters}`;
  const [active, setActive] = useState(() => Math.max(0, rows.findIndex(({ id }) => id === places.get(place))));
  const columns = Math.max(2, Math.floor((width + GAP) / (SIDE + GAP)));
  const side = Math.max(60, Math.floor((width - GAP * (columns - 1)) / columns));
  const lines = useVirtualizer({ count: width === 0 ? 0 : Math.ceil(rows.length / columns), getScrollElement: () => scroller.current, estimateSize: () => side + CAPTION + GAP, overscan: 2 });
  useLayoutEffect(() => lines.measure(), [side, lines]);
  useLayoutEffect(() => {
    const element = scroller.current!;
    const measure = (): void => setWidth(element.clientWidth - 2 * GAP);
    const observer = new ResizeObserver(measure);
    measure();
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (width > 0 && active > 0) lines.scrollToIndex(Math.floor(active / columns), { align: "center" });
    // Only when the list is opened.
  }, [width > 0]);
  const choose = (at: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, at));
    setActive(next);
    places.set(place, rows[next]!.id);
  };
  const move = (by: number): void => {
    choose(active + by);
    lines.scrollToIndex(Math.floor(Math.max(0, Math.min(rows.length - 1, active + by)) / columns), { align: "auto" });
  };
  useKeys({
    ArrowRight: () => move(1),
    ArrowLeft: () => move(-1),
    ArrowDown: () => move(columns),
    ArrowUp: () => move(-columns),
    Home: () => move(-rows.length),
    End: () => move(rows.length),
    Enter: () => goTo(shapeAddress(run, list.key, filters, rows[active]!.id)),
    Escape: () => goTo({ run, room: "shapes" }),
  });
  return (
    <div ref={scroller} className="scroller" tabIndex={0} role="list" aria-label={`${rows.length} shapes; arrows move, Enter opens`}>
      <div style={{ height: lines.getTotalSize(), position: "relative" }}>
        {lines.getVirtualItems().map((line) => (
          <div key={line.key} className="line" style={{ transform: `translateY(${line.start}px)`, gap: GAP, gridTemplateColumns: `repeat(${columns}, ${side}px)` }}>
            {rows.slice(line.index * columns, (line.index + 1) * columns).map((row, column) => {
              const at = line.index * columns + column;
              return <Tile key={row.id} list={list} row={row} side={side} isActive={at === active} href={formatAddress(shapeAddress(run, list.key, filters, row.id))} choose={() => choose(at)} />;
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

interface TileProperties {
  list: ShapeList;
  row: ShapeRow;
  side: number;
  isActive: boolean;
  href: string;
  choose: () => void;
}

function Tile({ list, row, side, isActive, href, choose }: TileProperties): ReactNode {
  const { id, category, licence, frontKnown, up, front, problem } = row;
  return (
    <a className={`tile${isActive ? " active" : ""}`} role="listitem" href={href} tabIndex={isActive ? 0 : -1} onFocus={choose} style={{ height: side + CAPTION }} title={`${id}\n${category}\nlicence ${licence ?? "unknown"}`}>
      <span className="picture" style={{ height: side }}>
        {problem === null ? <Portrait catalogue={list.key} id={id} stamp={`${list.manifestSha256} ${up} ${front}`} side={side * devicePixelRatio > 192 ? 384 : 192} /> : <span className="unloadable"><strong>cannot be loaded</strong><span>{problem}</span></span>}
      </span>
      <span className="caption two">
        <span className="grow">{id}</span>
        <span className="marks"><span className="grow">{category} · {licence ?? "licence unknown"}</span>{draftOf(list.key, id) !== null ? <span className="doubt">not saved</span> : !frontKnown && problem === null && <span className="doubt" title="azimuth labels are null until its front is known">front unknown</span>}</span>
      </span>
    </a>
  );
}
