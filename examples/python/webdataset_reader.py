"""dst3d export RUN --format webdataset --out DIR; python webdataset_reader.py DIR (needs webdataset, pillow)"""
import glob
import json
import sys
import webdataset

classes = json.load(open(f"{sys.argv[1]}/classes.json"))
shards = sorted(glob.glob(f"{sys.argv[1]}/train-*.tar"))
for sample in webdataset.WebDataset(shards, shardshuffle=False).decode("rgb"):
    label = sample["json"]
    print(sample["__key__"], sample["png"].shape, classes[sample["cls"]], repr(sample["txt"][:40]), label["label_status"])
    for one in label["objects"]:
        print("  azimuth", one["azimuth"], "translation", one["translation_object_to_camera"])
