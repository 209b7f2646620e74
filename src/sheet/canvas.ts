/** A picture to draw on. Coordinates are pixels with centres at +0.5, as everywhere; edges are smoothed by coverage. */
import type { Image } from "../core/image.js";

/** Red, green, blue, 0..255. */
export type Color = readonly [red: number, green: number, blue: number];

/** A point in the picture. */
export type Point = readonly [x: number, y: number];

/** Points that straight lines join. */
export type Path = readonly [Point, ...Point[]];

/** What is drawn and how much of it shows. */
export interface Paint {
  color: Color;
  /** 0..1 */
  opacity: number;
}

/** An RGB picture that can be drawn on; everything outside is cut off. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  /** width × height × 3 */
  readonly data: Uint8Array;

  constructor(width: number, height: number, background: Color = [0, 0, 0]) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(width * height * 3);
    this.fillRectangle(0, 0, width, height, { color: background, opacity: 1 });
  }

  /** The canvas as a picture; the pixels are shared. */
  get image(): Image {
    return { width: this.width, height: this.height, channels: 3, data: this.data };
  }

  /** Mixes a colour into one pixel; `coverage` 0..1. */
  blend(x: number, y: number, { color, opacity }: Paint, coverage = 1): void {
    if (!(x >= 0 && y >= 0 && x < this.width && y < this.height)) return;
    const amount = opacity * (coverage < 1 ? coverage : 1);
    if (!(amount > 0)) return;
    const at = (y * this.width + x) * 3;
    for (let channel = 0; channel < 3; channel++) {
      const old = this.data[at + channel]!;
      this.data[at + channel] = Math.round(old + (color[channel]! - old) * amount);
    }
  }

  /** Whole pixels from (x, y). */
  fillRectangle(x: number, y: number, width: number, height: number, paint: Paint): void {
    const right = Math.min(this.width, x + width);
    const bottom = Math.min(this.height, y + height);
    for (let row = Math.max(0, y); row < bottom; row++) {
      for (let column = Math.max(0, x); column < right; column++) this.blend(column, row, paint);
    }
  }

  /** Copies a picture with its top-left corner at (x, y), whole pixels; alpha is blended over what is there. */
  place(image: Image, x: number, y: number): void {
    const { width, height, channels, data } = image;
    for (let row = Math.max(0, -y); row < Math.min(height, this.height - y); row++) {
      for (let column = Math.max(0, -x); column < Math.min(width, this.width - x); column++) {
        const from = (row * width + column) * channels;
        const to = ((y + row) * this.width + x + column) * 3;
        const opacity = channels === 4 ? data[from + 3]! / 255 : 1;
        for (let channel = 0; channel < 3; channel++) {
          const old = this.data[to + channel]!;
          this.data[to + channel] = Math.round(old + (data[channels === 1 ? from : from + channel]! - old) * opacity);
        }
      }
    }
  }

  /** A straight line with round ends; coverage falls from 1 to 0 within a pixel around its edge. */
  line(from: Point, to: Point, width: number, paint: Paint): void {
    this.#cover(from, to, width, (x, y, coverage) => this.blend(x, y, paint, coverage));
  }

  /** Tells the pixels around a straight line, and how much of each it covers (0 and less: nothing). */
  #cover(from: Point, to: Point, width: number, tell: (x: number, y: number, coverage: number) => void): void {
    const reach = width / 2 + 0.5;
    const segment = clipSegment(from, to, -reach, -reach, this.width + reach, this.height + reach);
    if (segment === null) return;
    const [[x0, y0], [x1, y1]] = segment;
    const dx = x1 - x0;
    const dy = y1 - y0;
    const squared = dx * dx + dy * dy;
    const steep = Math.abs(dy) > Math.abs(dx);
    const [major0, major1, minor0] = steep ? [y0, y1, x0] : [x0, x1, y0];
    const along = steep ? dy : dx;
    const slope = along === 0 ? 0 : (steep ? dx : dy) / along;
    const halfSpan = reach * Math.sqrt(1 + slope * slope) + 1;
    const low = Math.min(major0, major1);
    const high = Math.max(major0, major1);
    for (let major = Math.floor(low - reach); major <= Math.ceil(high + reach); major++) {
      const onLine = Math.min(high, Math.max(low, major + 0.5));
      const center = minor0 + (onLine - major0) * slope;
      for (let minor = Math.floor(center - halfSpan); minor <= Math.ceil(center + halfSpan); minor++) {
        const [px, py] = steep ? [minor, major] : [major, minor];
        const toX = px + 0.5 - x0;
        const toY = py + 0.5 - y0;
        const share = squared === 0 ? 0 : Math.min(1, Math.max(0, (toX * dx + toY * dy) / squared));
        const offX = toX - share * dx;
        const offY = toY - share * dy;
        tell(px, py, reach - Math.sqrt(offX * offX + offY * offY));
      }
    }
  }

  /** Lines from point to point with round ends and joints; nowhere drawn over itself. */
  path(points: Path, width: number, paint: Paint): void {
    if (points.length === 2) {
      this.line(points[0], points[1]!, width, paint);
      return;
    }
    const covered = new Map<number, number>();
    const keep = (x: number, y: number, coverage: number): void => {
      if (!(coverage > 0) || x < 0 || y < 0 || x >= this.width || y >= this.height) return;
      const at = y * this.width + x;
      covered.set(at, Math.max(coverage, covered.get(at) ?? 0));
    };
    for (let index = 1; index < points.length; index++) this.#cover(points[index - 1]!, points[index]!, width, keep);
    for (const [at, coverage] of covered) this.blend(at % this.width, Math.floor(at / this.width), paint, coverage);
  }

  /** A filled disc. */
  disc(center: Point, radius: number, paint: Paint): void {
    this.ring(center, 0, radius, paint);
  }

  /** What lies between two radii. */
  ring([cx, cy]: Point, inner: number, outer: number, paint: Paint): void {
    if (!(Math.abs(cx) < 1e6 && Math.abs(cy) < 1e6)) return;
    for (let y = Math.floor(cy - outer - 1); y <= Math.ceil(cy + outer); y++) {
      for (let x = Math.floor(cx - outer - 1); x <= Math.ceil(cx + outer); x++) {
        const offX = x + 0.5 - cx;
        const offY = y + 0.5 - cy;
        const radius = Math.sqrt(offX * offX + offY * offY);
        this.blend(x, y, paint, Math.min(outer + 0.5 - radius, inner > 0 ? radius - inner + 0.5 : 1));
      }
    }
  }

  /** A filled convex polygon, in either order of its corners; edges smoothed. */
  convexPolygon(corners: readonly Point[], paint: Paint): void {
    let area = 0;
    corners.forEach(([x, y], index) => {
      const [nextX, nextY] = corners[(index + 1) % corners.length]!;
      area += x * nextY - nextX * y;
    });
    if (Math.abs(area) < 1e-9) return;
    const side = area > 0 ? 1 : -1;
    const edges = corners.map((corner, index) => {
      const next = corners[(index + 1) % corners.length]!;
      const length = Math.sqrt((next[0] - corner[0]) * (next[0] - corner[0]) + (next[1] - corner[1]) * (next[1] - corner[1])) || 1;
      const normal: Point = [(-side * (next[1] - corner[1])) / length, (side * (next[0] - corner[0])) / length];
      return { normal, offset: normal[0] * corner[0] + normal[1] * corner[1] };
    });
    const xs = corners.map(([x]) => x);
    const ys = corners.map(([, y]) => y);
    const bottom = Math.min(this.height - 1, Math.ceil(Math.max(...ys)));
    const right = Math.min(this.width - 1, Math.ceil(Math.max(...xs)));
    for (let y = Math.max(0, Math.floor(Math.min(...ys))); y <= bottom; y++) {
      for (let x = Math.max(0, Math.floor(Math.min(...xs))); x <= right; x++) {
        let coverage = 1;
        for (const { normal, offset } of edges) coverage = Math.min(coverage, normal[0] * (x + 0.5) + normal[1] * (y + 0.5) - offset + 0.5);
        this.blend(x, y, paint, coverage);
      }
    }
  }
}

/** The part of a segment inside a rectangle (Liang and Barsky 1984); null for none. */
function clipSegment(from: Point, to: Point, left: number, top: number, right: number, bottom: number): readonly [Point, Point] | null {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  let enter = 0;
  let leave = 1;
  for (const [toward, room] of [[-dx, from[0] - left], [dx, right - from[0]], [-dy, from[1] - top], [dy, bottom - from[1]]] as const) {
    if (toward === 0) {
      if (!(room >= 0)) return null;
    } else if (toward < 0) enter = Math.max(enter, room / toward);
    else leave = Math.min(leave, room / toward);
  }
  if (!(enter <= leave)) return null;
  return [[from[0] + enter * dx, from[1] + enter * dy], [from[0] + leave * dx, from[1] + leave * dy]];
}
