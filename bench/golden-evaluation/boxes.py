"""Overlaps of boxes by halfspace intersection and convex hull (Qhull): python3 boxes.py. Needs numpy, scipy."""
import json
from pathlib import Path

import numpy
from scipy.optimize import linprog
from scipy.spatial import ConvexHull, HalfspaceIntersection

TARGET = Path(__file__).resolve().parents[2] / "test" / "golden" / "evaluation" / "boxes.json"
SIGNS = numpy.array([[-1, -1, -1], [1, -1, -1], [1, 1, -1], [-1, 1, -1], [-1, -1, 1], [1, -1, 1], [1, 1, 1], [-1, 1, 1]]) / 2
generator = numpy.random.default_rng(11)


def rotation():
    turned, upper = numpy.linalg.qr(generator.normal(size=(3, 3)))
    turned = turned * numpy.sign(numpy.diag(upper))
    return turned * numpy.linalg.det(turned)


def box(center, size, turned):
    return (SIGNS * size) @ turned.T + center


def halfspaces(center, size, turned):
    normals = numpy.concatenate([turned.T, -turned.T])
    return numpy.column_stack([normals, -(normals @ center) - numpy.concatenate([size, size]) / 2])


def shared(first, second):
    spaces = numpy.concatenate([halfspaces(*first), halfspaces(*second)])
    lengths = numpy.linalg.norm(spaces[:, :3], axis=1)
    deepest = linprog([0, 0, 0, -1], numpy.column_stack([spaces[:, :3], lengths]), -spaces[:, 3], bounds=[(None, None)] * 3 + [(0, None)])
    if deepest.status != 0 or deepest.x[3] < 1e-9:
        return 0
    return ConvexHull(HalfspaceIntersection(spaces, deepest.x[:3]).intersections).volume


cases = []
for index in range(150):
    scale = 10 ** generator.uniform(-2, 2)
    first = (generator.normal(size=3) * scale * 0.3, generator.uniform(0.1, 2, 3) * scale, rotation())
    kind = index % 5
    if kind == 0:  # any other
        second = (generator.normal(size=3) * scale * 0.3, generator.uniform(0.1, 2, 3) * scale, rotation())
    elif kind == 1:  # nearly the same
        second = (first[0] + generator.normal(size=3) * scale * 0.02, first[1] * generator.uniform(0.95, 1.05, 3), first[2])
    elif kind == 2:  # turned in place
        second = (first[0], first[1], first[2] @ rotation())
    elif kind == 3:  # inside
        second = (first[0], first[1] * 0.2, rotation())
    else:  # with faces in the same planes
        second = (first[0] + first[2] @ (first[1] * numpy.array([0.5, 0, 0])), first[1], first[2])
    volume = shared(first, second)
    union = first[1].prod() + second[1].prod() - volume
    cases.append({"a": box(*first).tolist(), "b": box(*second).tolist(), "volume": volume, "iou": volume / union})
TARGET.parent.mkdir(parents=True, exist_ok=True)
TARGET.write_text(json.dumps(cases) + "\n")
print(len(cases), "pairs,", sum(case["volume"] == 0 for case in cases), "apart")
