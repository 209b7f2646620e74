/** Which training timesteps a run of few steps visits, with NumPy's arithmetic, whose rounding decides ties. */

/** Names of ways to space timesteps (Lin et al. 2023, table 2). */
export const TIMESTEP_SPACINGS = ["leading", "trailing", "linspace"] as const;

/** To the nearest whole number, halves to the even one. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** numpy.linspace in double, both ends included. */
export function linspace(start: number, stop: number, count: number): number[] {
  const step = count > 1 ? (stop - start) / (count - 1) : 0;
  const values = Array.from({ length: count }, (_, i) => i * step + start);
  if (count > 1) values[count - 1] = stop;
  return values;
}

/** numpy.arange with a fractional step: the step used is the rounded difference of the first two values. */
function arange(start: number, stop: number, step: number): number[] {
  const delta = start + step - start;
  return Array.from({ length: Math.max(0, Math.ceil((stop - start) / step)) }, (_, i) => start + i * delta);
}

/** What a spacing is made from. */
export interface SpacingOptions {
  spacing: (typeof TIMESTEP_SPACINGS)[number];
  trainSteps: number;
  steps: number;
  offset: number;
  /** Spaced for one step more, whose last (cleanest) timestep is left out: the multistep solvers. */
  extraStep?: boolean;
  /** Whether linspace keeps fractions. */
  fractions?: boolean;
  /** One after the noisiest timestep, if not `trainSteps`. */
  end?: number;
}

/** Timesteps from noise to image. */
export function spacedTimesteps({ spacing, trainSteps, steps, offset, extraStep = false, fractions = false, end = trainSteps }: SpacingOptions): number[] {
  const points = steps + (extraStep ? 1 : 0);
  switch (spacing) {
    case "linspace": {
      const timesteps = linspace(0, end - 1, points).reverse().slice(0, steps);
      return timesteps.map(fractions ? Math.fround : roundHalfEven);
    }
    case "leading": {
      const ratio = Math.floor(end / points);
      return Array.from({ length: points }, (_, i) => (points - 1 - i) * ratio + offset).slice(0, steps);
    }
    // By rounding, NumPy's range has one value too many for some numbers of steps (61 of 1000), timestep −1, at which
    // diffusers takes the noisiest level; here it is left out.
    case "trailing": return arange(end, 0, -(trainSteps / steps)).map((timestep) => roundHalfEven(timestep) - 1).filter((timestep) => timestep >= 0);
  }
}
