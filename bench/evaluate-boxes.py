"""PyTorch3D's box overlap for bench/evaluate-boxes.ts: reads two lists of boxes, then times the operation as often as it is asked."""
import json
import sys
import time

import torch

sys.path.insert(0, sys.argv[1])
import pytorch3d_iou  # noqa: E402

torch.set_num_threads(1)
print("@@" + json.dumps({"version": f"torch {torch.__version__}"}), flush=True)
order = json.loads(sys.stdin.readline())
first, second = (torch.tensor(order[name], dtype=torch.float32) for name in ("first", "second"))
print("@@{}", flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    _, iou = pytorch3d_iou.iou_box3d(first, second)
    print("@@" + json.dumps({"seconds": time.perf_counter() - start, "iou": iou.tolist()}), flush=True)
