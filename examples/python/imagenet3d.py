"""dst3d export RUN --format imagenet3d --out DIR; python imagenet3d.py DIR (needs numpy, pillow)"""
import glob
import sys
import numpy as np
from PIL import Image

for path in sorted(glob.glob(f"{sys.argv[1]}/annotations/*/*.npz"))[:5]:
    image = Image.open(path.replace("annotations", "images").replace(".npz", ".JPEG"))
    for one in np.load(path, allow_pickle=True)["annotations"]:
        assert (one["width"], one["height"]) == image.size
        print(one["class"], np.degrees([one["azimuth"], one["elevation"], one["theta"]]).round(1), one["distance"], one["bbox"], one["object_status"])
