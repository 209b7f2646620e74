/** Captions in the stroke font. */
import type { Canvas, Paint, Point } from "./canvas.js";
import { MISSING_STROKES, STROKES } from "./stroke-font.js";

interface Glyph {
  /** Points in font units, x from the glyph's left edge, y up from the baseline. */
  lines: readonly (readonly Point[])[];
  width: number;
}

/** Font units of a capital's height; strokes and gaps scale with it. */
const CAPITAL_UNITS = 6;
/** Letters are a little narrower than the grid. */
const X_UNIT = 0.85;
const GAP_UNITS = 1.75;

const glyphs = new Map<string, Glyph>();

function glyphOf(character: string): Glyph {
  const known = glyphs.get(character);
  if (known !== undefined) return known;
  const strokes = STROKES[character] ?? MISSING_STROKES;
  const raw = strokes === "" ? [] : strokes.split("|").map((line) => line.split(" ").map((point): Point => [Number(point[0]), Number(point[1])]));
  const xs = raw.flat().map(([x]) => x);
  const isDigit = character >= "0" && character <= "9";
  // Digits share one width, so that numbers stand in columns.
  const left = isDigit || xs.length === 0 ? 0 : Math.min(...xs);
  const right = isDigit ? 4 : xs.length === 0 ? 2 : Math.max(...xs);
  const lines = raw.map((line) => line.map(([x, y]): Point => [(x - left) * X_UNIT, y - 2]));
  const glyph = { lines, width: (right - left) * X_UNIT };
  glyphs.set(character, glyph);
  return glyph;
}

/** Width of a text in pixels. */
export function textWidth(text: string, capitalHeight: number): number {
  let units = 0;
  for (const character of text) units += glyphOf(character).width + GAP_UNITS;
  return Math.max(0, units - GAP_UNITS) * (capitalHeight / CAPITAL_UNITS);
}

/** The text, shortened with ".." where it is wider than `width` pixels. */
export function fitText(text: string, capitalHeight: number, width: number): string {
  if (textWidth(text, capitalHeight) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join("")}..`, capitalHeight) > width) characters.pop();
  return `${characters.join("").trimEnd()}..`;
}

/** The text in lines no wider than `width` pixels, broken between words; what is left after `lines` is shortened with "..". */
export function wrapText(text: string, capitalHeight: number, width: number, lines: number): string[] {
  const found: string[] = [];
  let words = text.split(" ").filter((word) => word !== "");
  while (words.length > 0 && found.length < lines) {
    let taken = words.length;
    if (found.length < lines - 1) {
      taken = 1;
      while (taken < words.length && textWidth(words.slice(0, taken + 1).join(" "), capitalHeight) <= width) taken++;
    }
    found.push(fitText(words.slice(0, taken).join(" "), capitalHeight, width));
    words = words.slice(taken);
  }
  return found;
}

/** The strokes of a line of text, in pixels. @param origin left end of the baseline @param capitalHeight in pixels */
export function textStrokes(text: string, origin: Point, capitalHeight: number): Point[][] {
  const unit = capitalHeight / CAPITAL_UNITS;
  const strokes: Point[][] = [];
  let x = origin[0];
  for (const character of text) {
    const glyph = glyphOf(character);
    for (const line of glyph.lines) strokes.push(line.map(([px, py]): Point => [x + px * unit, origin[1] - py * unit]));
    x += (glyph.width + GAP_UNITS) * unit;
  }
  return strokes;
}

/**
 * Writes a line of text.
 * @param origin left end of the baseline, in pixels
 * @param capitalHeight height of capitals in pixels, from about 7
 * @param weight stroke width relative to a regular one
 * @returns the x where it ends
 */
export function drawText(canvas: Canvas, text: string, origin: Point, capitalHeight: number, paint: Paint, weight = 1): number {
  const unit = capitalHeight / CAPITAL_UNITS;
  const width = Math.max(1, capitalHeight * 0.13) * weight;
  let x = origin[0];
  for (const character of text) {
    const glyph = glyphOf(character);
    for (const line of glyph.lines) {
      for (let index = 1; index < line.length; index++) {
        const [from, to] = [line[index - 1]!, line[index]!].map(([px, py]): Point => [x + px * unit, origin[1] - py * unit]);
        canvas.line(from!, to!, from![0] === to![0] && from![1] === to![1] ? width * 1.3 : width, paint);
      }
    }
    x += (glyph.width + GAP_UNITS) * unit;
  }
  return x - GAP_UNITS * unit;
}
