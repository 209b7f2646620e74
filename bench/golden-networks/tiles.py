"""What diffusers' AutoencoderKL computes in tiles, with the tiny checkpoint that autoencoders.py has made."""
import torch
from common import ROOT, numbers
from diffusers import AutoencoderKL
from safetensors.torch import save_file

FOLDER = ROOT / "autoencoder-kl" / "sd"
TILE = 32

model = AutoencoderKL.from_pretrained(FOLDER).eval()
model.enable_tiling()
model.tile_sample_min_size = TILE
model.tile_latent_min_size = TILE // 4
with torch.no_grad():
    image = model.decode(numbers(8, 1, 4, 20, 15)).sample
    moments = model.encode(numbers(7, 1, 3, 72, 52)).latent_dist.parameters
    model.disable_tiling()
    whole = model.decode(numbers(8, 1, 4, 20, 15)).sample
print("tiles change the image by", float((image - whole).abs().max() / whole.abs().max()))
save_file({"image": image.contiguous(), "moments": moments.contiguous()}, FOLDER / "tiles.safetensors")
