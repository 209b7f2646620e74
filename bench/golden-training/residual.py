"""Losses of PyTorch over five steps of SGD and of AdamW on a small residual network, from the same weights and batches as
test/nn/train/golden.test.ts. Writes test/golden/training/residual.safetensors.
Usage: python3 bench/golden-training/residual.py"""
import sys
from pathlib import Path

import torch
import torch.nn.functional as functional
from safetensors.torch import save_file

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "golden-networks"))
sys.path.insert(0, str(ROOT / "bench" / "training"))
from common import numbers
from network import Network

WIDTHS, HEADS, BATCH, SIDE, STEPS = (4, 6, 8), {"azimuth": 5, "elevation": 5, "theta": 5}, 4, 17, 5
OPTIMIZERS = {
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=0.05, momentum=0.9),
    "adamw": lambda parameters: torch.optim.AdamW(parameters, lr=0.01),
}
DECAY = {"sgd": 1e-2, "adamw": 0.05}
CLIP = 1.5


def begin(normalization):
    torch.manual_seed(3)
    return Network(3, WIDTHS, HEADS, normalization)


def train(normalization, kind, tensors):
    network = begin(normalization)
    decayed = [parameter for parameter in network.parameters() if parameter.dim() >= 2]
    plain = [parameter for parameter in network.parameters() if parameter.dim() < 2]
    optimizer = OPTIMIZERS[kind]([{"params": decayed, "weight_decay": DECAY[kind]}, {"params": plain, "weight_decay": 0.0}])
    losses, norms = [], []
    for step in range(STEPS):
        image = numbers(step, BATCH, 3, SIDE, SIDE)
        target = torch.tensor([(step + 2 * index) % 5 for index in range(BATCH)])
        outputs = network(image)
        loss = sum(functional.cross_entropy(output, target, label_smoothing=0.1) for output in outputs.values())
        optimizer.zero_grad()
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP))
        optimizer.step()
        losses.append(loss.detach())
    tensors[f"{normalization}.{kind}.losses"] = torch.stack(losses)
    tensors[f"{normalization}.{kind}.norms"] = torch.stack(norms)
    with torch.no_grad():
        tensors[f"{normalization}.{kind}.predicted"] = network.eval()(numbers(77, 2, 3, SIDE, SIDE))["azimuth"]


tensors = {}
for normalization in ("batch", "group", "none"):
    tensors.update({f"{normalization}.weights.{name}": value for name, value in begin(normalization).state_dict().items() if "num_batches" not in name})
    for kind in OPTIMIZERS:
        train(normalization, kind, tensors)
target = ROOT / "test" / "golden" / "training"
target.mkdir(parents=True, exist_ok=True)
save_file({name: tensor.detach().clone().float().contiguous() for name, tensor in tensors.items()}, target / "residual.safetensors")
