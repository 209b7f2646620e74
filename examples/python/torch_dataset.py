"""dst3d export RUN --format imagefolder --out DIR; python torch_dataset.py DIR (needs torch, numpy, pillow)"""
import json, sys, numpy, torch
from PIL import Image

class Pictures(torch.utils.data.Dataset):
    def __init__(self, folder):
        self.folder, self.classes = folder, json.load(open(f"{folder}/../classes.json"))
        self.rows = [row for row in map(json.loads, open(f"{folder}/metadata.jsonl")) if row["labels"] and row["labels"][0]["azimuth"] is not None]
    def __len__(self):
        return len(self.rows)
    def __getitem__(self, index):
        row = self.rows[index]
        pixels = numpy.array(Image.open(f"{self.folder}/{row['file_name']}").convert("RGB"))
        return torch.from_numpy(pixels).permute(2, 0, 1) / 255, self.classes.index(row["category"]), row["labels"][0]["azimuth"]

for images, classes, azimuths in torch.utils.data.DataLoader(Pictures(f"{sys.argv[1]}/train"), batch_size=4, shuffle=True):
    print("images", tuple(images.shape), "mean", round(images.mean().item(), 3), "classes", classes.tolist(), "azimuths", azimuths.tolist())
