"""Adapters for the tiny networks, in every format that is about, and what diffusers and peft compute with them."""
import json
import re

import torch
from common import ROOT, numbers
from diffusers import UNet2DConditionModel
from diffusers.loaders.lora_conversion_utils import _convert_non_diffusers_lora_to_diffusers, _maybe_map_sgm_blocks_to_diffusers
from peft import LoraConfig, get_peft_model_state_dict, inject_adapter_in_model
from safetensors.torch import save_file
from transformers import CLIPTextModel
from clip import tokens

UNET_TARGETS = ["to_q", "to_k", "to_v", "to_out.0", "proj_in", "proj_out", "ff.net.0.proj", "ff.net.2", "conv1", "conv2", "time_emb_proj", "downsamplers.0.conv"]
TEXT_TARGETS = ["q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"]
RANK, ALPHA = 2, 3


def draw(model, adapter, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            if "lora_" in name and f".{adapter}." in name:
                parameter.copy_((torch.randn(parameter.shape, generator=generator) * 0.3).half().float())


def states(model, adapter):
    return {key: value.half().contiguous() for key, value in get_peft_model_state_dict(model, adapter_name=adapter).items()}


def scale(model, adapters):
    """Each adapter's part times a number; what is not named is off."""
    for module in model.modules():
        if hasattr(module, "lora_A"):
            module.set_adapter([name for name in adapters if name in module.lora_A])
            for name, factor in adapters.items():
                if name in module.lora_A:
                    module.set_scale(name, factor)


def write(name, tensors, metadata=None):
    folder = ROOT / "lora"
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors, folder / f"{name}.safetensors", metadata=metadata)


unet = UNet2DConditionModel.from_pretrained(ROOT / "unet/sd15", torch_dtype=torch.float32).eval()
text = CLIPTextModel.from_pretrained(ROOT / "clip-text/sd15", torch_dtype=torch.float32).eval()
inject_adapter_in_model(LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=UNET_TARGETS), unet, adapter_name="first")
inject_adapter_in_model(LoraConfig(r=1, lora_alpha=1, target_modules=["to_q", "to_v"]), unet, adapter_name="second")
inject_adapter_in_model(LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=TEXT_TARGETS), text, adapter_name="first")
for model, seed in ((unet, 11), (text, 12)):
    draw(model, "first", seed)
draw(unet, "second", 13)
first, second, texts = states(unet, "first"), states(unet, "second"), states(text, "first")
texts = {(key if key.startswith("text_model.") else f"text_model.{key}"): value for key, value in texts.items()}

peft = {f"unet.{key}": value for key, value in first.items()} | {f"text_encoder.{key}": value for key, value in texts.items()}
write("peft", peft, {"format": "pt", "lora_adapter_metadata": json.dumps({"unet.lora_alpha": ALPHA, "unet.r": RANK, "text_encoder.lora_alpha": ALPHA, "text_encoder.r": RANK})})
write("second", {f"unet.{key}": value for key, value in second.items()})

# diffusers' own format knows no alpha: the same at a scale of ALPHA / RANK.
write("diffusers", {key.replace("lora_A", "lora.down").replace("lora_B", "lora.up"): value for key, value in peft.items()})


def kohya_name(key, prefix):
    module, kind = key.rsplit(".lora_", 1)
    return f"{prefix}{module.replace('.', '_')}.lora_{'down' if kind.startswith('A') else 'up'}.weight"


def with_alphas(state):
    return state | {key.replace(".lora_down.weight", ".alpha"): torch.tensor(float(ALPHA)) for key in state if key.endswith(".lora_down.weight")}


kohya = {kohya_name(key, "lora_unet_"): value for key, value in first.items()} | {kohya_name(key, "lora_te_"): value for key, value in texts.items()}
write("kohya", with_alphas(kohya))
back, _ = _convert_non_diffusers_lora_to_diffusers(dict(with_alphas(kohya)))
print("kohya as diffusers reads it:", len(back), "of", len(kohya))

RESNET = {"conv1": "in_layers_2", "conv2": "out_layers_3", "time_emb_proj": "emb_layers_1", "norm1": "in_layers_0"}


def sgm_name(key):
    module, kind = key.rsplit(".lora_", 1)
    parts = module.split(".")
    if parts[0] == "mid_block":
        block = f"middle_block_{2 * int(parts[2]) if parts[1] == 'resnets' else 1}"
    else:
        down, level, index = parts[0] == "down_blocks", int(parts[1]), int(parts[3])
        sampler = parts[2] in ("downsamplers", "upsamplers")
        place = 3 * level + (2 if sampler else index) + (1 if down else 0)
        block = f"{'input' if down else 'output'}_blocks_{place}_{1 if parts[2] == 'attentions' else 0}"
    rest = parts[3:] if parts[0] == "mid_block" else parts[4:]
    if parts[-1] in RESNET and "resnets" in parts:
        rest = [RESNET[parts[-1]]]
    if "downsamplers" in parts:
        rest = ["op"]
    return f"lora_unet_{block}_{'_'.join(rest)}.lora_{'down' if kind.startswith('A') else 'up'}.weight"


sgm = {sgm_name(key): value for key, value in first.items()}
write("sgm", with_alphas(sgm))
mapped = _maybe_map_sgm_blocks_to_diffusers(dict(sgm), unet.config)
unmapped, _ = _convert_non_diffusers_lora_to_diffusers(dict(mapped))
tidy = {re.sub(r"\.processor\.(to_\w+)_lora\.", r".\1.lora.", key).replace("to_out.lora", "to_out.0.lora") for key in unmapped}
names = {key.replace(".lora.down.", ".lora_A.").replace(".lora.up.", ".lora_B.").removeprefix("unet.") for key in tidy}
print("sgm as diffusers reads it: different names", sorted(names ^ set(first))[:4], len(names ^ set(first)))

with torch.no_grad():
    inputs = dict(sample=numbers(1, 2, 4, 8, 8), timestep=torch.tensor([999.0, 41.0]), encoder_hidden_states=numbers(2, 2, 7, 10))
    expected = {}
    for name, factors in {"off": {}, "one": {"first": 1.0}, "half": {"first": 0.5}, "two": {"first": 0.7, "second": -1.5}}.items():
        scale(unet, factors)
        expected[name] = unet(**inputs).sample
    scale(text, {"first": 1.0})
    expected["text"] = text(tokens(3, 20)).last_hidden_state
    for name, tensor in expected.items():
        print(name, tensor.abs().max().item(), (expected["off"] - tensor).abs().max().item() if name != "text" else "")
write("expected", {key: value.contiguous() for key, value in expected.items()})
