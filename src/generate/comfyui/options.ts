/** Options of the generator `comfyui`, and what they make of each other. */
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import { STEERING } from "../diffusion-options.js";
import { PAINTING_DEFAULTS, paintingOptions, serverOptions } from "../remote/options.js";
import { builtinWorkflow } from "./builtin-workflow.js";
import type { Workflow } from "./workflow.js";

const SAMPLING_DEFAULTS = { sampler: "ddim", scheduler: "normal", base: "sd15" } as const;

/** Options of the generator `comfyui`. */
export const comfyuiGeneratorOptions = z.strictObject({
  ...serverOptions("http://127.0.0.1:8188"),
  model: z.string().min(1).nullable().default(null).describe("the checkpoint as the server calls it; ending and folder may be left out. Not with a workflow of your own"),
  ...paintingOptions,
  base: z.enum(["sd15", "sdxl"]).nullable().default(null).describe("what the checkpoint is made from; null = sd15"),
  loras: z
    .array(z.strictObject({ model: z.string().min(1).describe("as the server calls it"), scale: z.number().default(1).describe("how strongly it acts") }))
    .default([])
    .describe("small additions to the model"),
  vae: z.string().min(1).nullable().default(null).describe("another autoencoder, as the server calls it; null = the checkpoint's"),
  sampler: z.string().min(1).nullable().default(null).describe("ComfyUI's sampler_name; null = ddim"),
  scheduler: z.string().min(1).nullable().default(null).describe("ComfyUI's scheduler; null = normal"),
  workflow: z.string().min(1).nullable().default(null).describe("your own workflow in API format, relative to the recipe, with {{prompt}}, {{negative}}, {{seed}}, {{width}}, {{height}}, {{id}}, {{control.canny}} … in values, or prompt, seed … as titles of nodes; null = a built-in one"),
  workflowSha256: z.string().regex(/^[0-9a-f]{64}$/).optional().describe("sha256 of the workflow's file; runs fill it in"),
  controls: z.array(z.enum(STEERING)).nullable().default(null).describe("controls that your own workflow takes; null = canny"),
});
/** See {@link comfyuiGeneratorOptions}. */
export type ComfyuiGeneratorOptions = z.infer<typeof comfyuiGeneratorOptions>;

/** Names of the controls that steer it. */
export function comfyuiControls({ arm, workflow, controls, controlnets }: ComfyuiGeneratorOptions): string[] {
  if (arm === "text2image") return [];
  return workflow === null ? [...new Set(controlnets.map(({ control }) => control))] : [...new Set(controls ?? ["canny"])];
}

/** The built-in workflow, with the settings that it has. @throws DatasetError E_OPTION when an option is missing */
export function workflowOfOptions(options: ComfyuiGeneratorOptions): { workflow: Workflow; settings: Record<string, unknown> } {
  const { model, controlnets, loras, vae, span, arm } = options;
  if (model === null) throw new DatasetError("E_OPTION", "generator.model is missing: which checkpoint is to paint?", { hint: "Name one of the server's, or a workflow of your own as generator.workflow.", subject: "generator.model" });
  if (options.controls !== null) throw new DatasetError("E_OPTION", "generator.controls says what a workflow of your own takes, and there is none.", { hint: "Name the ControlNets in generator.controlnets.", subject: "generator.controls" });
  if (arm === "diffusion" && controlnets.length === 0) {
    throw new DatasetError("E_OPTION", `Nothing steers ${model}: it has no ControlNet.`, { hint: "Name one in generator.controlnets, or set arm: text2image.", subject: "generator.controlnets" });
  }
  const sampling = { steps: options.steps ?? PAINTING_DEFAULTS.steps, guidance: options.guidance ?? PAINTING_DEFAULTS.guidance, sampler: options.sampler ?? SAMPLING_DEFAULTS.sampler, scheduler: options.scheduler ?? SAMPLING_DEFAULTS.scheduler };
  const base = options.base ?? SAMPLING_DEFAULTS.base;
  const steering = arm === "text2image" ? [] : controlnets;
  const weight = options.weight ?? PAINTING_DEFAULTS.weight;
  return {
    workflow: builtinWorkflow({ base, model, controlnets: steering, loras, vae, ...sampling, weight, span }),
    settings: { base, ...sampling, ...(arm === "text2image" ? {} : { weight, span }), loras },
  };
}

/** What a workflow of one's own says for itself. @throws DatasetError E_OPTION for an option that would be ignored */
export function refuseIgnoredOptions(options: ComfyuiGeneratorOptions): void {
  const { model, base, loras, controlnets, vae, sampler, scheduler, steps, guidance, weight, span, arm, controls } = options;
  const given = { model, base, vae, sampler, scheduler, steps, guidance, weight, loras: loras.length > 0 || null, controlnets: controlnets.length > 0 || null, span: span.start !== 0 || span.end !== 1 || null };
  const ignored = Object.entries(given).find(([, value]) => value !== null)?.[0] ?? (arm === "text2image" && controls !== null ? "controls" : null);
  if (ignored === null) return;
  const hint = ignored === "controlnets" ? "Leave it out, and name the controls that it takes in generator.controls." : "Leave it out, and set it in the workflow.";
  throw new DatasetError("E_OPTION", `generator.${ignored} would be ignored: ${ignored === "controls" ? "the arm text2image has none" : "your own workflow says that for itself"}.`, { hint, subject: `generator.${ignored}` });
}
