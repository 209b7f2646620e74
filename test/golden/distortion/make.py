"""Golden values of cv2.projectPoints with lens distortion: python3 make.py > points.json

Points in camera axes, the camera of each case, and where OpenCV sees them. OpenCV's pixel centres lie at whole numbers;
K moves with them, so the formula is the same.
"""
import json
import sys

import cv2
import numpy as np

random = np.random.default_rng(7)
lenses = {
    "barrel": [-0.28, 0.07, 0, 0, 0],
    "pincushion": [0.21, 0.03, 0, 0, 0.01],
    "tangential": [-0.05, 0, 0.012, -0.008, 0],
    "all five": [-0.31, 0.12, 0.0015, -0.0009, -0.02],
    "rational": [0.4, -0.1, 0.001, -0.002, 0.01, 0.62, -0.02, 0.013],
    "none": [0, 0, 0, 0, 0],
}
cases = []
for name, lens in lenses.items():
    focal, cx, cy = (float(v) for v in random.uniform([400, 250, 180], [700, 350, 260]))
    K = np.array([[focal, 0, cx], [0, focal * 1.02, cy], [0, 0, 1]])
    points = np.column_stack([random.uniform(-0.55, 0.55, 24), random.uniform(-0.45, 0.45, 24), np.ones(24)]) * random.uniform(0.3, 5, (24, 1))
    image, _ = cv2.projectPoints(points, np.zeros(3), np.zeros(3), K, np.array(lens, float))
    cases.append({"name": name, "opencv": cv2.__version__, "distortion": lens, "K": K.ravel().tolist(), "points": points.tolist(), "image": image[:, 0].tolist()})
json.dump(cases, sys.stdout)
