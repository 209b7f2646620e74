"""dst3d export RUN --format coco --out DIR; python coco.py DIR (needs pycocotools)"""
import sys
import numpy as np
from pycocotools.coco import COCO

coco = COCO(f"{sys.argv[1]}/annotations/instances_train.json")
for annotation in coco.loadAnns(coco.getAnnIds())[:5]:
    image = coco.loadImgs(annotation["image_id"])[0]
    mask = coco.annToMask(annotation)
    assert mask.sum() == annotation["area"]
    pose, K = annotation["pose3d"], np.array(image["camera"]["K"])
    center = np.array(pose["rotation_object_to_camera"]) @ np.array(pose["box3d_center"]) * pose["scale"] + pose["translation_object_to_camera"]
    x, y, z = K @ center  # pixel centres at +0.5
    print(image["file_name"], coco.cats[annotation["category_id"]]["name"], annotation["bbox"], "center at", x / z, y / z)
