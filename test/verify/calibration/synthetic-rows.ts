/** Rows as a planted dataset might give them: numbers of many scales, defects that each move a few of them. */
import { random, type Random } from "../../../src/core/random.js";
import { exp } from "../../../src/core/math.js";
import type { CalibrationRow } from "../../../src/verify/calibration/row.js";
import type { Measure } from "../../../src/verify/signal.js";

/** What each number is: from a hidden normal one (high is good) to its scale. */
const SCALES: Record<string, { good: Measure["good"]; scale: (hidden: number) => number }> = {
  edgeRecall: { good: "high", scale: (hidden) => 1 / (1 + exp(-hidden)) },
  overlap: { good: "high", scale: (hidden) => 1 - 0.1 * exp(-hidden) },
  poseLoss: { good: "low", scale: (hidden) => exp(1 - hidden) },
  angleDegrees: { good: "low", scale: (hidden) => Math.min(180, 12 * exp(-1.2 * hidden)) },
  margin: { good: "high", scale: (hidden) => 1000 * hidden },
  secondInstance: { good: "low", scale: (hidden) => (hidden > -1.5 ? 0 : -hidden * 1e-3) },
  blur: { good: "high", scale: (hidden) => 1e6 + hidden },
  nothing: { good: "high", scale: () => 3 },
};

/** How far each kind of defect moves the hidden numbers. */
const KINDS: Record<string, Record<string, number>> = {
  "pose 10": { edgeRecall: -0.8, poseLoss: -0.6, margin: -0.7, angleDegrees: -0.5 },
  "pose 90": { edgeRecall: -2.2, overlap: -1.5, poseLoss: -2.5, margin: -3, angleDegrees: -2.5 },
  swap: { poseLoss: -2, margin: -2.5, angleDegrees: -2.2 },
  mirrored: { edgeRecall: -1, poseLoss: -1.5, margin: -2 },
  erased: { edgeRecall: -3.5, overlap: -4, blur: -1.5 },
  shifted: { edgeRecall: -2.5, overlap: -2.5 },
  "second instance": { secondInstance: -4 },
  blurred: { blur: -5 },
};

export const SYNTHETIC_KINDS = Object.keys(KINDS);
export const SYNTHETIC_MEASURES: Measure[] = Object.entries(SCALES).map(([name, { good }]) => ({ name, good, description: `${name}.`, reason: `${name} speaks against it` }));

/** @param badShare of the rows @param kinds that are planted */
export function syntheticRows(count: number, { seed = 1, badShare = 0.25, kinds = SYNTHETIC_KINDS, source = "planted" }: { seed?: number; badShare?: number; kinds?: readonly string[]; source?: CalibrationRow["source"] } = {}): CalibrationRow[] {
  return Array.from({ length: count }, (_, index) => {
    const key = String(index).padStart(8, "0");
    const chance = random(seed, `synthetic/${key}`, source);
    const kind = chance.next() < badShare ? chance.pick(kinds) : null;
    return {
      key,
      group: `scene ${Math.floor(index / 2)}`,
      values: valuesOf(chance, kind),
      isGood: kind === null,
      category: chance.pick(["car", "chair"]),
      viewpoint: { azimuthRadians: chance.uniform(0, 6.28), elevationRadians: chance.uniform(-0.3, 1.2) },
      plantedKind: kind,
      source,
    };
  });
}

function valuesOf(chance: Random, kind: string | null): Record<string, number | null> {
  const common = chance.normal() * 0.5; // hard pictures are hard for all signals
  const values: Record<string, number | null> = {};
  for (const [name, { scale }] of Object.entries(SCALES)) {
    const moved = kind === null ? 0 : (KINDS[kind]![name] ?? 0);
    const value = scale(common + 0.85 * chance.normal() + moved);
    values[name] = chance.next() < 0.03 ? null : value;
  }
  return values;
}
