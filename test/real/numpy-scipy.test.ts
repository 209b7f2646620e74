/** Our .npz, pickles and .mat beside numpy and scipy themselves. Needs both, in the Python that LOADERS_PYTHON or PYTHON names. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { encodeMat5, MatWhole } from "../../src/codecs/mat5.js";
import { encodeNpz } from "../../src/codecs/npy.js";
import { decodePickle } from "../../src/codecs/read-pickle.js";
import { runProgram, temporaryFolder } from "./program.js";

const PYTHON = process.env["LOADERS_PYTHON"] ?? process.env["PYTHON"] ?? "python3";

it("numpy reads our .npz, and we read what numpy pickles", () => {
  const file = join(temporaryFolder(), "a.npz");
  const annotation = { dict: { azimuth: { float: 2 }, cad_index: 3, bbox: { shape: [4], type: "f8" as const, values: [1, 2, 3.5, 4] } } };
  writeFileSync(file, encodeNpz({ annotations: { shape: [1], type: "object", values: [annotation] }, numbers: { shape: [2], type: "f8", values: [1, 2] } }));
  const script = "import numpy as np,sys; a=np.load(sys.argv[1],allow_pickle=True); o=a['annotations'][0]; print(type(o['azimuth']).__name__, type(o['cad_index']).__name__, o['bbox'].tolist(), o['bbox'].dtype, a['numbers'].tolist()); import pickle; [pickle.dump(np.array([{'a':1.5,'b':np.array([1,2]),'n':None,'h':np.uint16(7),'s':'x'},{'a':1.5}],dtype=object), open(sys.argv[1]+str(p),'wb'), protocol=p) for p in (2,3,4)]";
  expect(runProgram(PYTHON, ["-c", script, file]).trim()).toBe("float int [1.0, 2.0, 3.5, 4.0] float64 [1.0, 2.0]");
  for (const protocol of [2, 3, 4]) {
    expect(decodePickle(readFileSync(`${file}${protocol}`), "numpy.pkl")).toEqual({
      shape: [2],
      type: "|O8",
      values: [new Map<string, unknown>([["a", 1.5], ["b", { shape: [2], type: "<i8", values: [1, 2] }], ["n", null], ["h", 7], ["s", "x"]]), new Map([["a", 1.5]])],
    });
  }
});

it("scipy reads our .mat", () => {
  const file = join(temporaryFolder(), "record.mat");
  writeFileSync(file, encodeMat5({ record: { filename: "a.JPEG", imgsize: [640, 480, 3], nothing: [], objects: [{ class: "car", index: new MatWhole(7), viewpoint: { azimuth: 12.25 } }, { class: "日本", index: new MatWhole(-300), viewpoint: { azimuth: -1 } }] } }));
  const script = "import scipy.io,sys; r=scipy.io.loadmat(sys.argv[1])['record'][0][0]; o=r['objects'][0]; print(r['filename'][0], r['imgsize'][0].tolist(), o[1]['class'][0], o[0]['viewpoint'][0][0]['azimuth'].item(), len(o), o[0]['index'].item(), o[1]['index'].item())";
  expect(runProgram(PYTHON, ["-c", script, file]).trim()).toBe("a.JPEG [640.0, 480.0, 3.0] 日本 12.25 2 7 -300");
});
