/** What the tensors of one layer are called in the formats that adapters come in: PEFT, diffusers old and new, kohya. */

/** Which network an adapter's tensors belong to. */
export type LoraPart = "unet" | "text_encoder" | "text_encoder_2";

/** Beginnings of names in formats that keep the dots; the empty one stands for files of a UNet alone. */
const DOTTED: Readonly<Record<LoraPart, readonly string[]>> = {
  unet: ["unet.", "base_model.model.unet.", "base_model.model.", ""],
  text_encoder: ["text_encoder.", "base_model.model.text_encoder."],
  text_encoder_2: ["text_encoder_2.", "base_model.model.text_encoder_2."],
};

/** Beginnings of kohya's names, which have underscores for dots. */
const UNDERSCORED: Readonly<Record<LoraPart, readonly string[]>> = {
  unet: ["lora_unet_"],
  text_encoder: ["lora_te_", "lora_te1_"],
  text_encoder_2: ["lora_te2_"],
};

const PAIRS = [
  [".lora_A.weight", ".lora_B.weight"],
  [".lora_A.default.weight", ".lora_B.default.weight"],
  [".lora.down.weight", ".lora.up.weight"],
  [".lora_linear_layer.down.weight", ".lora_linear_layer.up.weight"],
  [".lora_down.weight", ".lora_up.weight"],
  ["_lora.down.weight", "_lora.up.weight"],
] as const;

/** One way in which a layer's tensors may be called. */
export interface LoraNames {
  down: string;
  up: string;
  alpha: string;
}

/** Every way in which a layer's tensors may be called. @param path of the layer, as diffusers names it */
export function loraNames(part: LoraPart, path: string): LoraNames[] {
  const dotted = [path];
  const [, attention, projection] = /^(.*\.attn\d)\.(to_[qkv]|to_out)(?:\.0)?$/.exec(path) ?? [];
  if (attention !== undefined) dotted.push(`${attention}.processor.${projection}`);
  const [, self, letter] = /^(.*\.self_attn)\.(q|k|v|out)_proj$/.exec(path) ?? [];
  if (self !== undefined) dotted.push(`${self}.to_${letter}`);
  // transformers 5 leaves this out of the names of encoders without a projection.
  if (path.startsWith("text_model.")) dotted.push(path.slice("text_model.".length));
  const stems = dotted.flatMap((name) => DOTTED[part].map((prefix) => prefix + name));
  const original = part === "unet" ? originalName(path) : null;
  for (const name of original === null ? [path] : [path, original]) stems.push(...UNDERSCORED[part].map((prefix) => prefix + name.replaceAll(".", "_")));
  return stems.flatMap((stem) => PAIRS.map(([down, up]) => ({ down: stem + down, up: stem + up, alpha: `${stem}.alpha` })));
}

/** Whether a tensor belongs to a part at all. */
export function belongsTo(part: LoraPart, name: string): boolean {
  const begins = (other: LoraPart): boolean => [...DOTTED[other], ...UNDERSCORED[other]].some((prefix) => prefix !== "" && name.startsWith(prefix));
  if (part !== "unet") return begins(part);
  return !begins("text_encoder") && !begins("text_encoder_2");
}

const RESNET: Readonly<Record<string, string>> = { norm1: "in_layers.0", conv1: "in_layers.2", time_emb_proj: "emb_layers.1", norm2: "out_layers.0", conv2: "out_layers.3", conv_shortcut: "skip_connection" };
const OUTSIDE: Readonly<Record<string, string>> = {
  conv_in: "input_blocks.0.0",
  "time_embedding.linear_1": "time_embed.0",
  "time_embedding.linear_2": "time_embed.2",
  "add_embedding.linear_1": "label_emb.0.0",
  "add_embedding.linear_2": "label_emb.0.2",
  conv_out: "out.2",
};
/** Residual blocks of a level on the way down; the original code's networks all have two. */
const LAYERS = 2;

/** The name of a UNet's layer in the original code (SGM), which kohya's SDXL adapters use; null where there is none. */
function originalName(path: string): string | null {
  if (OUTSIDE[path] !== undefined) return OUTSIDE[path];
  const [, middleKind, middleIndex, middleRest] = /^mid_block\.(resnets|attentions)\.(\d+)\.(.*)$/.exec(path) ?? [];
  if (middleKind === "attentions") return `middle_block.1.${middleRest}`;
  if (middleKind === "resnets") return `middle_block.${2 * Number(middleIndex)}.${RESNET[middleRest!] ?? middleRest}`;
  const [, way, level, kind, index, rest] = /^(down|up)_blocks\.(\d+)\.(resnets|attentions|downsamplers|upsamplers)\.(\d+)\.(.*)$/.exec(path) ?? [];
  if (way === undefined) return null;
  const first = (LAYERS + 1) * Number(level);
  if (kind === "downsamplers") return `input_blocks.${first + LAYERS + 1}.0.op`;
  if (kind === "upsamplers") return `output_blocks.${first + LAYERS}.2.conv`;
  const block = way === "down" ? `input_blocks.${first + Number(index) + 1}` : `output_blocks.${first + Number(index)}`;
  return kind === "attentions" ? `${block}.1.${rest}` : `${block}.0.${RESNET[rest!] ?? rest}`;
}
