"""steps.py NORMALIZATION LAYOUT THREADS: trains the residual network in PyTorch; for each line it reads ({"steps": N}) it takes
so many steps and answers how long they took."""
import json
import sys
import time

import torch
import torch.nn.functional as functional
from network import Network

normalization, layout, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
torch.set_num_threads(threads)
BATCH, SIDE, HEADS, BINS = 32, 64, ("azimuth", "elevation", "theta"), 41
format = torch.channels_last if layout == "channels_last" else torch.contiguous_format
network = Network(3, (32, 64, 128, 256), {name: BINS for name in HEADS}, normalization, 8).to(memory_format=format)
optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
image = torch.randn(BATCH, 3, SIDE, SIDE).to(memory_format=format)
targets = {name: torch.randint(0, BINS, (BATCH,)) for name in HEADS}
print("@@" + json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    seconds = []
    cpu = time.process_time()
    for _ in range(json.loads(line)["steps"]):
        start = time.perf_counter()
        outputs = network(image)
        loss = sum(functional.cross_entropy(outputs[name], targets[name]) for name in HEADS)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()
        seconds.append(time.perf_counter() - start)
    print("@@" + json.dumps({"seconds": seconds, "cpuSeconds": time.process_time() - cpu, "loss": loss.item()}), flush=True)
