"""weights.py FOLDER TYPE: gives every network in FOLDER (unet, controlnet; config.json is there) random weights of the type
float16 or float32."""
import sys
from pathlib import Path

import torch
from diffusers import ControlNetModel, UNet2DConditionModel
from random_weights import random_weights
from safetensors.torch import save_file

folder, name = Path(sys.argv[1]), sys.argv[2]
stored = getattr(torch, name)
generator = torch.Generator().manual_seed(1)
for part, kind in (("unet", UNet2DConditionModel), ("controlnet", ControlNetModel)):
    with torch.device("meta"):
        model = kind.from_config(kind.load_config(folder / part))
    tensors = {key: tensor.to(stored) for key, tensor in random_weights(model, generator).items()}
    save_file(tensors, folder / part / "diffusion_pytorch_model.safetensors", metadata={"format": "pt"})
    print(sum(tensor.numel() for tensor in tensors.values()))
