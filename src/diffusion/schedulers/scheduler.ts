/** What every noise schedule offers, in the terms of diffusers, on flat float32 arrays of any shape. */

/** What a step may be given besides the model's output. */
export interface StepOptions {
  /** Standard normal noise of the sample's length; schedulers that add noise need it. */
  noise?: Float32Array;
  /** DDIM only: 0 is deterministic, 1 as noisy as DDPM. Without it the configuration's `eta`, which is 0 if missing. */
  eta?: number;
}

/** A noise schedule and the solver that walks it. Built by `createScheduler`. */
export interface Scheduler {
  /** The class of diffusers that it follows. */
  readonly className: string;
  /** How many entries of `timesteps` belong to one step of the schedule: 2 for Heun, else 1. */
  readonly order: number;
  /** Timesteps in the order in which the model is asked; some solvers ask twice at one. Empty before `setTimesteps`. */
  readonly timesteps: readonly number[];
  /** What standard normal noise is multiplied by to become the first sample. */
  readonly initNoiseSigma: number;
  /** Whether `step` needs `noise` (by the configuration). */
  readonly needsNoise: boolean;
  /** Makes the schedule of a run of `steps` steps and forgets the run before. */
  setTimesteps(steps: number): void;
  /** Starts in the middle, at this index of `timesteps` (image to image). Needed only where timesteps repeat. */
  setBeginIndex(index: number): void;
  /** What the model is shown instead of the sample at this timestep. */
  scaleModelInput(sample: Float32Array, timestep: number): Float32Array;
  /** A clean sample with the noise that belongs to this timestep. */
  addNoise(sample: Float32Array, noise: Float32Array, timestep: number): Float32Array;
  /** The sample one step nearer to the image, from the model's output at `timestep`. Timesteps must come in order. */
  step(modelOutput: Float32Array, timestep: number, sample: Float32Array, options?: StepOptions): { prevSample: Float32Array };
}
