"""dst3d export RUN --format dst3d --out DIR; python dst3d_original.py DIR (needs numpy, pillow)"""
import glob
import sys
import numpy as np
from PIL import Image

for path in sorted(glob.glob(f"{sys.argv[1]}/train/*/*/image_dst/*_00.png"))[:5]:
    pose = np.load(path.replace("image_dst", "annotation").replace("_00.png", ".npy"), allow_pickle=True)[()]
    azimuth, elevation = np.degrees([pose["theta"] + np.pi / 2, np.pi / 2 - pose["phi"]])
    clip = pose["projection_matrix"] @ pose["modelview_matrix"] @ [0, 0, 0, 1]
    center = (np.array([clip[0], -clip[1]]) / clip[3] + 1) / 2 * Image.open(path).size
    print(pose["shape_id"], "azimuth", azimuth % 360, "elevation", elevation, "distance", pose["dist"], "center at", center)
