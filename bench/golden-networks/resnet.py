"""A tiny ResNet with torchvision's bottlenecks and names (written out here, so that torchvision is not needed), and what it computes."""
import json

import torch
from common import ROOT, numbers, redraw, save_expected
from safetensors.torch import save_file
from torch import nn

BLOCKS, WIDTH, EXPANSION = (2, 1, 1, 1), 4, 4


class Bottleneck(nn.Module):
    def __init__(self, inner, planes, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inner, planes, 1, bias=False), nn.BatchNorm2d(planes)
        self.conv2, self.bn2 = nn.Conv2d(planes, planes, 3, stride, 1, bias=False), nn.BatchNorm2d(planes)
        self.conv3, self.bn3 = nn.Conv2d(planes, planes * EXPANSION, 1, bias=False), nn.BatchNorm2d(planes * EXPANSION)
        changes = stride != 1 or inner != planes * EXPANSION
        self.downsample = nn.Sequential(nn.Conv2d(inner, planes * EXPANSION, 1, stride, bias=False), nn.BatchNorm2d(planes * EXPANSION)) if changes else None

    def forward(self, x):
        hidden = torch.relu(self.bn1(self.conv1(x)))
        hidden = torch.relu(self.bn2(self.conv2(hidden)))
        return torch.relu(self.bn3(self.conv3(hidden)) + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, WIDTH, 7, 2, 3, bias=False), nn.BatchNorm2d(WIDTH)
        size = WIDTH
        for stage, count in enumerate(BLOCKS):
            planes, blocks = WIDTH * 2**stage, []
            for block in range(count):
                blocks.append(Bottleneck(size, planes, 2 if block == 0 and stage > 0 else 1))
                size = planes * EXPANSION
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.fc = nn.Linear(size, 5)

    def forward(self, x):
        hidden = nn.functional.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        for stage in range(len(BLOCKS)):
            hidden = getattr(self, f"layer{stage + 1}")(hidden)
        return hidden.mean((2, 3))


model = redraw(ResNet(), 3)
generator = torch.Generator().manual_seed(4)
for name, buffer in model.named_buffers():
    if buffer.dtype == torch.float32:
        draw = torch.rand(buffer.shape, generator=generator)
        buffer.copy_((draw + 0.5 if name.endswith("var") else draw - 0.5).half().float())
folder = ROOT / "vision" / "resnet"
folder.mkdir(parents=True, exist_ok=True)
state = {name: tensor if tensor.dtype == torch.int64 else tensor.half() for name, tensor in model.state_dict().items()}
save_file({name: tensor.contiguous() for name, tensor in state.items()}, folder / "model.safetensors")
(folder / "config.json").write_text(json.dumps({"blocks": BLOCKS, "width": WIDTH}) + "\n")
with torch.no_grad():
    evaluated = model(numbers(1, 2, 3, 48, 40))
    trained = model.train()(numbers(1, 2, 3, 48, 40))
save_expected("vision/resnet", {"evaluated": evaluated, "trained": trained})
