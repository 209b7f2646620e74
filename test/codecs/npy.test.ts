import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeNpy, encodeNpz } from "../../src/codecs/npy.js";
import { encodePickle, type PickleArray } from "../../src/codecs/pickle.js";
import { decodeNpy, decodeNpz } from "../../src/codecs/read-npy.js";
import { decodePickle } from "../../src/codecs/read-pickle.js";
import { inflateRawAtMost } from "../../src/interchange/inflate.js";

const annotations: PickleArray = {
  shape: [1],
  type: "object",
  values: [{ dict: { azimuth: { float: 2 }, cad_index: 3, class: "car 車", bbox: { shape: [4], type: "f8", values: [1, 2, 3.5, 4] }, ignore: false, nothing: null, list: [1, "a"] } }],
};

it("arrays of dicts are read back", () => {
  const read = decodeNpz(encodeNpz({ annotations }), "a.npz", inflateRawAtMost).get("annotations")!;
  expect(read.shape).toEqual([1]);
  expect(read.values[0]).toEqual(new Map<string, unknown>([["azimuth", 2], ["cad_index", 3], ["class", "car 車"], ["bbox", { shape: [4], type: "<f8", values: [1, 2, 3.5, 4] }], ["ignore", false], ["nothing", null], ["list", [1, "a"]]]));
});

// bench/golden-npz
it.each(["numpy1-stored", "numpy1-compressed", "numpy2-stored", "numpy2-compressed"])("what numpy itself has saved is read: %s", (name) => {
  const bytes = readFileSync(join(import.meta.dirname, "..", "golden", "npz", `${name}.npz`));
  const arrays = decodeNpz(bytes, name, inflateRawAtMost);
  const [one, other] = arrays.get("annotations")!.values as Map<string, unknown>[];
  expect(Object.fromEntries(one!)).toMatchObject({ azimuth: 2.5, elevation: 0.25, distance: 4.5, viewport: 2000, height: 64, width: 96, class: "car", bbox: { shape: [4], values: [10, 20, 80, 60] } });
  expect(Object.fromEntries(other!)).toMatchObject({ azimuth: 1.5, bbox: { values: [1.5, 2.5, 30.25, 40] } });
  if (name.endsWith("compressed")) expect(arrays.get("lens")!.values).toEqual([560, 0.5]);
  for (let length = 0; length < bytes.length; length += 7) expect(() => decodeNpz(bytes.subarray(0, length), name, inflateRawAtMost)).toThrow(expect.objectContaining({ code: "E_RECORD" }) as Error);
});

it("an archive that unpacks to gigabytes is refused", () => {
  const bytes = Buffer.from(readFileSync(join(import.meta.dirname, "..", "golden", "npz", "numpy2-compressed.npz")));
  bytes.writeUInt32LE(0xf000_0000, bytes.indexOf("PK\x01\x02") + 24);
  expect(() => decodeNpz(bytes, "a.npz", inflateRawAtMost)).toThrow(expect.objectContaining({ code: "E_RECORD", message: expect.stringContaining("holds more than") as string }) as Error);
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

it("formats of a later version are refused by their number", () => {
  const npy = encodeNpy({ shape: [2], type: "f8", values: [1, 2] });
  npy[6] = 4;
  expect(() => decodeNpy(npy, "a.npy")).toThrow(expect.objectContaining({ code: "E_RECORD", message: expect.stringContaining("version 4") as string }) as Error);
  expect(() => decodePickle(Uint8Array.of(0x80, 6, 0x4e, 0x2e), "a.pkl")).toThrow(expect.objectContaining({ code: "E_RECORD", message: expect.stringContaining("newer pickle protocol than 5") as string }) as Error);
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
