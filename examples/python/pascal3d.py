"""dst3d export RUN --format pascal3d --out DIR; python pascal3d.py DIR (needs scipy, numpy, pillow)"""
import glob
import sys
import numpy as np
import scipy.io
from PIL import Image

for path in sorted(glob.glob(f"{sys.argv[1]}/Annotations/*/*.mat"))[:5]:
    record = scipy.io.loadmat(path)["record"][0][0]
    image = Image.open(path.replace("Annotations", "Images").replace(".mat", ".JPEG"))
    assert tuple(record["imgsize"][0][:2]) == image.size
    for one in record["objects"][0]:
        view = {name: one["viewpoint"][0][0][name].item() for name in ("azimuth", "elevation", "theta", "distance", "viewport", "px", "py")}
        cad = np.loadtxt(f"{sys.argv[1]}/CAD/{one['class'][0]}/{one['cad_index'].item():02.0f}.off", skiprows=2, max_rows=3)
        print(one["class"][0], one["bbox"][0], view, "first CAD vertices", cad.tolist())
