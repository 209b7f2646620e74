"""Tiny autoencoders of diffusers, and what they compute."""
import torch
from common import ROOT, numbers, redraw, save, save_expected
from diffusers import AutoencoderKL, AutoencoderTiny
from safetensors.torch import load_file, save_file


def levels(count):
    return dict(down_block_types=("DownEncoderBlock2D",) * count, up_block_types=("UpDecoderBlock2D",) * count)


KL = {
    "sd": dict(**levels(3), block_out_channels=(4, 8, 8), layers_per_block=2, norm_num_groups=4),
    "wide": dict(**levels(2), block_out_channels=(8, 12), layers_per_block=1, norm_num_groups=2, latent_channels=6, use_quant_conv=False, use_post_quant_conv=False, scaling_factor=0.13025),
    "plain": dict(**levels(2), block_out_channels=(6, 6), layers_per_block=1, norm_num_groups=3, mid_block_add_attention=False, act_fn="gelu"),
}
TINY = {
    "taesd": dict(encoder_block_out_channels=(6, 6, 6), decoder_block_out_channels=(6, 6, 6), num_encoder_blocks=(1, 2, 2), num_decoder_blocks=(2, 2, 1)),
    "channels": dict(encoder_block_out_channels=(4, 4), decoder_block_out_channels=(8, 8), num_encoder_blocks=(1, 1), num_decoder_blocks=(1, 1), latent_channels=5),
    "gelu": dict(encoder_block_out_channels=(4, 4), decoder_block_out_channels=(4, 4), num_encoder_blocks=(2, 1), num_decoder_blocks=(1, 2), act_fn="gelu"),
}
SIZES = {"sd": (2, 16, 16), "wide": (3, 8, 12), "plain": (1, 12, 8), "taesd": (3, 16, 8), "channels": (1, 8, 8), "gelu": (2, 6, 10)}

for name, config in KL.items():
    batch, height, width = SIZES[name]
    model = redraw(AutoencoderKL(**config), 3)
    save(model, f"autoencoder-kl/{name}")
    with torch.no_grad():
        moments = model.encode(numbers(7, batch, 3, height, width)).latent_dist.parameters
        image = model.decode(numbers(8, batch, model.config.latent_channels, height // 2, width // 2)).sample
    save_expected(f"autoencoder-kl/{name}", {"moments": moments, "image": image})

# The published file of SD 1.5 has the attention's tensors under the names of before diffusers 0.15.
path = ROOT / "autoencoder-kl" / "sd" / "diffusion_pytorch_model.safetensors"
OLD = {".to_q.": ".query.", ".to_k.": ".key.", ".to_v.": ".value.", ".to_out.0.": ".proj_attn."}
tensors = load_file(path)
for new, old in OLD.items():
    tensors = {key.replace(new, old): value for key, value in tensors.items()}
save_file(tensors, path, metadata={"format": "pt"})

for name, config in TINY.items():
    batch, height, width = SIZES[name]
    model = redraw(AutoencoderTiny(**config), 4)
    save(model, f"autoencoder-tiny/{name}")
    with torch.no_grad():
        latent = model.encode(numbers(7, batch, 3, height, width)).latents
        image = model.decode(3 * numbers(8, batch, model.config.latent_channels, height // 2, width // 2)).sample
    save_expected(f"autoencoder-tiny/{name}", {"latent": latent, "image": image})
