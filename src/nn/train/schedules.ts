/** Learning rates over the steps of a training, counted from 0. */
import { cos } from "../../core/math.js";

/** The learning rate of a step. */
export type Schedule = (step: number) => number;

export function constantRate(rate: number): Schedule {
  return () => rate;
}

/** From `rate` down to `end` along half a cosine wave; `end` from step `steps` on. */
export function cosineRate(rate: number, steps: number, end = 0): Schedule {
  return (step) => end + ((rate - end) * (1 + cos(Math.PI * Math.min(1, step / steps)))) / 2;
}

/** Multiplied by `factor` after every `every` steps. */
export function stepRate(rate: number, every: number, factor = 0.1): Schedule {
  return (step) => {
    let now = rate;
    for (let count = Math.floor(step / every); count > 0; count--) now *= factor;
    return now;
  };
}

/** Rises evenly over the first `steps` steps, then follows another schedule, which also sees those steps. */
export function warmUp(steps: number, then: Schedule): Schedule {
  return (step) => (step < steps ? then(step) * ((step + 1) / steps) : then(step));
}
