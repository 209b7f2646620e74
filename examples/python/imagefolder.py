"""dst3d export RUN --format imagefolder --out DIR; python imagefolder.py DIR (needs datasets, pillow)"""
import sys
from datasets import load_dataset

dataset = load_dataset(sys.argv[1])
print(dataset)
for row in dataset["train"].select(range(2)):
    print(row["image"].size, row["category"], row["objects"], repr(row["text"][:40]))
    for one in row["labels"]:
        print("  azimuth", one["azimuth"], "distance", one["distance"], "keypoints", len(one["keypoints"]))
