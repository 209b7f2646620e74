/** A finished drawing, and the ways it is written. */
import { encodePng, rasterizeSvg } from "../codecs/image.js";
import { textStrokes, textWidth } from "../sheet/text.js";
import { element, escapeText, type Markup, markup, pathThrough } from "./svg.js";
import { plotStyle, type Scheme } from "./theme.js";

/** Where a text stands about its point. */
export type Anchor = "start" | "middle" | "end";

/** A line of text: kept as text until it is known whether there are fonts. */
export interface Label {
  text: string;
  x: number;
  /** Of the baseline. */
  y: number;
  size: number;
  anchor: Anchor;
  /** Class of its colour: ink, dim or that of a series. */
  color: string;
  /** Turned to run upwards. */
  upward?: boolean;
  bold?: boolean;
}

/** A drawing in units of pixels. */
export interface Plot {
  width: number;
  height: number;
  /** What it shows, for those who cannot see it. */
  description: string;
  shapes: Markup[];
  labels: Label[];
}

/** Height of capitals as a share of the font's size. */
const CAPITALS = 0.72;

/** The drawing as part of an HTML page; the page needs `plotStyle`. */
export function inlineSvg(plot: Plot): Markup {
  return element("svg", { class: "plot", viewBox: `0 0 ${plot.width} ${plot.height}`, width: plot.width, height: plot.height, role: "img", "aria-label": plot.description }, ...plot.shapes, ...plot.labels.map(textElement));
}

/** The drawing as a file of its own, light or dark as the reader's screen is set. */
export function svgFile(plot: Plot): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${wrapped(plot, "both", markup(...plot.labels.map(textElement)))}\n`;
}

/** The drawing as PNG. Its letters are drawn as strokes, so that no font is needed and all machines give the same. @param scale pixels per unit */
export async function plotPng(plot: Plot, { scheme = "light", scale = 2 }: { scheme?: Scheme; scale?: number } = {}): Promise<Uint8Array> {
  return encodePng(await rasterizeSvg(wrapped(plot, scheme, markup(...plot.labels.map(strokeElement))), scale), { compressionLevel: 9, rowFilters: true });
}

function wrapped({ width, height, description, shapes }: Plot, scheme: Scheme | "both", labels: Markup): string {
  const ground = element("rect", { class: "ground", width, height });
  return element(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", class: "plot", viewBox: `0 0 ${width} ${height}`, width, height },
    element("title", {}, escapeText(description)),
    element("style", {}, escapeText(plotStyle(scheme)).replaceAll("&#39;", "'") as Markup),
    ground,
    ...shapes,
    labels,
  );
}

function textElement({ text, x, y, size, anchor, color, upward, bold }: Label): Markup {
  return element(
    "text",
    { class: color, x, y, "font-size": size, "text-anchor": anchor, "font-weight": bold === true ? 600 : undefined, transform: upward === true ? `rotate(-90 ${x} ${y})` : undefined },
    escapeText(text),
  );
}

function strokeElement({ text, x, y, size, anchor, color, upward, bold }: Label): Markup {
  const capitalHeight = size * CAPITALS;
  const width = textWidth(text, capitalHeight);
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  const series = /^f\d$/.test(color) ? color.replace("f", "s") : `${color}Line`;
  const lines = textStrokes(text, [left, y], capitalHeight).map((points) => pathThrough(points.length === 1 ? [points[0]!, points[0]!] : points));
  return element("path", { class: `line ${series}`, d: lines.join(""), "stroke-width": bold === true ? 1.5 : 1.05, transform: upward === true ? `rotate(-90 ${x} ${y})` : undefined });
}
