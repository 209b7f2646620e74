"""steps.py FOLDER TYPE: loads the networks with diffusers as TYPE, then takes one step (ControlNet and UNet) for each line
it reads: {"output": PATH or null}. Answers one line of JSON each, the greeting with the time that loading took."""
import json
import sys
import time

start = time.perf_counter()
import numpy
import torch
from diffusers import ControlNetModel, UNet2DConditionModel

imported = time.perf_counter() - start
folder, name = sys.argv[1], sys.argv[2]
dtype = getattr(torch, name)


def memory():
    lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
    return {key: int(lines[field].split()[0]) / 1024 for key, field in (("peak", "VmHWM"), ("resident", "VmRSS"), ("private", "RssAnon"))}


def answer(**values):
    print("@@" + json.dumps({**values, **memory()}), flush=True)


def read(key, shape):
    return torch.from_numpy(numpy.fromfile(f"{folder}/{key}.f32", dtype=numpy.float32)).reshape(shape).to(dtype)


order = json.load(open(f"{folder}/step.json"))
side = order["side"]
cpu, start = time.process_time(), time.perf_counter()
unet, controlnet = (kind.from_pretrained(f"{folder}/{part}", torch_dtype=dtype, use_safetensors=True).eval() for part, kind in (("unet", UNet2DConditionModel), ("controlnet", ControlNetModel)))
loaded = dict(seconds=time.perf_counter() - start, cpuSeconds=time.process_time() - cpu)
latents = read("latents", (1, 4, side // 8, side // 8)).repeat(2, 1, 1, 1)
prompt = read("prompt", (2, 77, 768))
image = read("image", (1, 3, side, side)).repeat(2, 1, 1, 1)
timestep = torch.tensor([order["timestep"]] * 2)
answer(**loaded, imports=imported, version=torch.__version__)
for line in sys.stdin:
    cpu, start = time.process_time(), time.perf_counter()
    with torch.inference_mode():
        down, middle = controlnet(latents, timestep, prompt, controlnet_cond=image, conditioning_scale=1.0, return_dict=False)
        output = unet(latents, timestep, prompt, down_block_additional_residuals=down, mid_block_additional_residual=middle, return_dict=False)[0]
    taken = dict(seconds=time.perf_counter() - start, cpuSeconds=time.process_time() - cpu)
    path = json.loads(line)["output"]
    if path is not None:
        output.float().numpy().tofile(path)
    answer(**taken)
