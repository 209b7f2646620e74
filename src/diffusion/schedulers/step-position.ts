/** Where in its list of timesteps a run stands. */
import { DatasetError } from "../../core/errors.js";

/** Counts the steps of a run; the first timestep that it is asked about says where the run begins. */
export class StepPosition {
  readonly #className: string;
  #timesteps: readonly number[] = [];
  #begin: number | null = null;
  #index: number | null = null;

  constructor(className: string) {
    this.#className = className;
  }

  get timesteps(): readonly number[] {
    return this.#timesteps;
  }

  /** A new run. */
  restart(timesteps: readonly number[]): void {
    this.#timesteps = timesteps;
    this.#begin = null;
    this.#index = null;
  }

  /** Where the run begins, whatever its first timestep. */
  beginAt(index: number): void {
    if (!Number.isInteger(index) || index < 0 || index >= this.#timesteps.length) {
      throw new DatasetError("E_OPTION", `${this.#className}: begin index ${index} of ${this.#timesteps.length} timesteps`, {
        hint: "Call setTimesteps first and give an index into timesteps.",
      });
    }
    this.#begin = index;
  }

  /** The index to step from; throws E_OPTION before `setTimesteps`, after the last step, and for a foreign timestep. */
  current(timestep: number): number {
    if (this.#timesteps.length === 0) {
      throw new DatasetError("E_OPTION", `${this.#className} has no timesteps`, { hint: "Call setTimesteps first." });
    }
    this.#index ??= this.#begin ?? this.#find(timestep);
    if (this.#index >= this.#timesteps.length) {
      throw new DatasetError("E_OPTION", `${this.#className}: the schedule of ${this.#timesteps.length} timesteps has ended`, {
        hint: "Call setTimesteps for a new run.",
      });
    }
    return this.#index;
  }

  /** The index whose noise level `addNoise` uses: the begin of the run, or of the running step, or by the timestep. */
  forNoise(timestep: number): number {
    if (this.#begin === null) return this.#find(timestep);
    return this.#index ?? this.#begin;
  }

  /** One step done. */
  advance(): void {
    this.#index = (this.#index ?? 0) + 1;
  }

  // Of equal timesteps the second counts, so that no noise level is left out where a run begins in the middle.
  #find(timestep: number): number {
    const first = this.#timesteps.indexOf(timestep);
    if (first < 0) {
      throw new DatasetError("E_OPTION", `${this.#className}: timestep ${timestep} is not one of the schedule`, {
        hint: `Give one of scheduler.timesteps: ${this.#timesteps.slice(0, 4).join(", ")}, …`,
      });
    }
    const second = this.#timesteps.indexOf(timestep, first + 1);
    return second < 0 ? first : second;
  }
}
