"""PyTorch3D's published cases of box overlap, taken from its own tests as they run: python3 published-boxes.py PYTORCH3D OPERATION

PYTORCH3D is a clone of facebookresearch/pytorch3d (BSD license); OPERATION the folder of a module `pytorch3d_iou` built
from its csrc/iou_box3d/iou_box3d_cpu.cpp alone (see operation.py). Needs torch, numpy.
"""
import importlib.util
import json
import pickle
import random
import sys
import types
import unittest
from pathlib import Path

import torch

TARGET = Path(__file__).resolve().parents[2] / "test" / "golden" / "evaluation" / "published-boxes.json"
clone, operation = Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, operation)
import pytorch3d_iou  # noqa: E402


def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    made.__path__ = []
    sys.modules[name] = made
    return made


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made


def random_rotation(dtype=None, device=None):
    turned, _ = torch.linalg.qr(torch.randn(3, 3, dtype=dtype))
    return turned * torch.sign(torch.det(turned))


class Testing:
    def assertClose(self, value, expected, atol=1e-7, **_):
        cases[-1]["checks"].append({"what": "volume" if value is last[0] else "iou", "expected": float(expected), "tolerance": max(atol, 1e-5)})


module("pytorch3d", _C=pytorch3d_iou)
module("pytorch3d.io", save_obj=None)
module("pytorch3d.ops")
module("pytorch3d.transforms")
module("pytorch3d.transforms.rotation_conversions", random_rotation=random_rotation)
module("tests")
module("tests.common_testing", get_random_cuda_device=None, get_tests_dir=lambda: clone / "tests", TestCaseMixin=Testing)
ours = load("pytorch3d.ops.iou_box3d", clone / "pytorch3d" / "ops" / "iou_box3d.py")
published = load("tests.test_iou_box3d", clone / "tests" / "test_iou_box3d.py")

cases, refused, last = [], [], [None, None]


def overlap(a, b):
    try:
        last[:] = ours.box3d_overlap(a, b)
    except ValueError:
        refused.extend(box.double().tolist() for box in (a[0], b[0]))
        raise
    cases.append({"a": a[0].double().tolist(), "b": b[0].double().tolist(), "volume": float(last[0]), "iou": float(last[1]), "checks": []})
    return last


random.seed(1)
torch.manual_seed(1)
published.TestIoU3D._box3d_overlap_sampling_batched = staticmethod(lambda a, b, num_samples: ours.box3d_overlap(a, b)[1])
published.TestIoU3D("_test_iou")._test_iou(overlap, torch.device("cpu"))

objectron = torch.load(clone / "tests" / "data" / "objectron_vols_ious.pt")
order = published.OBJECTRON_TO_PYTORCH3D_FACE_IDX
for i, a in enumerate(objectron["boxes1"][:, order]):
    for j, b in enumerate(objectron["boxes2"][:, order]):
        volume, iou = float(objectron["vols"][i, j]), float(objectron["ious"][i, j])
        cases.append({"a": a.tolist(), "b": b.tolist(), "volume": volume, "iou": iou, "checks": [{"what": "volume", "expected": volume, "tolerance": 1e-5}, {"what": "iou", "expected": iou, "tolerance": 1e-5}]})
real = pickle.loads((clone / "tests" / "data" / "real_boxes.pkl").read_bytes())
for i, a in enumerate((real["verts1"], real["verts2"])):
    for j, b in enumerate((real["verts1"], real["verts2"])):
        cases.append({"a": a, "b": b, "volume": None, "iou": float(i == j), "checks": [{"what": "iou", "expected": float(i == j), "tolerance": 1e-5}]})

boxes = {json.dumps(box): box for box in refused}
for case in cases:
    for box in (case["a"], case["b"]):
        boxes.pop(json.dumps(box), None)
TARGET.parent.mkdir(parents=True, exist_ok=True)
TARGET.write_text(json.dumps({"cases": cases, "refused": [box for box in boxes.values() if box[0] != [-1, -1, -0.5]]}) + "\n")
print(len(cases), "cases,", len(boxes), "refused")
