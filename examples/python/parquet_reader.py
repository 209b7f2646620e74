"""dst3d export RUN --format parquet --out DIR; python parquet_reader.py DIR (needs datasets, pillow)"""
import json, sys
from datasets import load_dataset

dataset = load_dataset("parquet", data_files={"train": f"{sys.argv[1]}/data/train-*.parquet"})["train"]
print(dataset.features["image"], dataset.features["label"])
for row in dataset.select(range(2)):
    print(row["image"].size, dataset.features["label"].int2str(row["label"]), row["objects"], repr(row["caption"][:40]))
    print("  K", row["K"], "mask", json.loads(row["record"])["objects"][0]["segmentation"]["size"])
    for one in row["poses"]:
        print("  azimuth", one["azimuth"], "distance", one["distance"])
