/** A map of the sphere on which equal areas are equal: how often things are seen from where. */
import { asin, cos, sin } from "../core/math.js";
import { HEADING, SMALL } from "./frame.js";
import type { Label, Plot } from "./plot.js";
import { element, type Markup, pathThrough } from "./svg.js";

/** Counts by bins that are even in azimuth and in the sine of the elevation. */
export interface SphereGrid {
  azimuthBins: number;
  sineBins: number;
  /** Rows from the lowest elevation, columns from azimuth 0. */
  counts: readonly number[];
}

const CENTRE_X = 310;
const CENTRE_Y = 186;
/** Half the map's height; its width is twice the height. */
const RADIUS = 132;
/** Densities of the legend, as multiples of uniform; the last has the full colour. */
const SWATCHES = [0.25, 0.5, 1, 2, 4] as const;

/** Hammer's equal-area projection (1892); azimuth 0 in the middle, azimuths from −π to π from left to right. */
function projected(azimuth: number, elevation: number): readonly [number, number] {
  const scale = RADIUS / Math.sqrt(1 + cos(elevation) * cos(azimuth / 2));
  return [CENTRE_X + 2 * scale * cos(elevation) * sin(azimuth / 2), CENTRE_Y - scale * sin(elevation)];
}

/** Steps along the edge of a bin. */
const STEPS = 6;

function outline(west: number, east: number, low: number, high: number): string {
  const along = (from: number, to: number, at: (value: number) => readonly [number, number]) => Array.from({ length: STEPS }, (_, step) => at(from + ((to - from) * step) / STEPS));
  const points = [
    ...along(west, east, (azimuth) => projected(azimuth, low)),
    ...along(low, high, (elevation) => projected(east, elevation)),
    ...along(east, west, (azimuth) => projected(azimuth, high)),
    ...along(high, low, (elevation) => projected(west, elevation)),
  ];
  return `${pathThrough(points)}Z`;
}

/** Full colour at four times the uniform density and above; half of it at the uniform one. */
function opacity(density: number): number {
  return Math.sqrt(Math.min(1, density / SWATCHES[SWATCHES.length - 1]!));
}

/** The map. @param hole marked by a cross where it is given */
export function sphereMapPlot(heading: string, { azimuthBins, sineBins, counts }: SphereGrid, hole: { radiusDegrees: number; azimuthDegrees: number; elevationDegrees: number } | null): Plot {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const level = (row: number): number => asin((2 * row) / sineBins - 1);
  const bins = counts.flatMap((count, bin): Markup[] => {
    if (count === 0) return [];
    const column = bin % azimuthBins;
    const row = Math.floor(bin / azimuthBins);
    const turn = (edge: number): number => (2 * Math.PI * edge) / azimuthBins;
    const shape = (west: number, east: number): Markup => element("path", { class: "f0", d: outline(west, east, level(row), level(row + 1)), "fill-opacity": opacity((count / total) * counts.length) });
    const [west, east] = [turn(column), turn(column + 1)];
    if (west >= Math.PI) return [shape(west - 2 * Math.PI, east - 2 * Math.PI)];
    // An odd number of bins has one on both sides of the edge.
    return east <= Math.PI ? [shape(west, east)] : [shape(west, Math.PI), shape(-Math.PI, east - 2 * Math.PI)];
  });
  const meridians = [-180, -90, 0, 90, 180].map((azimuth) => Array.from({ length: 37 }, (_, step) => projected((azimuth * Math.PI) / 180, ((step * 5 - 90) * Math.PI) / 180)));
  const parallels = [-60, -30, 0, 30, 60].map((elevation) => Array.from({ length: 73 }, (_, step) => projected(((step * 5 - 180) * Math.PI) / 180, (elevation * Math.PI) / 180)));
  const lines = [...meridians, ...parallels].map((points, at) => element("path", { class: at === 0 || at === 4 ? "line axis" : "line grid", d: pathThrough(points), "stroke-width": 1 }));
  const swatches = SWATCHES.map((density, at) => element("rect", { class: "f0", x: CENTRE_X - 150 + at * 62, y: 342, width: 16, height: 12, "fill-opacity": opacity(density) }));
  const label = (text: string, x: number, y: number, anchor: Label["anchor"], color = "dim"): Label => ({ text, x, y, size: SMALL, anchor, color });
  const labels: Label[] = [
    { text: heading, x: 30, y: 24, size: HEADING, anchor: "start", color: "ink", bold: true },
    label("above", CENTRE_X, CENTRE_Y - RADIUS - 6, "middle"),
    label("below", CENTRE_X, CENTRE_Y + RADIUS + 15, "middle"),
    ...[[-90, "right"], [0, "front"], [90, "left"]].map(([azimuth, text]): Label => label(String(text), projected((Number(azimuth) * Math.PI) / 180, 0)[0] + 3, CENTRE_Y - 3, "start", "ink")),
    label("back", CENTRE_X - 2 * RADIUS - 5, CENTRE_Y + 4, "end", "ink"),
    label("back", CENTRE_X + 2 * RADIUS + 5, CENTRE_Y + 4, "start", "ink"),
    ...SWATCHES.map((density, at) => label(`${density}×`, CENTRE_X - 130 + at * 62, 352, "start")),
    label("times uniform:", CENTRE_X - 158, 352, "end"),
  ];
  const marks: Markup[] = [];
  if (hole !== null) {
    const azimuth = hole.azimuthDegrees > 180 ? hole.azimuthDegrees - 360 : hole.azimuthDegrees;
    const [x, y] = projected((azimuth * Math.PI) / 180, (hole.elevationDegrees * Math.PI) / 180);
    marks.push(element("path", { class: "line s1", d: `M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x - 5} ${y + 5}L${x + 5} ${y - 5}`, "stroke-width": 2.4 }));
    labels.push(label(`× largest hole: ${hole.radiusDegrees.toFixed(0)}°`, 590, 24, "end", "f1"));
  }
  const where = hole === null ? "" : ` The largest hole has ${hole.radiusDegrees.toFixed(0)} degrees around azimuth ${hole.azimuthDegrees.toFixed(0)}, elevation ${hole.elevationDegrees.toFixed(0)}.`;
  return { width: 620, height: 366, description: `${heading}: ${counts.filter((count) => count > 0).length} of ${counts.length} equal parts of the sphere are seen from.${where}`, shapes: [...bins, ...lines, ...marks, ...swatches], labels };
}
