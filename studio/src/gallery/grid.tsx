/** Tiles of samples; only those in view exist. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { SampleLabels, SampleRow } from "../../../src/studio/protocol.js";
import { formatAddress, goTo } from "../address.js";
import { useKeys } from "../keys.js";
import { LabelsCanvas } from "../parts/labels-canvas.js";
import type { Overlay } from "../parts/overlay-options.js";
import { Verdict } from "../parts/verdict.js";
import { source } from "../source.js";
import { useLabels } from "./labels-in-view.js";
import type { PagedRows } from "./pages.js";

const GAP = 8;
const CAPTION = 26;
const PASSING_MILLISECONDS = 60;

interface GridProperties {
  run: string;
  rows: PagedRows;
  version: number;
  /** Wanted side of a tile. */
  size: number;
  /** Output that tiles show. */
  shown: string;
  overlays: ReadonlySet<Overlay>;
  write: boolean;
  query: URLSearchParams;
}

/** Where each list was left, so that coming back from a sample finds the place again. */
const places = new Map<string, number>();

export function Grid({ run, rows, version, size, shown, overlays, write, query }: GridProperties): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const place = `${run}?${query}`;
  const [active, setActive] = useState(places.get(place) ?? 0);
  const total = rows.total ?? 0;
  const columns = Math.max(1, Math.floor((width + GAP) / (size + GAP)));
  const side = Math.max(60, Math.floor((width - GAP * (columns - 1)) / columns));
  const lines = useVirtualizer({ count: width === 0 ? 0 : Math.ceil(total / columns), getScrollElement: () => scroller.current, estimateSize: () => side + CAPTION + GAP, overscan: 3 });
  useLayoutEffect(() => lines.measure(), [side, lines]);
  useLayoutEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth - 2 * GAP));
    setWidth(element.clientWidth - 2 * GAP);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const inView = lines.getVirtualItems();
  const from = (inView[0]?.index ?? 0) * columns;
  const to = Math.min(total, ((inView.at(-1)?.index ?? -1) + 1) * columns);
  useEffect(() => rows.want(from, to), [from, to, rows.want]);
  const isReady = width > 0 && total > 0;
  useLayoutEffect(() => {
    if (isReady && active > 0) lines.scrollToIndex(Math.floor(active / columns), { align: "center" });
    // Only when the list is opened.
  }, [isReady]);
  useEffect(() => void places.set(place, active), [place, active]);
  const ids = overlays.size === 0 ? [] : Array.from({ length: to - from }, (_, at) => rows.row(from + at)?.id).filter((id) => id !== undefined);
  const labels = useLabels(run, ids, version);

  const move = (by: number): void => {
    const next = Math.max(0, Math.min(total - 1, active + by));
    setActive(next);
    lines.scrollToIndex(Math.floor(next / columns), { align: "auto" });
  };
  const decide = (verdict: "accepted" | "rejected" | "unsure" | null): void => {
    const row = rows.row(active);
    if (!write || row === null) return;
    void source.decide(run, [{ id: row.id, imageSha256: row.imageSha256, verdict, note: null }]);
  };
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 600) / (side + CAPTION + GAP))) * columns;
  useKeys({
    ArrowRight: () => move(1),
    ArrowLeft: () => move(-1),
    ArrowDown: () => move(columns),
    ArrowUp: () => move(-columns),
    PageDown: () => move(page),
    PageUp: () => move(-page),
    Home: () => move(-total),
    End: () => move(total),
    Enter: () => {
      const row = rows.row(active);
      if (row !== null) goTo({ run, part: String(row.id), parameters: query });
    },
    a: () => decide("accepted"),
    r: () => decide("rejected"),
    u: () => decide("unsure"),
    x: () => decide(null),
  });
  return (
    <div ref={scroller} className="scroller" tabIndex={0} role="list" aria-label={`${total} samples; arrows move, Enter opens${write ? ", a accepts, r rejects, u is unsure, x takes back" : ""}`}>
      <div style={{ height: lines.getTotalSize(), position: "relative" }}>
        {inView.map((line) => (
          <div key={line.key} className="line" style={{ transform: `translateY(${line.start}px)`, gap: GAP, gridTemplateColumns: `repeat(${columns}, ${side}px)` }}>
            {Array.from({ length: Math.min(columns, total - line.index * columns) }, (_, column) => {
              const at = line.index * columns + column;
              const row = rows.row(at);
              return row === null ? <div key={at} className="tile waiting" style={{ height: side + CAPTION }} />
                : <Tile key={at} run={run} row={row} side={side} shown={shown} isActive={at === active} labels={labels.get(row.id) ?? null} overlays={overlays} href={formatAddress({ run, part: String(row.id), parameters: query })} choose={setActive} at={at} />;
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

interface TileProperties {
  run: string;
  row: SampleRow;
  side: number;
  shown: string;
  at: number;
  isActive: boolean;
  labels: SampleLabels | null;
  overlays: ReadonlySet<Overlay>;
  href: string;
  choose: (at: number) => void;
}

const Tile = memo(function Tile({ run, row, side, shown, at, isActive, labels, overlays, href, choose }: TileProperties): ReactNode {
  const { category, verdict } = row.values;
  const thumbnail = side * devicePixelRatio > 256 ? 512 : side * devicePixelRatio > 128 ? 256 : 128;
  const address = source.picture(run, row.id, shown, { side: thumbnail, ...(shown === "image" ? { sha256: row.imageSha256 } : {}) });
  return (
    <a className={`tile${isActive ? " active" : ""}`} role="listitem" href={href} tabIndex={isActive ? 0 : -1} onFocus={() => choose(at)} style={{ height: side + CAPTION }} title={titleOf(row)}>
      <span className="picture" style={{ height: side }}>
        <Picture key={address} address={address} text={`sample ${row.id}: ${category ?? "image"}`} missing={`no ${shown}`}>
          {labels !== null && overlays.size > 0 && <LabelsCanvas labels={labels} overlays={overlays} />}
        </Picture>
      </span>
      <span className="caption"><span>{row.id}</span><span className="grow">{category}</span>{verdict !== undefined && <Verdict verdict={String(verdict)} isDecided={row.values["decided"] === "person"} />}</span>
    </a>
  );
});

/** Tiles that only pass by ask for no picture, and those that leave give up theirs: few can come at once. */
function Picture({ address, text, missing, children }: { address: string; text: string; missing: string; children: ReactNode }): ReactNode {
  const [isWanted, setWanted] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => setWanted(true), PASSING_MILLISECONDS);
    const element = image.current;
    return () => {
      clearTimeout(timer);
      element?.removeAttribute("src");
    };
  }, []);
  if (isMissing) return <span className="missing">{missing}</span>;
  return (
    <span className="fitted">
      <img ref={image} alt={text} decoding="async" draggable={false} {...(isWanted ? { src: address } : {})} onError={() => setMissing(true)} />
      {children}
    </span>
  );
}

function titleOf({ id, values }: SampleRow): string {
  const { shape, azimuth, elevation, score, prompt } = values;
  return [`sample ${id}`, shape, azimuth === undefined ? null : `azimuth ${azimuth}°, elevation ${elevation}°`, score === undefined ? null : `score ${Number(score).toFixed(3)}`, prompt].filter((part) => part !== null && part !== undefined).join("\n");
}
