/** The workflow for Stable Diffusion 1.5 and XL with ControlNets, of ComfyUI's own nodes. */
import type { ControlSpan } from "../../diffusion/guidance.js";
import type { Workflow, WorkflowNode } from "./workflow.js";

/** What the workflow is made from. */
export interface BuiltinSettings {
  base: "sd15" | "sdxl";
  model: string;
  controlnets: readonly { model: string; control: string }[];
  loras: readonly { model: string; scale: number }[];
  vae: string | null;
  steps: number;
  guidance: number;
  sampler: string;
  scheduler: string;
  weight: number;
  span: ControlSpan;
}

/** Where a value comes from: node and output. */
type Source = [string, number];

/** The workflow, with placeholders. Its picture goes to the server's temporary folder, where it is not kept. */
export function builtinWorkflow(settings: BuiltinSettings): Workflow {
  const nodes: Record<string, WorkflowNode> = {};
  const add = (class_type: string, inputs: Record<string, unknown>): string => {
    const id = String(Object.keys(nodes).length + 1);
    nodes[id] = { class_type, inputs };
    return id;
  };
  const checkpoint = add("CheckpointLoaderSimple", { ckpt_name: settings.model });
  let model: Source = [checkpoint, 0];
  let clip: Source = [checkpoint, 1];
  for (const lora of settings.loras) {
    const id = add("LoraLoader", { model, clip, lora_name: lora.model, strength_model: lora.scale, strength_clip: lora.scale });
    model = [id, 0];
    clip = [id, 1];
  }
  const vae: Source = settings.vae === null ? [checkpoint, 2] : [add("VAELoader", { vae_name: settings.vae }), 0];
  let positive: Source = [add(...encoder(settings.base, clip, "{{prompt}}")), 0];
  let negative: Source = [add(...encoder(settings.base, clip, "{{negative}}")), 0];
  for (const { model: name, control } of settings.controlnets) {
    const image: Source = [add("LoadImage", { image: `{{control.${control}}}` }), 0];
    const control_net: Source = [add("ControlNetLoader", { control_net_name: name }), 0];
    const id = add("ControlNetApplyAdvanced", { positive, negative, control_net, image, strength: settings.weight, start_percent: settings.span.start, end_percent: settings.span.end });
    positive = [id, 0];
    negative = [id, 1];
  }
  const latent: Source = [add("EmptyLatentImage", { width: "{{width}}", height: "{{height}}", batch_size: 1 }), 0];
  const { steps, guidance, sampler, scheduler } = settings;
  const samples: Source = [add("KSampler", { model, positive, negative, latent_image: latent, seed: "{{seed}}", steps, cfg: guidance, sampler_name: sampler, scheduler, denoise: 1 }), 0];
  add("PreviewImage", { images: [add("VAEDecode", { samples, vae }), 0] });
  return nodes;
}

/** SDXL is told the size of the picture; SD 1.5 has no use for it. */
function encoder(base: BuiltinSettings["base"], clip: Source, text: string): [string, Record<string, unknown>] {
  if (base === "sd15") return ["CLIPTextEncode", { clip, text }];
  const size = { width: "{{width}}", height: "{{height}}", crop_w: 0, crop_h: 0, target_width: "{{width}}", target_height: "{{height}}" };
  return ["CLIPTextEncodeSDXL", { clip, ...size, text_g: text, text_l: text }];
}
