/** What is sent to `txt2img`. */
import { PAINTING_DEFAULTS } from "../remote/options.js";
import type { RemotePainting } from "../remote/paint-request.js";
import { CONTROL_MODES, type A1111GeneratorOptions } from "./options.js";
import type { ServerNames } from "./look-over.js";

/** The settings behind the options, for request and record. */
export function samplingOf({ steps, guidance, weight, span, controlMode }: A1111GeneratorOptions) {
  return { steps: steps ?? PAINTING_DEFAULTS.steps, guidance: guidance ?? PAINTING_DEFAULTS.guidance, weight: weight ?? PAINTING_DEFAULTS.weight, span, controlMode };
}

/** The body. `module` is left out: no preprocessing is the default, under names that differ between servers. */
export function txt2imgBody(options: A1111GeneratorOptions, names: ServerNames, { prompt, negative, width, height, controls, seed }: RemotePainting & { seed: number }, task: string): Record<string, unknown> {
  const { steps, guidance, weight, span, controlMode } = samplingOf(options);
  const units = names.controlnets.map((model, index) => ({
    enabled: true,
    model,
    image: Buffer.from(controls.find(({ name }) => name === options.controlnets[index]!.control)!.png).toString("base64"),
    weight,
    resize_mode: "Just Resize",
    control_mode: CONTROL_MODES[controlMode],
    guidance_start: span.start,
    guidance_end: span.end,
    pixel_perfect: false,
    save_detected_map: false,
  }));
  return {
    force_task_id: task,
    prompt,
    negative_prompt: negative,
    seed,
    steps,
    cfg_scale: guidance,
    width,
    height,
    sampler_name: names.sampler,
    ...(names.scheduler === null ? {} : { scheduler: names.scheduler }),
    batch_size: 1,
    n_iter: 1,
    send_images: true,
    save_images: false,
    override_settings: { sd_model_checkpoint: names.checkpoint.title },
    override_settings_restore_afterwards: false,
    ...(units.length === 0 ? {} : { alwayson_scripts: { controlnet: { args: units } } }),
  };
}
