"""The residual network of src/nn/networks/residual.ts in PyTorch, its tensors under the same names."""
import torch.nn as nn
import torch.nn.functional as functional


def normal(kind, width, groups):
    return {"none": nn.Identity, "batch": lambda: nn.BatchNorm2d(width), "group": lambda: nn.GroupNorm(groups, width)}[kind]()


class Block(nn.Module):
    def __init__(self, channels, width, stride, kind, groups):
        super().__init__()
        bias = kind == "none"
        self.conv1 = nn.Conv2d(channels, width, 3, stride, 1, bias=bias)
        self.norm1 = normal(kind, width, groups)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=bias)
        self.norm2 = normal(kind, width, groups)
        self.shortcut = nn.Conv2d(channels, width, 1, stride, bias=bias)
        self.norm = normal(kind, width, groups)

    def forward(self, x):
        first = functional.relu(self.norm1(self.conv1(x)))
        return functional.relu(self.norm2(self.conv2(first)) + self.norm(self.shortcut(x)))


class Network(nn.Module):
    def __init__(self, channels, widths, heads, kind, groups=2):
        super().__init__()
        pairs = zip((channels, *widths), widths)
        self.stages = nn.ModuleList(nn.ModuleList([Block(before, width, 2, kind, groups)]) for before, width in pairs)
        self.heads = nn.ModuleDict({name: nn.Linear(widths[-1], size) for name, size in heads.items()})

    def forward(self, x):
        for stage in self.stages:
            for block in stage:
                x = block(x)
        features = x.mean((2, 3))
        return {name: head(features) for name, head in self.heads.items()}
