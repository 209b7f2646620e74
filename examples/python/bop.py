"""dst3d export RUN --format bop --out DIR; python bop.py DIR (needs numpy, pillow)"""
import json
import sys
import numpy as np
from PIL import Image

scene = f"{sys.argv[1]}/train_pbr/000000"
cameras, truths, models = (json.load(open(path)) for path in (f"{scene}/scene_camera.json", f"{scene}/scene_gt.json", f"{sys.argv[1]}/models/models_info.json"))
for image in list(truths)[:5]:
    K = np.reshape(cameras[image]["cam_K"], (3, 3))
    for index, truth in enumerate(truths[image]):
        mask = np.asarray(Image.open(f"{scene}/mask_visib/{int(image):06d}_{index:06d}.png")) > 0
        center = K @ truth["cam_t_m2c"]
        print(image, models[str(truth["obj_id"])]["category"], "center at", center[:2] / center[2], "distance", center[2], "mm,", mask.sum(), "pixels")
