/** The weights that a workflow names. */
import type { Workflow } from "./workflow.js";

const WEIGHTS = /\.(safetensors|sft|ckpt|pth|pt|bin|gguf)$/i;
const MAIN_INPUTS = /^(ckpt|unet|checkpoint|model|diffusion)_name$/;

/** Names of all weights, in the order of the workflow, each once. */
export function modelsOf(workflow: Workflow): string[] {
  return [...new Set(values(workflow).map(({ value }) => value))];
}

/** Name of the checkpoint or UNet; null where there is none that one could tell. */
export function mainModelOf(workflow: Workflow): string | null {
  return values(workflow).find(({ input }) => MAIN_INPUTS.test(input))?.value ?? null;
}

function values(workflow: Workflow): { input: string; value: string }[] {
  return Object.values(workflow).flatMap(({ inputs }) => Object.entries(inputs).flatMap(([input, value]) => (typeof value === "string" && WEIGHTS.test(value) ? [{ input, value }] : [])));
}
