"""Golden draws of torch.randn on the CPU: python3 make.py > draws.json

Of each seed one generator is asked for several sizes in turn, as a pipeline does: sizes below 16 and from 16 on take
different ways through torch, and a second normal number may wait from one call to the next. Made with torch 2.15.0.
"""
import json
import sys

import torch

SIZES = [[1], [5], [3], [15], [16], [17], [2], [31], [32], [4, 4, 4], [100], [7], [16], [1, 4, 5, 7]]
result = []
for seed in (0, 1, 42, 2147483653, 4294967295, 4294967296 + 7):
    generator = torch.Generator("cpu").manual_seed(seed)
    draws = [torch.randn(size, generator=generator, dtype=torch.float32).flatten().tolist() for size in SIZES]
    result.append({"seed": seed, "draws": [[float(f"{value:.9g}") for value in draw] for draw in draws]})
large = torch.randn([1, 4, 64, 64], generator=torch.Generator("cpu").manual_seed(1234), dtype=torch.float32).flatten()
json.dump({"sequences": result, "large": {"seed": 1234, "size": large.numel(), "every": 641, "values": [float(f"{v:.9g}") for v in large[::641].tolist()]}}, sys.stdout)
print()
