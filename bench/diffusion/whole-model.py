"""whole-model.py FOLDER sd15|sdxl TOKENIZER: a whole Stable Diffusion of published size with random weights, as diffusers
writes it, with a ControlNet beside it in FOLDER-controlnet. TOKENIZER is a folder with any tokenizer: its ids must be
below 49408. Weights are float16."""
import json
import shutil
import sys
from pathlib import Path

import torch
from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
from random_weights import random_weights
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

folder, name, tokenizer = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
generator = torch.Generator().manual_seed(1)

SD15 = dict(sample_size=64, cross_attention_dim=768, attention_head_dim=8)
SDXL = dict(
    sample_size=128, cross_attention_dim=2048, attention_head_dim=[5, 10, 20], block_out_channels=[320, 640, 1280], transformer_layers_per_block=[1, 2, 10],
    use_linear_projection=True, addition_embed_type="text_time", addition_time_embed_dim=256, projection_class_embeddings_input_dim=2816,
    down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
)
UP_SDXL = ["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"]
CLIP_L = dict(vocab_size=49408, hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, projection_dim=768)
CLIP_G = dict(vocab_size=49408, hidden_size=1280, intermediate_size=5120, num_hidden_layers=32, num_attention_heads=20, projection_dim=1280, hidden_act="gelu")
VAE = dict(
    block_out_channels=[128, 256, 512, 512], layers_per_block=2, latent_channels=4, sample_size=512, scaling_factor=0.18215,
    down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
)
SCHEDULER = dict(_class_name="DDIMScheduler", beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000, clip_sample=False, set_alpha_to_one=False, steps_offset=1)


def write(part, model, prefix=""):
    """The configuration as the library writes it, and random numbers for every parameter."""
    target = folder / part if part != "" else Path(f"{folder}-controlnet")
    target.mkdir(parents=True, exist_ok=True)
    config = dict(model.config.to_dict() if hasattr(model.config, "to_dict") else model.config)
    (target / "config.json").write_text(json.dumps({**config, "_class_name": type(model).__name__}, default=str))
    tensors = {prefix + key: tensor for key, tensor in random_weights(model, generator).items()}
    save_file(tensors, target / ("model.safetensors" if part.startswith("text") else "diffusion_pytorch_model.safetensors"), metadata={"format": "pt"})
    print(part or "controlnet", sum(tensor.numel() for tensor in tensors.values()), flush=True)


large = name == "sdxl"
with torch.device("meta"):
    unet = UNet2DConditionModel(**({**SDXL, "up_block_types": UP_SDXL} if large else SD15))
    control = ControlNetModel(**({key: value for key, value in (SDXL if large else SD15).items() if key != "sample_size"}))
    encoders = {"text_encoder": CLIPTextModel(CLIPTextConfig(**CLIP_L))}
    if large:
        encoders["text_encoder_2"] = CLIPTextModelWithProjection(CLIPTextConfig(**CLIP_G))
    vae = AutoencoderKL(**{**VAE, **(dict(sample_size=1024, scaling_factor=0.13025, force_upcast=True) if large else {})})
write("unet", unet)
write("", control)
for part, encoder in encoders.items():
    write(part, encoder, "" if next(iter(encoder.state_dict())).startswith("text_model.") or part.endswith("2") else "text_model.")
    shutil.copytree(tokenizer, folder / part.replace("text_encoder", "tokenizer"), dirs_exist_ok=True)
write("vae", vae)
(folder / "scheduler").mkdir(exist_ok=True)
(folder / "scheduler" / "scheduler_config.json").write_text(json.dumps(SCHEDULER))
(folder / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionXLPipeline" if large else "StableDiffusionPipeline", "force_zeros_for_empty_prompt": True}))
