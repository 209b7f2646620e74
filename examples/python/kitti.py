"""dst3d export RUN --format kitti --out DIR; python kitti.py DIR (needs numpy)"""
import glob
import sys
import numpy as np

for path in sorted(glob.glob(f"{sys.argv[1]}/training/label_2/*.txt"))[:5]:
    calib = dict(line.split(": ") for line in open(path.replace("label_2", "calib")))
    P2 = np.array(calib["P2"].split(), float).reshape(3, 4)
    for line in open(path):
        kind, *values = line.split()
        h, w, l, x, y, z, ry = map(float, values[7:14])
        box = np.array([[l, l, -l, -l] * 2, [0] * 4 + [-2 * h] * 4, [w, -w, -w, w] * 2]) / 2
        turn = np.array([[np.cos(ry), 0, np.sin(ry)], [0, 1, 0], [-np.sin(ry), 0, np.cos(ry)]])
        u, v, depth = P2 @ np.vstack([turn @ box + [[x], [y], [z]], np.ones(8)])
        print(path[-10:], kind, "corners", np.round([u / depth, v / depth], 1).tolist())
