/** From where samples are seen: a globe that turns, and all of it at once as a map of equal areas. */
import { geo, graticule, type PlotOptions, sphere, text } from "@observablehq/plot";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { Viewpoints } from "../../../src/studio/report/report-messages.js";
import { drawChart, useWidth } from "./chart.js";
import { counted } from "./formats.js";
import { galleryLink } from "./gallery-link.js";
import { NumberTable } from "./number-table.js";
import { cap, type SphereCell, sphereCells } from "./sphere-cells.js";

/** Densities of the legend; the last has the full colour. */
const SWATCHES = [0.25, 0.5, 1, 2, 4];

function opacityOf(density: number): number {
  return Math.sqrt(Math.min(1, density / SWATCHES.at(-1)!));
}

const SIDES = [
  { longitude: 0, latitude: 0, words: "front" },
  { longitude: 90, latitude: 0, words: "left" },
  { longitude: 180, latitude: 0, words: "back" },
  { longitude: -90, latitude: 0, words: "right" },
  { longitude: 0, latitude: 84, words: "above" },
  { longitude: 0, latitude: -84, words: "below" },
];

interface SphereProperties {
  run: string;
  filters: URLSearchParams;
  viewpoints: Viewpoints;
}

type Marks = NonNullable<PlotOptions["marks"]>;

export function Sphere({ run, filters, viewpoints }: SphereProperties): ReactNode {
  const cells = useMemo(() => sphereCells(viewpoints), [viewpoints]);
  const link = ({ azimuth, elevation }: Pick<SphereCell, "azimuth" | "elevation">): string => galleryLink(run, filters, { azimuth, elevation });
  const { hole, coverage, count, columns, rows, counts } = viewpoints;
  const marks = useMemo((): Marks => {
    const seen = cells.filter((cell) => cell.count > 0);
    return [
      sphere({ fill: "var(--raised)", stroke: "none" }),
      geo(seen, { geometry: "area", fill: "var(--s0)", fillOpacity: (cell: SphereCell) => opacityOf(cell.density), stroke: "var(--panel)", strokeWidth: 0.4, href: link, title: "words", tip: { channels: {} } }),
      graticule({ stroke: "var(--ink)", strokeOpacity: 0.13 }),
      ...(hole === null ? [] : [geo([cap(hole)], { stroke: "var(--s1)", strokeWidth: 2, strokeDasharray: "5 4", fill: "none" })]),
      text(SIDES, { x: "longitude", y: "latitude", text: "words", fill: "var(--ink)", stroke: "var(--panel)", strokeWidth: 3, pointerEvents: "none" }),
      sphere({ stroke: "var(--dim)" }),
    ];
  }, [cells, hole, run, filters.toString()]);
  const words = `${counted(count)} samples are seen from ${Math.round(coverage * 100)} % of the sphere.${hole === null ? "" : ` Nothing is seen within ${hole.radiusDegrees.toFixed(0)}° around azimuth ${hole.azimuthDegrees.toFixed(0)}°, elevation ${hole.elevationDegrees.toFixed(0).replace("-", "−")}°.`}`;
  return (
    <figure className="chart wide sphere">
      <figcaption><strong>Viewpoints</strong> <span className="dim">{words}</span></figcaption>
      <div className="globes">
        <Globe marks={marks} words={`Globe: ${words}`} />
        <FlatMap marks={marks} words={`Map: ${words}`} />
      </div>
      <ul className="legend">
        <li className="dim">times an even spread:</li>
        {SWATCHES.map((density) => <li key={density}><span className="swatch" style={{ background: `color-mix(in srgb, var(--s0) ${opacityOf(density) * 100}%, var(--raised))` }} />{density}{density === SWATCHES.at(-1) ? " and more" : ""}</li>)}
        {hole !== null && <li><span className="swatch ring" />largest hole</li>}
        <li className="dim">click a part to see its samples</li>
      </ul>
      <details className="numbers">
        <summary>numbers</summary>
        <NumberTable caption="Samples by azimuth (across) and elevation (down)" heads={["elevation", ...columns.map(({ fromDegrees }) => `${fromDegrees}°`)]}
          rows={rows.map((row, at) => ({ key: row.range, cells: [`${row.fromDegrees.toFixed(0)}° to ${row.toDegrees.toFixed(0)}°`, ...columns.map((column, across) => (counts[at]![across] === 0 ? "·" : <a href={link({ azimuth: column.range, elevation: row.range })}>{counted(counts[at]![across]!)}</a>))] })).reverse()} />
      </details>
    </figure>
  );
}

function FlatMap({ marks, words }: { marks: Marks; words: string }): ReactNode {
  const [box, width] = useWidth<HTMLDivElement>();
  useEffect(() => {
    if (width > 0) box.current?.replaceChildren(drawChart({ width, height: Math.round(width * 0.5), margin: 16, projection: { type: "equal-earth" }, marks }, words));
  }, [width, marks, words]);
  return <div ref={box} className="drawing" />;
}

/** A press that moves farther than this turns the globe; others are clicks. */
const LEAST_DRAG_PIXELS = 4;
const START: [number, number] = [25, 20];

function Globe({ marks, words }: { marks: Marks; words: string }): ReactNode {
  const [box, width] = useWidth<HTMLDivElement>();
  const [[longitude, latitude], setCentre] = useState(START);
  const drag = useRef<{ x: number; y: number; centre: [number, number]; isTurning: boolean } | null>(null);
  const side = Math.min(width, 380);
  useEffect(() => {
    if (side > 0) box.current?.replaceChildren(drawChart({ width: side, height: side, margin: 2, projection: { type: "orthographic", rotate: [-longitude, -latitude] }, marks }, words));
  }, [side, marks, words, longitude, latitude]);
  const turn = (byLongitude: number, byLatitude: number): void => setCentre(([a, b]) => [wrapped(a + byLongitude), Math.max(-90, Math.min(90, b + byLatitude))]);
  const move = (event: PointerEvent): void => {
    const begun = drag.current;
    if (begun === null || (event.buttons & 1) === 0) return;
    const [x, y] = [event.clientX - begun.x, event.clientY - begun.y];
    if (!begun.isTurning && Math.hypot(x, y) < LEAST_DRAG_PIXELS) return;
    begun.isTurning = true;
    const perPixel = 115 / Math.max(1, side);
    setCentre([wrapped(begun.centre[0] - x * perPixel), Math.max(-90, Math.min(90, begun.centre[1] + y * perPixel))]);
  };
  const keys: Readonly<Record<string, [number, number]>> = { ArrowLeft: [-15, 0], ArrowRight: [15, 0], ArrowUp: [0, 15], ArrowDown: [0, -15] };
  const press = (event: KeyboardEvent): void => {
    const step = keys[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    turn(...step);
  };
  return (
    <div className="globe">
      <div
        ref={box} className="drawing" tabIndex={0} role="group" aria-label="Globe of viewpoints; arrow keys turn it"
        onPointerDownCapture={(event) => { drag.current = { x: event.clientX, y: event.clientY, centre: [longitude, latitude], isTurning: false }; }}
        onPointerMove={move}
        onClickCapture={(event) => { if (drag.current?.isTurning === true) event.preventDefault(); drag.current = null; }}
        onDragStart={(event) => event.preventDefault()}
        onKeyDown={press}
      />
      <div className="switches" role="group" aria-label="Turn the globe to">
        {SIDES.map(({ longitude: to, latitude: height, words: name }) => <button key={name} onClick={() => setCentre([to, height])}>{name}</button>)}
      </div>
    </div>
  );
}

function wrapped(longitude: number): number {
  return ((longitude + 540) % 360) - 180;
}
