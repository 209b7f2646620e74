"""Tiny whole models of diffusers, and what their pipelines paint: python3 pipeline.py. Needs the vocabulary of test/golden/tokenizer."""
import json
import shutil

import numpy
import torch
from common import ROOT, redraw, save, save_expected
from diffusers import (AutoencoderKL, ControlNetModel, DDIMScheduler, EulerDiscreteScheduler, MultiControlNetModel, StableDiffusionControlNetImg2ImgPipeline,
                       StableDiffusionControlNetPipeline, StableDiffusionPipeline, StableDiffusionXLControlNetPipeline, UNet2DConditionModel)
from PIL import Image
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

CROSS, PLAIN = "CrossAttnDownBlock2D", "DownBlock2D"
UP = {CROSS: "CrossAttnUpBlock2D", PLAIN: "UpBlock2D"}
COMMON = dict(block_out_channels=(8, 12, 16), norm_num_groups=4, layers_per_block=1)
SHARED = {
    "sd15": dict(**COMMON, down_block_types=(CROSS, CROSS, PLAIN), cross_attention_dim=10, attention_head_dim=2),
    "sdxl": dict(**COMMON, down_block_types=(PLAIN, CROSS, CROSS), cross_attention_dim=20, attention_head_dim=(1, 2, 4), use_linear_projection=True, transformer_layers_per_block=(1, 2, 3),
                 addition_embed_type="text_time", addition_time_embed_dim=8, projection_class_embeddings_input_dim=58),
}
VOCABULARY = ROOT.parent / "tokenizer"
WIDTH, HEIGHT = 48, 64
PROMPT, NEGATIVE = "a photo of a red car, best quality", "lowres, cropped"
BETAS = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000, steps_offset=1)
DDIM = dict(**BETAS, clip_sample=False, set_alpha_to_one=False)

size = 1 + max(json.loads((VOCABULARY / "vocab.json").read_text()).values())
ids = dict(bos_token_id=size - 2, eos_token_id=size - 1, pad_token_id=size - 1)


def tokenizer(model, name, pad):
    folder = ROOT / "pipeline" / model / name
    folder.mkdir(parents=True, exist_ok=True)
    for file in ("vocab.json", "merges.txt"):
        shutil.copy(VOCABULARY / file, folder / file)
    (folder / "tokenizer_config.json").write_text(json.dumps(dict(tokenizer_class="CLIPTokenizer", model_max_length=77, pad_token=pad)) + "\n")
    return CLIPTokenizer.from_pretrained(folder, model_max_length=77, pad_token=pad)


def text_config(**options):
    return CLIPTextConfig(vocab_size=size, hidden_size=10, intermediate_size=20, num_hidden_layers=3, num_attention_heads=2, max_position_embeddings=77, projection_dim=10, **{**ids, **options})


def picture(seed, mode="RGB"):
    """Blocks of 8 pixels; `picture` in the test gives the same."""
    values = [(x * 37 + y * 91 + c * 53 + seed * 29) % 256 for y in range(HEIGHT // 8) for x in range(WIDTH // 8) for c in range(3)]
    array = numpy.array(values, dtype=numpy.uint8).reshape(HEIGHT // 8, WIDTH // 8, 3)
    return Image.fromarray(array.repeat(8, 0).repeat(8, 1))


def networks(kind, seed):
    shared = SHARED[kind]
    unet = redraw(UNet2DConditionModel(up_block_types=tuple(UP[block] for block in reversed(shared["down_block_types"])), **shared, sample_size=8), seed)
    controls = [redraw(ControlNetModel(**shared, conditioning_embedding_out_channels=(4, 6, 8, 10)), seed + 1 + index) for index in range(2)]
    levels = dict(down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4)
    vae = redraw(AutoencoderKL(**levels, block_out_channels=(4, 4, 8, 8), layers_per_block=1, norm_num_groups=2, scaling_factor=0.18215), seed + 3)
    save(unet, f"pipeline/{kind}/unet")
    save(vae, f"pipeline/{kind}/vae")
    for index, control in enumerate(controls):
        save(control, f"pipeline/{kind}-control-{index}")
    return unet, controls, vae


def paint(pipe, negative=None, **options):
    pipe.set_progress_bar_config(disable=True)
    generator = torch.Generator().manual_seed(11)
    avoided = dict(negative_prompt=NEGATIVE) if negative is None else dict(negative_prompt_embeds=negative)
    with torch.no_grad():
        return pipe(prompt=PROMPT, **avoided, num_inference_steps=10, guidance_scale=9.0, generator=generator, output_type="latent", **options).images


def scheduler(kind, config):
    folder = ROOT / "pipeline" / kind / "scheduler"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scheduler_config.json").write_text(json.dumps(config, indent=1) + "\n")


def index(kind, pipeline, **parts):
    content = dict(_class_name=pipeline, **parts)
    (ROOT / "pipeline" / kind / "model_index.json").write_text(json.dumps(content, indent=1) + "\n")


CLIP = dict(text_encoder=["transformers", "CLIPTextModel"], tokenizer=["transformers", "CLIPTokenizer"], unet=["diffusers", "UNet2DConditionModel"], vae=["diffusers", "AutoencoderKL"])
unet, controls, vae = networks("sd15", 20)
index("sd15", "StableDiffusionPipeline", scheduler=["diffusers", "DDIMScheduler"], **CLIP)
tokens = tokenizer("sd15", "tokenizer", "<|endoftext|>")
text = redraw(CLIPTextModel(text_config(hidden_act="quick_gelu")), 30)
save(text, "pipeline/sd15/text_encoder")
object.__setattr__(text, "text_model", text)  # diffusers 0.42 looks for the last normalisation where transformers 4 had it
scheduler("sd15", dict(_class_name="DDIMScheduler", **DDIM))
parts = dict(vae=vae, text_encoder=text, tokenizer=tokens, unet=unet, scheduler=DDIMScheduler(**DDIM), safety_checker=None, feature_extractor=None, requires_safety_checker=False)
one = StableDiffusionControlNetPipeline(**parts, controlnet=controls[0])
both = StableDiffusionControlNetPipeline(**parts, controlnet=MultiControlNetModel(controls))
again = StableDiffusionControlNetImg2ImgPipeline(**parts, controlnet=controls[0])
plain = StableDiffusionPipeline(**parts)
shape = dict(width=WIDTH, height=HEIGHT)
with torch.no_grad():
    # diffusers leaves out layers for the prompt alone; we do for both texts, as other programs do.
    skipped = one.encode_prompt(NEGATIVE, "cpu", 1, False, clip_skip=1)[0]
results = {
    "control": paint(one, image=picture(1), eta=1.0),
    "weak": paint(one, image=picture(1), eta=1.0, controlnet_conditioning_scale=0.0),
    "skip": paint(one, negative=skipped, image=picture(1), clip_skip=1, controlnet_conditioning_scale=0.5, control_guidance_start=0.2, control_guidance_end=0.7),
    "guess": paint(one, image=picture(1), guess_mode=True),
    "both": paint(both, image=[picture(1), picture(2)], controlnet_conditioning_scale=[1.0, 0.6]),
    "again": paint(again, image=picture(3), control_image=picture(1), strength=0.6, controlnet_conditioning_scale=1.0),
    "plain": paint(plain, eta=1.0, guidance_rescale=0.7, **shape),
}
with torch.no_grad():
    results["image"] = vae.decode(results["control"] / vae.config.scaling_factor).sample
save_expected("pipeline/sd15", results)

EULER = dict(**BETAS, timestep_spacing="leading")
unet, controls, vae = networks("sdxl", 40)
index("sdxl", "StableDiffusionXLPipeline", scheduler=["diffusers", "EulerDiscreteScheduler"], text_encoder_2=["transformers", "CLIPTextModelWithProjection"], tokenizer_2=["transformers", "CLIPTokenizer"], **CLIP)
first = redraw(CLIPTextModel(text_config(hidden_act="quick_gelu")), 50)
second = redraw(CLIPTextModelWithProjection(text_config(hidden_act="gelu")), 51)
save(first, "pipeline/sdxl/text_encoder")
save(second, "pipeline/sdxl/text_encoder_2")
scheduler("sdxl", dict(_class_name="EulerDiscreteScheduler", **EULER))
xl = StableDiffusionXLControlNetPipeline(vae=vae, text_encoder=first, text_encoder_2=second, tokenizer=tokenizer("sdxl", "tokenizer", "<|endoftext|>"), tokenizer_2=tokenizer("sdxl", "tokenizer_2", "!"),
                                         unet=unet, controlnet=controls[0], scheduler=EulerDiscreteScheduler(**EULER), force_zeros_for_empty_prompt=True, add_watermarker=False)
save_expected("pipeline/sdxl", {"control": paint(xl, image=picture(1), controlnet_conditioning_scale=0.9)})
shutil.rmtree(ROOT / "pipeline" / "sdxl-control-1")
