"""dst3d export RUN --format yolo --task segment --out DIR; python yolo.py DIR (needs numpy, pillow, pyyaml)"""
import glob
import sys
import numpy as np
import yaml
from PIL import Image, ImageDraw

names = yaml.safe_load(open(f"{sys.argv[1]}/data.yaml"))["names"]
for path in sorted(glob.glob(f"{sys.argv[1]}/labels/train/*.txt"))[:5]:
    image = Image.open(path.replace("labels", "images").replace(".txt", ".png"))
    for line in open(path):
        number, *values = line.split()
        outline = np.array(values, float).reshape(-1, 2) * image.size
        mask = Image.new("1", image.size)
        ImageDraw.Draw(mask).polygon([tuple(corner) for corner in outline], fill=1)
        print(path[-12:], names[int(number)], "about", int(np.asarray(mask).sum()), "pixels")
