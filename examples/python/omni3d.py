"""dst3d export RUN --format omni3d --out DIR; python omni3d.py DIR/Omni3D/NAME_train.json (needs pycocotools, numpy)"""
import sys
import numpy as np
from pycocotools.coco import COCO

omni3d = COCO(sys.argv[1])
for box in omni3d.loadAnns(omni3d.getAnnIds())[:5]:
    image = omni3d.loadImgs(box["image_id"])[0]
    w, h, l = box["dimensions"]  # metres
    x, y, z = np.array([[-l, l, l, -l, -l, l, l, -l], [-h, -h, h, h, -h, -h, h, h], [-w, -w, -w, -w, w, w, w, w]]) / 2
    corners = (np.array(box["R_cam"]) @ [x, y, z]).T + box["center_cam"]
    assert np.allclose(corners, box["bbox3D_cam"])
    u, v, depth = np.array(image["K"]) @ corners.T  # pixel centres at whole numbers
    print(image["file_path"], box["category_name"], "length", round(l, 2), "m; front corners at", (u / depth)[:2], (v / depth)[:2])
