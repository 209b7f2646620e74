/** What the schedulers that step in sigma (Euler, Euler ancestral, Heun) have in common; each adds its step. */
import { alphasCumprod } from "./betas.js";
import { checkSteps } from "./configuration.js";
import type { Scheduler, StepOptions } from "./scheduler.js";
import { firstSigma, scaledForModel, sigmaSchedule, withNoiseOfSigma, type SigmaScheduleOptions } from "./sigma-schedule.js";
import { sigmaTable } from "./sigmas.js";
import { StepPosition } from "./step-position.js";

/** A schedule of noise levels, and where in it a run is. */
export abstract class SigmaScheduler<Options extends SigmaScheduleOptions> implements Scheduler {
  abstract readonly order: number;
  abstract readonly needsNoise: boolean;
  readonly className: string;
  protected readonly options: Options;
  protected readonly position: StepPosition;
  /** One per timestep, and where the run ends. */
  protected sigmas: Float32Array;
  readonly #alphas: Float32Array;

  /** @param zeroSnrFloor as for `alphasCumprod` */
  constructor(className: string, options: Options, zeroSnrFloor?: number) {
    this.className = className;
    this.options = options;
    this.position = new StepPosition(className);
    this.#alphas = alphasCumprod(options, zeroSnrFloor);
    this.sigmas = sigmaTable(this.#alphas);
  }

  get timesteps(): readonly number[] {
    return this.position.timesteps;
  }

  get initNoiseSigma(): number {
    return firstSigma(this.sigmas, this.options.timestep_spacing);
  }

  setTimesteps(steps: number): void {
    checkSteps(this.className, steps, this.options.num_train_timesteps);
    const { timesteps, sigmas } = sigmaSchedule(this.options, this.#alphas, steps);
    this.begin(timesteps, sigmas);
  }

  setBeginIndex(index: number): void {
    this.position.beginAt(index);
  }

  scaleModelInput(sample: Float32Array, timestep: number): Float32Array {
    return scaledForModel(sample, this.sigmas[this.position.current(timestep)]!);
  }

  addNoise(sample: Float32Array, noise: Float32Array, timestep: number): Float32Array {
    return withNoiseOfSigma(sample, noise, this.sigmas[this.position.forNoise(timestep)]!);
  }

  abstract step(modelOutput: Float32Array, timestep: number, sample: Float32Array, options?: StepOptions): { prevSample: Float32Array };

  /** Takes up the schedule of a run. */
  protected begin(timesteps: readonly number[], sigmas: Float32Array): void {
    this.sigmas = sigmas;
    this.position.restart(timesteps);
  }
}
