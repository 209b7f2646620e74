/** Reads a scheduler_config.json of diffusers: unknown keys are left alone, unknown values are refused by name. */
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import { BETA_SCHEDULES } from "./betas.js";
import { TIMESTEP_SPACINGS } from "./timestep-spacing.js";

/** How the model's output is to be read, common to all schedulers. */
export const PREDICTION_TYPES = ["epsilon", "v_prediction", "sample"] as const;

/** One of {@link PREDICTION_TYPES}. */
export type PredictionType = (typeof PREDICTION_TYPES)[number];

/** An option of diffusers that is offered only at its default. */
export function onlyFalse(): z.ZodDefault<z.ZodLiteral<false>> {
  return z.literal(false).default(false);
}

/** Keys that every scheduler has, with the defaults that most of them share. */
export const commonOptions = {
  num_train_timesteps: z.int().min(2).default(1000),
  beta_start: z.number().positive().default(0.0001),
  beta_end: z.number().positive().default(0.02),
  beta_schedule: z.enum(BETA_SCHEDULES).default("linear"),
  trained_betas: z.array(z.number()).min(2).optional(),
  steps_offset: z.int().default(0),
  timestep_spacing: z.enum(TIMESTEP_SPACINGS).default("linspace"),
  prediction_type: z.enum(PREDICTION_TYPES).default("epsilon"),
};

/** Keys about how sigmas are spaced. */
export const sigmaOptions = {
  use_karras_sigmas: z.boolean().default(false),
  use_exponential_sigmas: z.boolean().default(false),
  use_beta_sigmas: onlyFalse(),
  sigma_min: z.number().positive().optional(),
  sigma_max: z.number().positive().optional(),
};

/**
 * The configuration with defaults filled in. `null` means the default, as in diffusers' files.
 * Throws E_MODEL naming the class, the key and the value.
 */
export function readSchedulerOptions<Schema extends z.ZodObject>(className: string, schema: Schema, config: Readonly<Record<string, unknown>>): z.infer<Schema> {
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null && value !== undefined));
  const result = schema.safeParse(given);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const key = String(issue.path[0] ?? "");
    throw new DatasetError("E_MODEL", `${className}: ${key} is ${JSON.stringify(given[key])}, which is not supported (${issue.message})`, {
      hint: "Change the scheduler's configuration, or take another scheduler for this model.",
      subject: key,
    });
  }
  const read = result.data as z.infer<Schema> & { use_karras_sigmas?: boolean; use_exponential_sigmas?: boolean; num_train_timesteps: number; trained_betas?: number[] };
  if (read.use_karras_sigmas === true && read.use_exponential_sigmas === true) {
    throw new DatasetError("E_MODEL", `${className}: use_karras_sigmas and use_exponential_sigmas are both true`, { hint: "Choose one of them.", subject: "use_exponential_sigmas" });
  }
  if (read.trained_betas !== undefined && read.trained_betas.length !== read.num_train_timesteps) {
    throw new DatasetError("E_MODEL", `${className}: trained_betas has ${read.trained_betas.length} values, num_train_timesteps is ${read.num_train_timesteps}`, { subject: "trained_betas" });
  }
  return read;
}

/** Refuses a number of steps that is no whole number from 1 to `most`. */
export function checkSteps(className: string, steps: number, most: number, least = 1): void {
  if (Number.isInteger(steps) && steps >= least && steps <= most) return;
  throw new DatasetError("E_OPTION", `${className}: ${steps} steps; it can take ${least} to ${most}`, { hint: "Change the number of steps.", subject: "steps" });
}

/** The noise of a step that needs it. */
export function requiredNoise(className: string, noise: Float32Array | undefined): Float32Array {
  if (noise !== undefined) return noise;
  throw new DatasetError("E_OPTION", `${className}: this step adds noise and was given none`, { hint: "Pass { noise }, standard normal, of the sample's length.", subject: "noise" });
}
