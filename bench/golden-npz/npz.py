"""Annotations as numpy saves them: python npz.py (with numpy 1 and with numpy 2, which name their modules differently).

Writes test/golden/npz: the dicts of ImageNet3D, stored and compressed.
"""
from pathlib import Path

import numpy as np

OUT = Path(__file__).parents[2] / "test" / "golden" / "npz"
OUT.mkdir(parents=True, exist_ok=True)
one = dict(azimuth=np.float64(2.5), elevation=0.25, theta=0.0, cad_index=3, distance=np.float32(4.5), viewport=2000, height=np.uint16(64), width=np.uint16(96), px=47.5, py=31.5, object_status="status_good", dense="dense_yes", bbox=np.array([10, 20, 80, 60], np.int64))
one["class"] = "car"
other = {**one, "azimuth": 1.5, "bbox": np.array([1.5, 2.5, 30.25, 40.0], np.float32), "ignore": np.bool_(False)}
version = np.__version__.split(".")[0]
annotations = np.array([one, other], dtype=object)
np.savez(OUT / f"numpy{version}-stored.npz", annotations=annotations)
np.savez_compressed(OUT / f"numpy{version}-compressed.npz", annotations=annotations, lens=np.array([560.0, 0.5]))
