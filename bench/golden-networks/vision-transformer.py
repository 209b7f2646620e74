"""Tiny DINOv2 networks of transformers, and what they compute of images of the stored size and of another one."""
import torch
from common import numbers, redraw, save, save_expected
from transformers import Dinov2Config, Dinov2Model

COMMON = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=4, patch_size=4, image_size=20)
CONFIGS = {"dinov2": dict(mlp_ratio=2), "dinov2-gated": dict(mlp_ratio=4, use_swiglu_ffn=True, num_hidden_layers=1)}

for name, options in CONFIGS.items():
    model = redraw(Dinov2Model(Dinov2Config(**{**COMMON, **options})), 7)
    save(model, f"vision/{name}")
    with torch.no_grad():
        results = {f"tokens_{side}": model(numbers(side, 2, 3, side, side)).last_hidden_state for side in (20, 12, 30)}
    save_expected(f"vision/{name}", results)
