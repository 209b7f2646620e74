/** What the parts of an object are painted with. */
import type { Random } from "../../../core/random.js";
import { drawColor, mix, times, type Rgb } from "../canvas.js";
import type { VolumeNoise } from "../noise.js";

const PATTERNS = ["plain", "plain", "plain", "plain", "shaded", "stripes", "checks", "patches", "spots", "grain"] as const;

export interface PartPaint {
  pattern: (typeof PATTERNS)[number];
  first: Rgb;
  second: Rgb;
  /** Repeats of the pattern along the object's longest side. */
  rate: number;
  /** Stripes are square to it. */
  axis: 0 | 1 | 2;
  /** Strength of highlights, and their sharpness. */
  shine: number;
  doublings: number;
}

/** Draws paints that go together: most parts have the object's main colour, some another, some a dark or bright one. */
export function paintbox(stream: Random): () => PartPaint {
  const main = drawColor(stream, 0.2, 0.95);
  const accents: readonly Rgb[] = [drawColor(stream), times(main, stream.uniform(0.25, 0.6)), drawColor(stream, 0.08, 0.3), drawColor(stream, 0.7, 1)];
  const unity = stream.uniform(0.3, 0.9);
  const glossy = stream.uniform(0, 0.7);
  return () => {
    const first = stream.next() < unity ? main : stream.pick(accents);
    return {
      pattern: stream.pick(PATTERNS),
      first,
      second: stream.next() < 0.5 ? times(first, stream.uniform(0.4, 0.8)) : mix(first, stream.pick(accents), stream.uniform(0.4, 1)),
      rate: stream.uniform(4, 18),
      axis: stream.integer(3) as 0 | 1 | 2,
      shine: stream.next() < glossy ? stream.uniform(0.15, 0.8) : 0,
      doublings: 3 + stream.integer(4),
    };
  };
}

/** Share of the second colour at a place on the surface (object coordinates), 0 to 1. */
export function patternAt({ pattern, rate, axis }: PartPaint, x: number, y: number, z: number, noise: VolumeNoise): number {
  switch (pattern) {
    case "plain": return 0;
    case "shaded": return noise(x * 3 + 8, y * 3 + 8, z * 3 + 8);
    case "stripes": return (Math.floor((axis === 0 ? x : axis === 1 ? y : z) * rate) & 1) === 1 ? 1 : 0;
    case "checks": return ((Math.floor(x * rate + 0.37) + Math.floor(y * rate + 0.37) + Math.floor(z * rate + 0.37)) & 1) === 1 ? 1 : 0;
    case "patches": return noise(x * rate * 0.5 + 8, y * rate * 0.5 + 8, z * rate * 0.5 + 8) > 0.52 ? 1 : 0;
    case "spots": return noise(x * rate * 1.5 + 8, y * rate * 1.5 + 8, z * rate * 1.5 + 8) > 0.7 ? 1 : 0;
    case "grain": return noise(x * rate * (axis === 0 ? 0.4 : 3) + 8, y * rate * (axis === 1 ? 0.4 : 3) + 8, z * rate * (axis === 2 ? 0.4 : 3) + 8);
  }
}
