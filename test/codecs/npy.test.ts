import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeNpy, encodeNpz } from "../../src/codecs/npy.js";
import { encodePickle, type PickleArray } from "../../src/codecs/pickle.js";
import { decodeNpy, decodeNpz } from "../../src/codecs/read-npy.js";
import { decodePickle } from "../../src/codecs/read-pickle.js";
import { temporaryFile } from "../temporary-folder.js";

const annotations: PickleArray = {
  shape: [1],
  type: "object",
  values: [{ dict: { azimuth: { float: 2 }, cad_index: 3, class: "car 車", bbox: { shape: [4], type: "f8", values: [1, 2, 3.5, 4] }, ignore: false, nothing: null, list: [1, "a"] } }],
};

it("arrays of dicts are read back", () => {
  const read = decodeNpz(encodeNpz({ annotations }), "a.npz").get("annotations")!;
  expect(read.shape).toEqual([1]);
  expect(read.values[0]).toEqual(new Map<string, unknown>([["azimuth", 2], ["cad_index", 3], ["class", "car 車"], ["bbox", { shape: [4], type: "<f8", values: [1, 2, 3.5, 4] }], ["ignore", false], ["nothing", null], ["list", [1, "a"]]]));
});

it("arrays of numbers are read back", () => {
  for (const array of [{ shape: [2, 3], type: "f8", values: [1, 2, 3, 4, 5, 6.5] }, { shape: [], type: "i8", values: [-7] }, { shape: [2], type: "u2", values: [0, 65535] }] as PickleArray[]) {
    expect(decodeNpy(encodeNpy(array), "a.npy")).toEqual({ shape: array.shape, type: `<${array.type}`, values: array.values });
  }
});

// numpy.save(file, numpy.array([1.0, 2.0]))
it("a .npy has numpy's own bytes", () => {
  const bytes = encodeNpy({ shape: [2], type: "f8", values: [1, 2] });
  expect(bytes.length).toBe(128 + 16);
  expect(new TextDecoder("latin1").decode(bytes.subarray(0, 128))).toBe(`\u0093NUMPY\u0001\u0000v\u0000{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }${" ".repeat(60)}\n`);
});

it("names that could run something are refused", () => {
  for (const text of ["cos\nsystem\n(X\u0002\u0000\u0000\u0000lstR.", "cbuiltins\neval\n.", "cnumpy\nload\n."]) {
    expect(() => decodePickle(new TextEncoder().encode(text), "evil.pkl")).toThrow(expect.objectContaining({ code: "E_RECORD" }) as Error);
  }
});

it("cut off or damaged anywhere, a pickle is an error or another value, nothing else", () => {
  const whole = encodePickle(annotations);
  const tryIt = (bytes: Uint8Array): void => {
    try {
      decodePickle(bytes, "a.pkl");
    } catch (error) {
      expect(error).toMatchObject({ code: "E_RECORD" });
    }
  };
  for (let length = 0; length < whole.length; length++) tryIt(whole.subarray(0, length));
  fc.assert(fc.property(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
    const damaged = whole.slice();
    damaged[at] = value;
    tryIt(damaged);
  }), { numRuns: 1000 });
});

const python = process.env["DST3D_TEST_PYTHON"] ?? "";
it.skipIf(!existsSync(python))("numpy reads it, and what numpy writes is read", () => {
  const file = temporaryFile("a.npz", encodeNpz({ annotations, numbers: { shape: [2], type: "f8", values: [1, 2] } }));
  const script = "import numpy as np,sys; a=np.load(sys.argv[1],allow_pickle=True); o=a['annotations'][0]; print(type(o['azimuth']).__name__, type(o['cad_index']).__name__, o['bbox'].tolist(), o['bbox'].dtype, a['numbers'].tolist()); import pickle; [pickle.dump(np.array([{'a':1.5,'b':np.array([1,2]),'n':None,'h':np.uint16(7),'s':'x'},{'a':1.5}],dtype=object), open(sys.argv[1]+str(p),'wb'), protocol=p) for p in (2,3,4)]";
  expect(execFileSync(python, ["-c", script, file], { encoding: "utf8" }).trim()).toBe("float int [1.0, 2.0, 3.5, 4.0] float64 [1.0, 2.0]");
  for (const protocol of [2, 3, 4]) {
    expect(decodePickle(readFileSync(`${file}${protocol}`), "numpy.pkl")).toEqual({
      shape: [2],
      type: "|O8",
      values: [new Map<string, unknown>([["a", 1.5], ["b", { shape: [2], type: "<i8", values: [1, 2] }], ["n", null], ["h", 7], ["s", "x"]]), new Map([["a", 1.5]])],
    });
  }
});
