/** Repositories as the hub has them, with contents of a few bytes. */
import { MODEL_ALIASES, partsOfAlias } from "../../src/hub/model-aliases.js";
import { fakeHub, type FakeHub, type FakeModel } from "./fake-hub.js";

/** Content that differs for every name. */
export function content(name: string, bytes = 4000): Uint8Array {
  const seed = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  return Uint8Array.from({ length: bytes }, (_, i) => (i * seed + (i >> 8)) % 251);
}

export const commitOf = (digit: string): string => digit.repeat(40);

const network = (folder: string, stem: string): Record<string, Uint8Array | string> => ({
  [`${folder}config.json`]: `{ "_class_name": "ControlNetModel", "of": "${folder}" }`,
  [`${folder}${stem}.bin`]: content(`${folder} pickle`),
  [`${folder}${stem}.fp16.safetensors`]: content(`${folder} half`, 2000),
  [`${folder}${stem}.safetensors`]: content(`${folder} full`),
});

/** A Stable Diffusion 1.5 as it lies there: with pickles, a safety checker, whole checkpoints and pictures. */
export const BASE: FakeModel = {
  commit: commitOf("a"),
  licence: "creativeml-openrail-m",
  files: {
    ".gitattributes": "*.bin",
    "README.md": "---\nlicense: creativeml-openrail-m\ntags:\n- x\n---\n# A model\n",
    "model_index.json": JSON.stringify({ _class_name: "StableDiffusionPipeline", safety_checker: ["s", "S"], scheduler: ["d", "PNDMScheduler"], text_encoder: ["t", "CLIPTextModel"], tokenizer: ["t", "CLIPTokenizer"], unet: ["d", "U"], vae: ["d", "V"] }),
    "v1-5-pruned.ckpt": content("ckpt"),
    "v1-5-pruned.safetensors": content("single"),
    "safety_checker/config.json": "{}",
    "safety_checker/model.safetensors": content("safety"),
    "scheduler/scheduler_config.json": "{}",
    "tokenizer/vocab.json": '{"a":0}',
    "tokenizer/merges.txt": "#version",
    "tokenizer/tokenizer_config.json": "{ }",
    "unet/train.py": "import os",
    ...network("text_encoder/", "model"),
    ...network("unet/", "diffusion_pytorch_model"),
    ...network("vae/", "diffusion_pytorch_model"),
  },
};

export const CONTROLNET: FakeModel = { commit: commitOf("b"), licence: "openrail", files: { "README.md": "---\nlicense: openrail\n---\n", "images/a.png": "png", ...network("", "diffusion_pytorch_model") } };
export const LORA: FakeModel = { commit: commitOf("c"), licence: "openrail++", files: { "pytorch_lora_weights.safetensors": content("lora"), "image.png": "png" } };

/** A hub with everything that sd15-canny, sd15-depth and their fast forms need. */
export function modelHub(): Promise<FakeHub> {
  const references = ["sd15-canny-fast", "sd15-depth"].flatMap((name) => partsOfAlias(MODEL_ALIASES[name]!));
  return fakeHub({}, Object.fromEntries(references.map(({ role, reference }) => [reference, role === "base" ? BASE : role === "lora" ? LORA : CONTROLNET])));
}
