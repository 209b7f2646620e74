"""Small OpenEXR pictures of depth, written by OpenEXR itself: python exr.py (pip install OpenEXR numpy).

Writes test/golden/exr: pictures in every packing, `float.bin` and `half.bin` with what they hold, and kinds that are refused.
"""
from pathlib import Path

import numpy as np
import OpenEXR

OUT = Path(__file__).parents[2] / "test" / "golden" / "exr"
OUT.mkdir(parents=True, exist_ok=True)
WIDTH, HEIGHT = 37, 41
PACKINGS = {"none": OpenEXR.NO_COMPRESSION, "rle": OpenEXR.RLE_COMPRESSION, "zips": OpenEXR.ZIPS_COMPRESSION, "zip": OpenEXR.ZIP_COMPRESSION, "piz": OpenEXR.PIZ_COMPRESSION}

y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32) + 0.5
square = 1 - ((x - 17) ** 2 + (y - 22) ** 2) / 15**2
depth = np.where(square > 0, 2.4 - 0.5 * np.sqrt(np.maximum(square, 0)), 1e10).astype(np.float32)
half = np.minimum(depth, 65504).astype(np.float16)
noise = np.random.default_rng(4).random((HEIGHT, WIDTH), dtype=np.float32) + 1
depth.tofile(OUT / "float.bin")
half.tofile(OUT / "half.bin")
noise.tofile(OUT / "noise.bin")


def write(name, channels, **header):
    OpenEXR.File({"type": OpenEXR.scanlineimage, **header}, channels).write(str(OUT / f"{name}.exr"))


for name, packing in PACKINGS.items():
    write(f"{name}-float", {"V": depth}, compression=packing)
    write(f"{name}-half", {key: half for key in "RGB"}, compression=packing)
    # Does not get smaller.
    write(f"{name}-noise", {"V": noise}, compression=packing)
    layers = {f"ViewLayer.Combined.{key}": np.zeros_like(half) + index for index, key in enumerate("ABGR")}
    write(f"{name}-layers", {**layers, "ViewLayer.Depth.Z": depth, "ViewLayer.IndexOB.X": depth * 0, "ViewLayer.Ids.U": np.zeros((HEIGHT, WIDTH), np.uint32)}, compression=packing)

# More than 2^14 different numbers in a block that gets smaller: the wavelet then works modulo 2^16.
numbers = (np.arange(32 * 700) * 40503 % 65536).reshape(32, 700)
write("piz-many", {"V": (1 + numbers / 2**23).astype(np.float32)}, compression=OpenEXR.PIZ_COMPRESSION)

write("decreasing", {"V": depth}, compression=OpenEXR.ZIP_COMPRESSION, lineOrder=OpenEXR.DECREASING_Y)
window = (np.array([3, -7], np.int32), np.array([WIDTH + 2, HEIGHT - 8], np.int32))
write("window", {"V": depth}, compression=OpenEXR.ZIP_COMPRESSION, dataWindow=window, displayWindow=window)

write("refused-pxr24", {"V": depth}, compression=OpenEXR.PXR24_COMPRESSION)
write("refused-uint", {"V": np.zeros((HEIGHT, WIDTH), np.uint32)}, compression=OpenEXR.ZIP_COMPRESSION)
tiles = OpenEXR.TileDescription()
tiles.xSize = tiles.ySize = 16
tiles.mode, tiles.roundingMode = OpenEXR.ONE_LEVEL, OpenEXR.ROUND_UP
OpenEXR.File({"type": OpenEXR.tiledimage, "tiles": tiles, "compression": OpenEXR.ZIP_COMPRESSION}, {"V": depth}).write(str(OUT / "refused-tiles.exr"))
parts = [OpenEXR.Part({"type": OpenEXR.scanlineimage}, {"V": depth}, name=name) for name in ("a", "b")]
OpenEXR.File(parts).write(str(OUT / "refused-parts.exr"))
