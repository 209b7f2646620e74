"""Golden values of diffusers' guidance: python3 make.py > guidance.json. Made with diffusers 0.42.1 and torch 2.15.0."""
import json
import sys

import torch
from diffusers import StableDiffusionPipeline
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import rescale_noise_cfg

generator = torch.Generator().manual_seed(3)
unconditional, conditional = torch.randn(2, 2, 4, 3, 3, generator=generator)
result = {"sampleLength": 36, "unconditional": unconditional.flatten().tolist(), "conditional": conditional.flatten().tolist(), "guided": [], "embeddings": []}
for scale, rescale in ((1.0, 0.0), (7.5, 0.0), (9.0, 0.7), (3.3, 1.0)):
    combined = unconditional + scale * (conditional - unconditional)
    rescaled = rescale_noise_cfg(combined, conditional, rescale)
    result["guided"].append({"scale": scale, "rescale": rescale, "combined": combined.flatten().tolist(), "rescaled": rescaled.flatten().tolist()})
for scale, length in ((1.0, 8), (7.5, 256), (8.0, 33)):
    embedding = StableDiffusionPipeline.get_guidance_scale_embedding(None, torch.tensor([scale - 1]), length)
    result["embeddings"].append({"scale": scale, "length": length, "values": embedding.flatten().tolist()})
result["ladders"] = {str(count): torch.logspace(-1, 0, count).tolist() for count in (13, 10)}
result["original"] = [0.825 ** float(12 - i) for i in range(13)]
spans = [(0.0, 1.0), (0.2, 0.8), (0.0, 0.5), (0.33, 1.0)]
result["keeps"] = [
    {"start": s, "end": e, "count": count, "keeps": [1.0 - float(i / count < s or (i + 1) / count > e) for i in range(count)]}
    for s, e in spans
    for count in (1, 4, 10, 20)
]
json.dump(result, sys.stdout)
print()
