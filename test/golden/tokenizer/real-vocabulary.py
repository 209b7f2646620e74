"""CLIP's vocabulary from OpenAI's list of merges, as a wheel of open_clip_torch holds it: real-vocabulary.py WHEEL FOLDER"""
import gzip
import json
import sys
import zipfile
from pathlib import Path

wheel, folder = sys.argv[1], Path(sys.argv[2])
merges = gzip.decompress(zipfile.ZipFile(wheel).read("open_clip/bpe_simple_vocab_16e6.txt.gz")).decode().split("\n")[1 : 49152 - 256 - 2 + 1]
plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
letters = [chr(byte) for byte in plain] + [chr(256 + i) for i in range(256 - len(plain))]
tokens = [*letters, *(letter + "</w>" for letter in letters), *("".join(pair.split()) for pair in merges), "<|startoftext|>", "<|endoftext|>"]
(folder / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(tokens)}))
(folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n")
