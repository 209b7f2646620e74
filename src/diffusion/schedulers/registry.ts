/** Schedulers by the class names that diffusers writes into scheduler_config.json. */
import { DatasetError } from "../../core/errors.js";
import { DdimScheduler } from "./ddim.js";
import { DpmSolverMultistepScheduler } from "./dpm-solver-multistep.js";
import { EulerAncestralScheduler } from "./euler-ancestral.js";
import { EulerScheduler } from "./euler.js";
import { HeunScheduler } from "./heun.js";
import { LcmScheduler } from "./lcm.js";
import { PndmScheduler } from "./pndm.js";
import type { Scheduler } from "./scheduler.js";
import { UniPcScheduler } from "./unipc.js";

/** A configuration as diffusers stores it. */
export type SchedulerConfig = Readonly<Record<string, unknown>>;

const SCHEDULERS: Readonly<Record<string, new (config: SchedulerConfig) => Scheduler>> = {
  DDIMScheduler: DdimScheduler,
  DPMSolverMultistepScheduler: DpmSolverMultistepScheduler,
  EulerAncestralDiscreteScheduler: EulerAncestralScheduler,
  EulerDiscreteScheduler: EulerScheduler,
  HeunDiscreteScheduler: HeunScheduler,
  LCMScheduler: LcmScheduler,
  PNDMScheduler: PndmScheduler,
  UniPCMultistepScheduler: UniPcScheduler,
};

/** The classes of diffusers that exist here, too. */
export const SCHEDULER_CLASSES: readonly string[] = Object.keys(SCHEDULERS);

/**
 * The scheduler of a configuration, chosen by its `_class_name`, with the defaults of diffusers for missing keys.
 * Throws E_MODEL naming an unknown class, or the key and value that are not supported.
 */
export function createScheduler(diffusersSchedulerConfig: SchedulerConfig): Scheduler {
  const className = diffusersSchedulerConfig["_class_name"];
  const scheduler = typeof className === "string" && Object.hasOwn(SCHEDULERS, className) ? SCHEDULERS[className] : undefined;
  if (scheduler === undefined) {
    throw new DatasetError("E_MODEL", `there is no scheduler ${JSON.stringify(className)}`, {
      hint: `Choose one of ${SCHEDULER_CLASSES.join(", ")}.`,
      subject: "_class_name",
    });
  }
  return new scheduler(diffusersSchedulerConfig);
}
