"""cv2.Canny on the cases of a file written by bench/canny.ts; used by it, not alone.

Reads DIR/cases.json and DIR/pixels.bin, writes DIR/edges.bin and prints OpenCV's version and its time for each timed case as JSON.
"""
import json
import sys
import time

import cv2
import numpy as np

folder = sys.argv[1]
cases = json.load(open(folder + "/cases.json"))
pixels = np.fromfile(folder + "/pixels.bin", np.uint8)
cv2.setNumThreads(1)
times = []
with open(folder + "/edges.bin", "wb") as out:
    for case in cases:
        h, w, c = case["height"], case["width"], case["channels"]
        image = pixels[case["offset"] : case["offset"] + h * w * c].reshape((h, w, c) if c > 1 else (h, w))
        for s in case["settings"]:
            run = lambda: cv2.Canny(image, s["low"], s["high"], apertureSize=s["aperture"], L2gradient=s["l2Gradient"])
            out.write(run().tobytes())
            if case["timed"]:
                samples = []
                for _ in range(9):
                    start = time.perf_counter()
                    run()
                    samples.append(time.perf_counter() - start)
                times.append(sorted(samples)[4] * 1000)
print(json.dumps({"version": cv2.__version__, "milliseconds": times}))
