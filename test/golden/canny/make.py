"""Makes the golden data of test/controls/canny.test.ts with OpenCV 4.6.0 (Debian 12: apt install python3-opencv).

Run in this folder. Writes cases.json, pixels.bin (the pictures, bytes) and edges.bin (cv2.Canny, one bit per pixel).
"""
import json

import cv2
import numpy as np

assert cv2.__version__ == "4.6.0"
rng = np.random.default_rng(2022)


def disc(height, width, channels):
    """A striped, shaded disc on a plain background."""
    y, x = np.mgrid[0:height, 0:width]
    u, v = (x - width * 0.55) / (width * 0.3), (y - height * 0.45) / (height * 0.3)
    planes = []
    for channel in range(channels):
        shade = 190 - 70 * u - 50 * v + ((x + 3 * channel) // 5 % 2) * 40
        planes.append(np.where(u * u + v * v <= 1, shade, 30 + 60 * channel))
    return np.stack(planes, -1)


def blurred(height, width, channels):
    """Noise with soft slopes."""
    return cv2.GaussianBlur(rng.integers(0, 256, (height, width, channels)).astype(np.float32), (0, 0), 1.3).reshape(height, width, channels) * 2 - 128


PICTURES = {
    "noise": lambda *size: rng.integers(0, 256, size),
    "few values": lambda *size: rng.integers(0, 3, size) * 40 + 60,
    "black and white": lambda *size: rng.integers(0, 2, size) * 255,
    "slopes": blurred,
    "disc": disc,
}
SIZES = [(33, 41), (21, 48), (1, 17), (19, 1), (2, 3), (1, 1)]

pixels, edges, cases = bytearray(), bytearray(), []
for name, make in PICTURES.items():
    for height, width in SIZES:
        for channels in (1, 3, 4):
            image = np.clip(make(height, width, channels), 0, 255).astype(np.uint8)
            case = {"name": name, "width": width, "height": height, "channels": channels, "settings": []}
            for aperture in (3, 5, 7):
                scale = {3: 1, 5: 4, 7: 64}[aperture]
                for l2 in (False, True):
                    for low, high in ((100, 200), (150, 40), (0, 0), (300.5, 700.25)):
                        setting = {"low": low * scale, "high": high * scale, "aperture": aperture, "l2Gradient": l2}
                        case["settings"].append(setting)
                        result = cv2.Canny(image if channels > 1 else image[..., 0], setting["low"], setting["high"], apertureSize=aperture, L2gradient=l2)
                        edges += np.packbits(result.ravel() > 0).tobytes()
            pixels += image.tobytes()
            cases.append(case)
open("pixels.bin", "wb").write(pixels)
open("edges.bin", "wb").write(edges)
settings = cases[0]["settings"]
assert all(case.pop("settings") == settings for case in cases)
json.dump({"opencv": cv2.__version__, "settings": settings, "cases": cases}, open("cases.json", "w"), separators=(",", ":"))
