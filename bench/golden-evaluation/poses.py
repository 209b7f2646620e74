"""Errors of viewpoints by NeMo's own functions: python3 poses.py NEMO, a clone of wufeim/NeMo. Needs numpy, scipy, torch."""
import importlib.util
import json
import math
import sys
import types
from pathlib import Path
from unittest.mock import MagicMock

import numpy

TARGET = Path(__file__).resolve().parents[2] / "test" / "golden" / "evaluation" / "poses.json"
clone = Path(sys.argv[1])
for name in ("pytorch3d", "pytorch3d.renderer", "pytorch3d.transforms"):
    sys.modules[name] = MagicMock()


def load(name):
    spec = importlib.util.spec_from_file_location(name, clone / "nemo" / "utils" / f"{name}.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


utils = types.ModuleType("nemo.utils")
utils.cal_rotation_matrix = load("pose").cal_rotation_matrix
sys.modules["nemo"], sys.modules["nemo.utils"] = types.ModuleType("nemo"), utils
pose_error = load("evaluate").pose_error

generator = numpy.random.default_rng(3)
pairs, errors = [], []
for index in range(90):
    truth = {"azimuth": generator.uniform(0, 2 * math.pi), "elevation": generator.uniform(-1.2, 1.4), "theta": generator.normal() * 0.4}
    spread = [0.02, 0.15, 0.6, 2][index % 4]
    predicted = None if index % 15 == 14 else {name: value + generator.normal() * spread for name, value in truth.items()}
    pairs.append({"category": ["car", "bus", "sofa/bed"][index % 3], "truth": truth, "predicted": predicted})
    errors.append(float(numpy.real(pose_error(truth, predicted))))


def figures(chosen):
    """As `inference_3d_pose_estimation` in scripts/inference_helpers.py."""
    chosen = numpy.array(chosen)
    return {"accPi6": float(numpy.mean(chosen < numpy.pi / 6)), "accPi18": float(numpy.mean(chosen < numpy.pi / 18)), "medianDegrees": float(numpy.median(chosen) / numpy.pi * 180.0)}


categories = {each["category"] for each in pairs}
TARGET.write_text(json.dumps({"pairs": pairs, "errors": errors, "figures": figures(errors), "perCategory": {name: figures([error for each, error in zip(pairs, errors) if each["category"] == name]) for name in sorted(categories)}}) + "\n")
print(figures(errors))
