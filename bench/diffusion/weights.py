"""weights.py FOLDER TYPE: gives every network in FOLDER (unet, controlnet; config.json is there) random weights of the type
float16 or float32. All are drawn, a fresh ControlNet's zeros, too; as wide as keeps signals alive."""
import sys
from pathlib import Path

import torch
from diffusers import ControlNetModel, UNet2DConditionModel
from safetensors.torch import save_file

folder, name = Path(sys.argv[1]), sys.argv[2]
stored = getattr(torch, name)
generator = torch.Generator().manual_seed(1)
for part, kind in (("unet", UNet2DConditionModel), ("controlnet", ControlNetModel)):
    with torch.device("meta"):
        model = kind.from_config(kind.load_config(folder / part))
    tensors = {}
    for key, parameter in model.named_parameters():
        draw = torch.randn(parameter.shape, generator=generator)
        if parameter.dim() >= 2:
            draw /= parameter[0].numel() ** 0.5
        else:
            draw = draw * 0.2 + (1 if key.endswith("weight") else 0)
        tensors[key] = draw.half().to(stored)
    save_file(tensors, folder / part / "diffusion_pytorch_model.safetensors", metadata={"format": "pt"})
    print(sum(tensor.numel() for tensor in tensors.values()))
