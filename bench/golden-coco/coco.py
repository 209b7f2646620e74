"""COCO's figures by pycocotools, of made-up files with everything odd that such files hold: python3 coco.py. Needs numpy, pycocotools."""
import contextlib
import copy
import io
import json
from pathlib import Path

import numpy
from pycocotools import mask as masks
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

TARGET = Path(__file__).resolve().parents[2] / "test" / "golden" / "evaluation" / "coco.json"
WIDTH, HEIGHT = 200, 160
cases = []


def short(values):
    return [round(float(value), 2) for value in values]


def box(generator):
    size = generator.choice([8, 25, 32, 60, 96, 120]) * generator.uniform(0.5, 1.5, 2)
    return short([*(generator.uniform(0, 1, 2) * [WIDTH, HEIGHT] * 0.6), *size])


def near(generator, xywh, spread):
    return short(numpy.maximum(numpy.array(xywh) + generator.normal(size=4) * spread * max(xywh[2:]), [-20, -20, 1, 1]))


def polygon(generator, xywh, corners=7):
    x, y, width, height = xywh
    turns = numpy.sort(generator.uniform(0, 2 * numpy.pi, corners))
    reach = generator.uniform(0.5, 1, corners)
    return short(numpy.column_stack([x + width / 2 * (1 + reach * numpy.cos(turns)), y + height / 2 * (1 + reach * numpy.sin(turns))]).ravel())


def runs(polygons, compressed=True):
    mask = masks.merge(masks.frPyObjects(polygons, HEIGHT, WIDTH))
    if compressed:
        return {"size": mask["size"], "counts": mask["counts"].decode()}
    pixels = masks.decode(mask).ravel(order="F")
    borders = numpy.flatnonzero(numpy.diff(numpy.concatenate([[0], pixels])))
    return {"size": mask["size"], "counts": [int(each) for each in numpy.diff(numpy.concatenate([[0], borders, [pixels.size]]))]}


def file(images, categories, annotations):
    return {"images": [{"id": each, "width": WIDTH, "height": HEIGHT} for each in images], "categories": [{"id": each, "name": f"category {each}"} for each in categories], "annotations": annotations}


def evaluate(name, truth, results, kind="bbox", sigmas=None):
    with contextlib.redirect_stdout(io.StringIO()):
        ground = COCO()
        ground.dataset = copy.deepcopy(truth)
        ground.createIndex()
        if len(results) == 0:  # loadRes wants one at least
            found = COCO()
            found.dataset = {**copy.deepcopy(truth), "annotations": []}
            found.createIndex()
        else:
            found = ground.loadRes(copy.deepcopy(results))
        evaluation = COCOeval(ground, found, kind)
        if sigmas is not None:
            evaluation.params.kpt_oks_sigmas = numpy.array(sigmas)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    per_category = []
    for position in range(len(evaluation.params.catIds)):
        values = evaluation.eval["precision"][:, :, position, 0, -1]
        values = values[values > -1]
        per_category.append(float(values.mean()) if values.size else -1)
    categories = {each["id"]: each["name"] for each in truth["categories"]}
    cases.append({
        "name": name, "iouType": kind, "sigmas": sigmas, "truth": truth, "results": results,
        "stats": [float(each) for each in evaluation.stats],
        "perCategory": {categories[each]: value for each, value in zip(evaluation.params.catIds, per_category)},
    })


def boxes(seed, images=14, categories=(3, 1, 7), objects=4, ties=True, crowd=0.15, ids=1, spread=0.08):
    generator = numpy.random.default_rng(seed)
    annotations, results = [], []
    for image in images if isinstance(images, list) else range(1, images + 1):
        for _ in range(generator.poisson(objects)):
            xywh = box(generator)
            category = int(generator.choice(categories))
            annotations.append({"id": len(annotations) + ids, "image_id": image, "category_id": category, "bbox": xywh, "area": round(xywh[2] * xywh[3] * float(generator.uniform(0.6, 1)), 2), "iscrowd": int(generator.random() < crowd)})
            for _ in range(int(generator.choice([0, 1, 1, 2]))):
                results.append({"image_id": image, "category_id": category if generator.random() < 0.9 else int(generator.choice(categories)), "bbox": near(generator, xywh, spread), "score": round(float(generator.random()), 1 if ties else 4)})
        for _ in range(generator.poisson(1)):
            results.append({"image_id": image, "category_id": int(generator.choice(categories)), "bbox": box(generator), "score": round(float(generator.random()), 1 if ties else 4)})
    names = images if isinstance(images, list) else list(range(1, images + 1))
    generator.shuffle(results)
    return file(names, list(categories), annotations), [dict(each) for each in results]


truth, results = boxes(1)
evaluate("boxes, equal scores, crowds", truth, results)
evaluate("no results", truth, [])
evaluate("nothing to be found", {**truth, "annotations": []}, results)
evaluate("a category without objects, and one without results", {**truth, "categories": [*truth["categories"], {"id": 40, "name": "never"}]}, [each for each in results if each["category_id"] != 3])
evaluate("crowds only", {**truth, "annotations": [{**each, "iscrowd": 1} for each in truth["annotations"]]}, results)
evaluate("annotation 0", *boxes(2, images=3, ids=0, spread=0.01))
evaluate("ids neither in order nor small", *boxes(3, images=[900_000_000_000, 5, 77, 12], categories=(90, 2)))
evaluate("different scores, precise boxes", *boxes(4, ties=False, spread=0.01, crowd=0))
evaluate("all scores the same, negative or above 1", truth, [{**each, "score": -2 if at % 2 else 3} for at, each in enumerate(results)])
evaluate("perfect", truth, [{"image_id": each["image_id"], "category_id": each["category_id"], "bbox": each["bbox"], "score": 1} for each in truth["annotations"]])
evaluate("areas on the borders of the ranges", file([1], [1], [{"id": at + 1, "image_id": 1, "category_id": 1, "bbox": [40 * at, 0, side, side], "area": side * side, "iscrowd": 0} for at, side in enumerate((32, 96, 31, 97))]), [{"image_id": 1, "category_id": 1, "bbox": [40 * at, 0, side, side], "score": 0.5 + at / 10} for at, side in enumerate((32, 96, 32, 96))])
evaluate("boxes without a side", file([1], [1], [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [5, 5, 0, 10], "area": 0, "iscrowd": 0}, {"id": 2, "image_id": 1, "category_id": 1, "bbox": [20, 20, 10, 10], "area": 100, "iscrowd": 0}]), [{"image_id": 1, "category_id": 1, "bbox": [5, 5, 0, 10], "score": 0.9}, {"image_id": 1, "category_id": 1, "bbox": [20, 20, 10, 10], "score": 0.8}])
generator = numpy.random.default_rng(5)
crowded = file([1, 2], [1], [{"id": at + 1, "image_id": 1 + at % 2, "category_id": 1, "bbox": [float(at), float(at % 7), 20, 30], "area": 600, "iscrowd": 0} for at in range(130)])
evaluate("more than a hundred in one image", crowded, [{"image_id": 1, "category_id": 1, "bbox": near(generator, crowded["annotations"][at % 130]["bbox"], 0.02), "score": round(float(generator.random()), 2)} for at in range(160)])

# Masks: all three ways to write them.
generator = numpy.random.default_rng(6)
annotations, results = [], []
for image in range(1, 9):
    for _ in range(4):
        xywh = box(generator)
        outlines = [polygon(generator, xywh)] + ([polygon(generator, box(generator), 5)] if generator.random() < 0.3 else [])
        crowd = int(generator.random() < 0.2)
        area = float(masks.area(masks.merge(masks.frPyObjects(outlines, HEIGHT, WIDTH))))
        if area == 0:
            continue
        segmentation = runs(outlines, False) if crowd else outlines if generator.random() < 0.6 else runs(outlines)
        annotations.append({"id": len(annotations) + 1, "image_id": image, "category_id": 1 + len(annotations) % 2, "area": area, "bbox": xywh, "iscrowd": crowd, "segmentation": segmentation})
        for _ in range(2):
            moved = (numpy.array(outlines[0]) + generator.normal(size=len(outlines[0])) * 2).tolist()
            results.append({"image_id": image, "category_id": annotations[-1]["category_id"], "segmentation": runs([short(moved)]), "score": round(float(generator.random()), 1)})
truth = file(range(1, 9), [1, 2], annotations)
evaluate("masks", truth, results, "segm")
evaluate("masks without results", truth, [], "segm")
evaluate("masks whose results carry boxes, which then give the areas", truth, [{**each, "bbox": short(masks.toBbox({"size": each["segmentation"]["size"], "counts": each["segmentation"]["counts"].encode()}) * 1.3)} for each in results], "segm")
evaluate("boxes taken as masks", truth, [{"image_id": each["image_id"], "category_id": each["category_id"], "bbox": each["bbox"], "score": 0.5} for each in annotations], "segm")
evaluate("polygons as results", truth, [{"image_id": each["image_id"], "category_id": each["category_id"], "bbox": each["bbox"], "segmentation": [polygon(generator, each["bbox"], 9)], "score": round(float(generator.random()), 1)} for each in annotations], "segm")

# Keypoints, of persons and of something with nine.
for count, sigmas in ((17, None), (9, short(numpy.linspace(0.03, 0.11, 9)))):
    generator = numpy.random.default_rng(7 + count)
    annotations, results = [], []
    for image in range(1, 11):
        for _ in range(3):
            xywh = box(generator)
            points = numpy.column_stack([xywh[0] + generator.random(count) * xywh[2], xywh[1] + generator.random(count) * xywh[3], generator.choice([0, 1, 2], count)])
            points[points[:, 2] == 0] = 0
            if generator.random() < 0.15:
                points[:] = 0
            annotations.append({"id": len(annotations) + 1, "image_id": image, "category_id": 1, "area": round(xywh[2] * xywh[3] * 0.6, 2), "bbox": xywh, "iscrowd": int(generator.random() < 0.1), "keypoints": short(points.ravel()), "num_keypoints": int((points[:, 2] > 0).sum())})
            for _ in range(2):
                moved = points[:, :2] + generator.normal(size=(count, 2)) * generator.choice([0.5, 2, 6])
                moved[points[:, 2] == 0] = generator.random(2) * [WIDTH, HEIGHT]
                results.append({"image_id": image, "category_id": 1, "keypoints": short(numpy.column_stack([moved, numpy.ones(count)]).ravel()), "score": round(float(generator.random()), 1)})
    truth = file(range(1, 11), [1], annotations)
    evaluate(f"{count} keypoints", truth, results, "keypoints", sigmas)
    evaluate(f"{count} keypoints without results", truth, [], "keypoints", sigmas)

TARGET.parent.mkdir(parents=True, exist_ok=True)
TARGET.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
for case in cases:
    print(f"{case['name']}: {', '.join(f'{each:.3f}' for each in case['stats'])}")
