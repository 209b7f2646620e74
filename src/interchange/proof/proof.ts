/** The outcome of comparing an export with the labels it was made from. */
import { DatasetError } from "../../core/errors.js";

/** One kind of comparison: the worst case and what is allowed. */
export interface ProofCheck {
  /** As in "surface points from their pixels". */
  what: string;
  /** How many were compared. */
  compared: number;
  worst: number;
  /** Largest value that passes. */
  limit: number;
  unit: string;
  /** Where the worst was found; null where nothing was compared. */
  at: string | null;
}

/** All comparisons of an export. */
export type Proof = readonly ProofCheck[];

/** A comparison that takes values. */
export interface Measured extends ProofCheck {
  /** @param value what is wrong; NaN counts as infinitely wrong */
  take(value: number, at: string): void;
}

/** Begins a comparison. */
export function measure(what: string, limit: number, unit: string): Measured {
  return {
    what,
    compared: 0,
    worst: 0,
    limit,
    unit,
    at: null,
    take(value, at) {
      const wrong = Number.isNaN(value) ? Infinity : Math.abs(value);
      this.compared++;
      if (this.at !== null && wrong <= this.worst) return;
      this.worst = wrong;
      this.at = at;
    },
  };
}

/** Comparisons as plain values. */
export function proofOf(...checks: readonly Measured[]): Proof {
  return checks.map(({ what, compared, worst, limit, unit, at }) => ({ what, compared, worst, limit, unit, at }));
}

/** The comparisons that do not pass. */
export function failures(proof: Proof): ProofCheck[] {
  return proof.filter(({ worst, limit }) => !(worst <= limit));
}

/** What is said of a comparison. */
export function proofText({ what, compared, worst, limit, unit, at }: ProofCheck): string {
  const number = (value: number): string => (value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : String(Math.round(value * 10000) / 10000));
  const suffix = unit === "" ? "" : ` ${unit}`;
  return `${what}: ${compared} compared, worst ${number(worst)}${suffix} (limit ${number(limit)}${suffix})${worst > limit && at !== null ? ` at ${at}` : ""}`;
}

/** What should be in the export and is not. */
export function missing(what: string): DatasetError {
  return new DatasetError("E_EXPORT", `The export lacks ${what}.`, { hint: "This is a defect of dst3d: please report it.", subject: what });
}
