/** What a set of labels shows, and from where: gathered object by object in memory that does not grow with them. */
import { binAt, binsOf, DIVISION, type SphereCounts, type SphereDivision } from "./sphere-bins.js";
import { chanceBits, entropyBits, jensenShannonBits, klBits, klUniformBits } from "./divergence.js";
import { largestHole, seenDirections, type SeenDirections, type SphereHole } from "./largest-hole.js";
import { type Spread, spreadCounter, type SpreadCounter } from "./spread.js";
import type { ViewpointTarget } from "./target.js";

/** An object of an image. Radians. What is null is not known. */
export interface AuditedObject {
  category: string;
  /** Null where the front is not known. */
  azimuth: number | null;
  elevation: number;
  distance: number | null;
  /** Visible pixels / amodal pixels. */
  visibleFraction: number | null;
  /** Share of the object outside the image. */
  truncation: number | null;
  /** Square root of the visible box' share of the image. */
  size: number | null;
}

/** Where objects are seen from. */
export interface ViewpointFigures {
  count: number;
  entropyBits: number;
  /** Entropy as a share of that of the uniform distribution; null without objects. */
  relativeEntropy: number | null;
  klUniformBits: number;
  /** What chance gives as many uniform viewpoints on average. */
  chanceBits: number;
  /** Null without target, or where the target knows nothing of the category. */
  klTargetBits: number | null;
  jensenShannonBits: number | null;
  /** Share of bins that are not empty. */
  coverage: number;
  /** Null without objects. */
  hole: SphereHole | null;
  /** Rows from the lowest elevation, columns from azimuth 0. */
  counts: number[][];
}

/** An audit. */
export interface Audit extends ViewpointFigures {
  images: number;
  /** Objects that count for viewpoints and for balance, and why others do not. */
  objects: number;
  leftOut: Record<string, number>;
  division: SphereDivision;
  perCategory: Record<string, ViewpointFigures>;
  balance: {
    /** Objects by category. */
    classes: Record<string, number>;
    /** Entropy of the classes as a share of that of equally many of each; null below two classes. */
    relativeEntropy: number | null;
    distance: Spread;
    visibleFraction: Spread;
    truncation: Spread;
    size: Spread;
  };
}

/** Takes what is audited. */
export interface Auditor {
  image(): void;
  add(object: AuditedObject): void;
  leaveOut(reason: string): void;
  audit(): Audit;
}

interface Counted {
  counts: SphereCounts;
  seen: SeenDirections;
}

/** Begins an audit. @param target what viewpoints are compared with; null: only with the uniform distribution */
export function auditor(target: ViewpointTarget | null = null, division: SphereDivision = DIVISION): Auditor {
  const counted = (): Counted => ({ counts: new Float64Array(binsOf(division)), seen: seenDirections() });
  const all = counted();
  const categories = new Map<string, Counted>();
  const classes = new Map<string, number>();
  const leftOut = new Map<string, number>();
  const spreads = { distance: spreadCounter(), visibleFraction: spreadCounter(), truncation: spreadCounter(), size: spreadCounter() };
  const spreadsByName = Object.entries(spreads) as [keyof typeof spreads, SpreadCounter][];
  let images = 0;
  let objects = 0;
  const leaveOut = (reason: string): void => void leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
  return {
    image: () => void images++,
    leaveOut,
    add(object) {
      objects++;
      classes.set(object.category, (classes.get(object.category) ?? 0) + 1);
      for (const [name, spread] of spreadsByName) {
        const value = object[name];
        if (value !== null) spread.add(value);
      }
      if (object.azimuth === null) return leaveOut("front unknown");
      const own = categories.get(object.category) ?? counted();
      categories.set(object.category, own);
      const bin = binAt(division, object.azimuth, object.elevation);
      for (const { counts, seen } of [all, own]) {
        counts[bin]!++;
        seen.add(object.azimuth, object.elevation);
      }
    },
    audit: () => ({
      images,
      objects,
      leftOut: Object.fromEntries([...leftOut].sort(byName)),
      division,
      ...figuresOf(all, division, target?.all ?? null),
      perCategory: Object.fromEntries([...categories].sort(byName).map(([name, own]) => [name, figuresOf(own, division, target === null ? null : target.ofCategory(name))])),
      balance: {
        classes: Object.fromEntries([...classes].sort(byName)),
        relativeEntropy: classes.size < 2 ? null : entropyBits([...classes.values()]) / entropyBits(new Array<number>(classes.size).fill(1)),
        distance: spreads.distance.figures(),
        visibleFraction: spreads.visibleFraction.figures(),
        truncation: spreads.truncation.figures(),
        size: spreads.size.figures(),
      },
    }),
  };
}

function figuresOf({ counts, seen }: Counted, { azimuthBins, sineBins }: SphereDivision, target: SphereCounts | null): ViewpointFigures {
  const count = counts.reduce((sum, each) => sum + each, 0);
  const most = entropyBits(new Array<number>(counts.length).fill(1));
  return {
    count,
    entropyBits: entropyBits(counts),
    relativeEntropy: count === 0 || most === 0 ? null : entropyBits(counts) / most,
    klUniformBits: klUniformBits(counts),
    chanceBits: chanceBits(counts.length, count),
    klTargetBits: target === null || count === 0 ? null : klBits(counts, target),
    jensenShannonBits: target === null || count === 0 ? null : jensenShannonBits(counts, target),
    coverage: counts.filter((each) => each > 0).length / counts.length,
    hole: largestHole(seen),
    counts: Array.from({ length: sineBins }, (_, row) => [...counts.subarray(row * azimuthBins, (row + 1) * azimuthBins)]),
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
