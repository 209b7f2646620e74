"""pycocotools for bench/evaluate-coco.ts: reads the two files of a folder, then evaluates as often as it is asked."""
import contextlib
import copy
import io
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

folder = Path(sys.argv[1])
truth, results = (json.loads((folder / name).read_text()) for name in ("truth.json", "results.json"))
print("@@" + json.dumps({"version": f"pycocotools {version('pycocotools')}"}), flush=True)
for _ in sys.stdin:
    given, found = copy.deepcopy(truth), copy.deepcopy(results)
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        ground = COCO()
        ground.dataset = given
        ground.createIndex()
        evaluation = COCOeval(ground, ground.loadRes(found), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    print("@@" + json.dumps({"seconds": time.perf_counter() - start, "stats": [float(each) for each in evaluation.stats]}), flush=True)
