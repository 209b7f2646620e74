"""Omni3D's figures by its own evaluator, of made-up scenes: python3 omni3d.py OMNI3D OPERATION

OMNI3D is a clone of facebookresearch/omni3d; of its imports only what the evaluation needs is there, the rest is
replaced. OPERATION is the folder of a module `pytorch3d_iou` (see operation.py). Needs torch, numpy, scipy, pycocotools.
Objects without a valid box keep their true corners here: with place holders the operation divides by zero. It is also
wrong by 0.1 and more for some boxes that are turned against each other by little; detections of which it says something
else than Qhull are left out.
"""
import contextlib
import copy
import importlib.util
import io
import json
import sys
import tempfile
import types
from pathlib import Path
from unittest.mock import MagicMock

import numpy
import torch
from scipy.optimize import linprog
from scipy.spatial import ConvexHull, HalfspaceIntersection

TARGET = Path(__file__).resolve().parents[2] / "test" / "golden" / "evaluation" / "omni3d.json"
clone = Path(sys.argv[1])
sys.path.insert(0, sys.argv[2])
import pytorch3d_iou  # noqa: E402

numpy.float = float  # older numpy's name, which the evaluator uses


class BoxMode:
    XYXY_ABS, XYWH_ABS = 0, 1

    @staticmethod
    def convert(box, _, __):
        return [box[0], box[1], box[2] - box[0], box[3] - box[1]]


def replace(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    made.__path__ = []
    sys.modules[name] = made


for name in ("detectron2", "detectron2.utils", "cubercnn", "cubercnn.vis", "fvcore", "fvcore.common", "pytorch3d.ops"):
    replace(name)
for name, members in {
    "fvcore.common.timer": ["Timer"], "detectron2.utils.memory": ["retry_if_cuda_oom"], "detectron2.data": ["MetadataCatalog", "DatasetCatalog"],
    "detectron2.evaluation.coco_evaluation": [], "detectron2.utils.file_io": ["PathManager"], "detectron2.utils.logger": ["create_small_table", "log_every_n_seconds"],
    "tabulate": ["tabulate"], "detectron2.utils.comm": ["get_world_size", "is_main_process"], "detectron2.evaluation": ["DatasetEvaluators", "inference_context", "DatasetEvaluator"], "cubercnn.vis.logperf": [],
}.items():
    replace(name, **{member: MagicMock() for member in members})
sys.modules["detectron2.utils"].comm = sys.modules["detectron2.utils.comm"]
sys.modules["detectron2.evaluation.coco_evaluation"].COCOEvaluator = object
sys.modules["cubercnn.vis"].logperf = sys.modules["cubercnn.vis.logperf"]
replace("detectron2.structures", BoxMode=BoxMode)
replace("cubercnn.util", file_parts=lambda path: ("", Path(path).stem, ".json"))
sys.modules["cubercnn"].util = sys.modules["cubercnn.util"]
replace("pytorch3d", _C=pytorch3d_iou)
planes = [[0, 1, 2, 3], [3, 2, 6, 7], [0, 1, 5, 4], [0, 3, 7, 4], [1, 2, 6, 5], [4, 5, 6, 7]]
triangles = [[0, 1, 2], [0, 3, 2], [4, 5, 6], [4, 6, 7], [1, 5, 6], [1, 6, 2], [0, 4, 7], [0, 7, 3], [3, 2, 6], [3, 6, 7], [0, 1, 5], [0, 4, 5]]
replace("pytorch3d.ops.iou_box3d", _box_planes=planes, _box_triangles=triangles)


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made


datasets = load("cubercnn.data.datasets", clone / "cubercnn" / "data" / "datasets.py")
replace("cubercnn.data", Omni3D=datasets.Omni3D, get_omni3d_categories=None, simple_register=None)
evaluator = load("omni3d_evaluation", clone / "cubercnn" / "evaluation" / "omni3d_evaluation.py")

SIGNS = numpy.array([[-1, -1, -1], [1, -1, -1], [1, 1, -1], [-1, 1, -1], [-1, -1, 1], [1, -1, 1], [1, 1, 1], [-1, 1, 1]]) / 2
WIDTH, HEIGHT, FOCAL = 640, 480, 500
NAMES = {2: "chair", 5: "car", 9: "dontcare", 30: "lamp"}
cases = []


def short(values, digits=4):
    return numpy.round(numpy.array(values, dtype=float), digits).tolist()


def turned(generator, spread):
    yaw, pitch = generator.normal(size=2) * [spread, spread / 6]
    a, b = numpy.cos(yaw), numpy.sin(yaw)
    c, d = numpy.cos(pitch), numpy.sin(pitch)
    return numpy.array([[a, 0, b], [0, 1, 0], [-b, 0, a]]) @ numpy.array([[1, 0, 0], [0, c, -d], [0, d, c]])


def corners(center, size, rotation):
    return (SIGNS * size[::-1]) @ rotation.T + center  # dimensions are width, height, length; length lies along x


def flat(box):
    depths = numpy.maximum(box[:, 2], 0.1)
    x, y = box[:, 0] / depths * FOCAL + WIDTH / 2, box[:, 1] / depths * FOCAL + HEIGHT / 2
    return numpy.array([x.min(), y.min(), x.max(), y.max()])


def exact(a, b):
    """Overlap by halfspace intersection and convex hull."""
    spaces = numpy.concatenate([ConvexHull(a).equations, ConvexHull(b).equations])
    lengths = numpy.linalg.norm(spaces[:, :3], axis=1)
    deepest = linprog([0, 0, 0, -1], numpy.column_stack([spaces[:, :3], lengths]), -spaces[:, 3], bounds=[(None, None)] * 3 + [(0, None)])
    if deepest.status != 0:
        return 0
    volume = ConvexHull(HalfspaceIntersection(spaces, deepest.x[:3]).intersections).volume
    return volume / (ConvexHull(a).volume + ConvexHull(b).volume - volume)


def is_agreed(result, annotations):
    box = numpy.array(result["bbox3D"])
    if len(numpy.unique(box, axis=0)) < 8:
        return True
    others = [numpy.array(each["bbox3D_cam"]) for each in annotations if each["image_id"] == result["image_id"]]
    theirs = pytorch3d_iou.iou_box3d(torch.tensor(box[None], dtype=torch.float32), torch.tensor(numpy.array(others), dtype=torch.float32))[1][0]
    return all(abs(float(iou) - exact(box, other)) < 1e-4 for iou, other in zip(theirs, others))


def scene(seed, images=9):
    generator = numpy.random.default_rng(seed)
    annotations, results = [], []
    for image in range(1, images + 1):
        for _ in range(generator.poisson(5)):
            category = int(generator.choice(list(NAMES), p=[0.4, 0.4, 0.1, 0.1]))
            depth = float(generator.choice([4, 9, 14, 30, 45, 70])) * generator.uniform(0.8, 1.2)
            center = numpy.array([generator.normal() * depth * 0.3, generator.normal() * depth * 0.2, depth])
            size = generator.uniform(0.8, 4, 3)
            rotation = turned(generator, 3)
            box = corners(center, size, rotation)
            projected = flat(box)
            clipped = numpy.clip(projected, 0, [WIDTH, HEIGHT, WIDTH, HEIGHT])
            truncated = [-1] * 4 if generator.random() < 0.05 else short(clipped, 2)
            tight = [-1] * 4 if generator.random() < 0.5 else short(clipped + [2, 2, -2, -2], 2)
            valid = bool(generator.random() < 0.93)
            annotations.append({
                "id": len(annotations) + 1, "image_id": image, "category_id": category, "category_name": NAMES[category], "valid3D": valid,
                "bbox2D_tight": tight, "bbox2D_proj": [-1] * 4 if not valid and generator.random() < 0.3 else short(projected, 2), "bbox2D_trunc": truncated,
                "bbox3D_cam": short(box, 7), "center_cam": short(center), "dimensions": short(size) if generator.random() < 0.97 else [0, 1, 1],
                "behind_camera": bool(generator.random() < 0.04), "visibility": float(generator.choice([-1, 1, 0.4, 0.6])), "truncation": float(generator.choice([-1, 0, 0.3, 0.7], p=[0.3, 0.3, 0.3, 0.1])),
                "segmentation_pts": int(generator.choice([-1, 0, 90], p=[0.5, 0.05, 0.45])), "lidar_pts": int(generator.choice([-1, 0, 12], p=[0.5, 0.05, 0.45])), "depth_error": float(generator.choice([-1, 0.2, 0.9], p=[0.5, 0.45, 0.05])),
            })
            for _ in range(int(generator.choice([0, 1, 1, 2]))):
                spread = generator.choice([0.03, 0.1, 0.25])
                moved = corners(center + generator.normal(size=3) * spread * size, size * generator.uniform(1 - spread, 1 + spread, 3), rotation @ turned(generator, spread))
                kind = generator.random()
                if kind < 0.03:
                    moved = numpy.ones((8, 3))
                elif kind < 0.06:
                    moved[6] += [0.4, 0.1, 0.2]
                x0, y0, x1, y1 = clipped + generator.normal(size=4) * spread * 30
                results.append({"image_id": image, "category_id": category if generator.random() < 0.95 else 2, "bbox": short([x0, y0, max(x1 - x0, 1), max(y1 - y0, 1)], 2), "score": round(float(generator.random()), 1), "depth": round(float(moved[:, 2].mean()), 4), "bbox3D": short(moved, 7)})
    agreed = [each for each in results if is_agreed(each, annotations)]
    print(f"{len(results) - len(agreed)} of {len(results)} detections are left out")
    results = agreed
    generator.shuffle(results)
    truth = {"info": {"id": 1, "source": "", "name": "made up", "split": "Test", "version": "0.1", "url": ""}, "images": [{"id": each, "width": WIDTH, "height": HEIGHT} for each in range(1, images + 1)], "categories": [{"id": each, "name": name, "supercategory": ""} for each, name in reversed(NAMES.items())], "annotations": annotations}
    return truth, [dict(each) for each in results]


SETTINGS = {"categoryNames": "category_names", "ignoreNames": "ignore_names", "truncationThreshold": "truncation_thres", "visibilityThreshold": "visibility_thres", "leastHeight": "min_height_thres", "mostHeight": "max_height_thres", "preferTightBoxes": "modal_2D_boxes", "preferTruncatedBoxes": "trunc_2D_boxes", "mostDepth": "max_depth"}
DEFAULTS = {"category_names": list(NAMES.values()), "ignore_names": [], "truncation_thres": 0.5, "visibility_thres": 0.5, "min_height_thres": 0.0625, "max_height_thres": 1.5, "modal_2D_boxes": False, "trunc_2D_boxes": True, "max_depth": 1e8}


def evaluate(name, position, options, results=None):
    """Results: those of the scene, or others."""
    truth, usual = scenes[position]
    cases.append({"name": name, "scene": position, "results": results, "options": options, "figures": figures_of(truth, usual if results is None else results, options)})


def figures_of(truth, results, options):
    settings = copy.deepcopy(DEFAULTS)
    settings.update({SETTINGS[key]: value for key, value in options.items() if key in SETTINGS})
    names = {each["id"]: each["name"] for each in truth["categories"]}
    figures = {"perCategory": {}}
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        file = Path(folder) / "truth.json"
        file.write_text(json.dumps(truth))
        ground = datasets.Omni3D([str(file)], settings)
        found = ground.loadRes([copy.deepcopy(each) for each in results if names[each["category_id"]] in settings["category_names"]])
        for mode in ("2D", "3D"):
            evaluation = evaluator.Omni3Deval(ground, found, mode=mode, eval_prox=options.get("proximity", False))
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
            stats = [float(each) for each in evaluation.stats]
            if mode == "2D":
                figures["AP2D"] = stats[0]
            else:
                figures.update(zip(("AP3D", "AP3D@15", "AP3D@25", "AP3D@50", "AP3D-N", "AP3D-M", "AP3D-F"), stats))
            for position, category in enumerate(evaluation.params.catIds):
                values = evaluation.eval["precision"][:, :, position, 0, -1]
                values = values[values > -1]
                figures["perCategory"].setdefault(names[category], {})["AP" + mode] = float(values.mean()) if values.size else -1
    return figures


scenes = [scene(1), scene(2)]
evaluate("as the benchmark", 0, {})
evaluate("other scenes", 1, {})
evaluate("proximity, for sets where not everything is annotated", 0, {"proximity": True})
evaluate("tight boxes", 0, {"preferTightBoxes": True})
evaluate("projected boxes", 1, {"preferTruncatedBoxes": False})
evaluate("nothing but invalid objects is ignored", 0, {"truncationThreshold": 0.99, "visibilityThreshold": 0.01, "leastHeight": 0})
evaluate("some categories", 0, {"categoryNames": ["car", "lamp"], "ignoreNames": ["dontcare"]})
evaluate("what is called dontcare is ignored", 0, {"ignoreNames": ["dontcare"]})
evaluate("near things only", 1, {"mostDepth": 20})
perfect = [{"image_id": each["image_id"], "category_id": each["category_id"], "bbox": BoxMode.convert(each["bbox2D_proj"], 0, 1), "score": 1, "depth": each["center_cam"][2], "bbox3D": each["bbox3D_cam"]} for each in scenes[0][0]["annotations"] if each["bbox2D_proj"][0] != -1]
perfect = [each for each in perfect if is_agreed(each, scenes[0][0]["annotations"])]
evaluate("perfect", 0, {"preferTruncatedBoxes": False}, perfect)
TARGET.write_text(json.dumps({"scenes": [{"truth": truth, "results": results} for truth, results in scenes], "cases": cases}, separators=(",", ":")) + "\n")
for case in cases:
    print(case["name"], {key: round(value, 3) for key, value in case["figures"].items() if key != "perCategory"})
