"""dst3d export RUN --format questions --out DIR; python questions.py DIR (needs pillow)"""
import json
import sys
from PIL import Image

for line in list(open(f"{sys.argv[1]}/questions_train.jsonl"))[:8]:
    one = json.loads(line)
    print(one["image"], Image.open(f"{sys.argv[1]}/{one['image']}").size, one["question"], one["choices"], "->", one["answer"])
